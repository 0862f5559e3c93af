package dev.loomtrace.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongIndexTest {
  @Test
  void numbersKeysInOrderOfTheirArrival() {
    LongIndex index = new LongIndex();
    assertEquals(0, index.put(70));
    assertEquals(1, index.put(-1));
    assertEquals(0, index.put(70));
    assertTrue(index.add(Long.MIN_VALUE));
    assertFalse(index.add(-1));
    assertEquals(2, index.put(Long.MIN_VALUE));
    assertEquals(LongIndex.ABSENT, index.get(0));
    assertEquals(3, index.size());
    assertEquals(-1, index.key(1));
  }

  @Test
  void agreesWithHashMap() {
    long seed = 11;
    Random random = new Random(seed);
    LongIndex index = new LongIndex();
    Map<Long, Integer> expected = new HashMap<>();
    List<Long> keys = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      long key = random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(3000);
      Integer known = expected.putIfAbsent(key, expected.size());
      if (known == null) {
        keys.add(key);
      }
      assertEquals(expected.get(key), index.put(key), "seed " + seed);
      if (i % 5000 == 0) {
        index.compact();
      }
    }
    assertEquals(keys.size(), index.size());
    for (int i = 0; i < keys.size(); i++) {
      assertEquals(keys.get(i), index.key(i));
      assertEquals(i, index.get(keys.get(i)));
    }
  }

  @Test
  void keysMayBeAddedAfterItWasMadeFaster() {
    LongIndex index = new LongIndex();
    for (int i = 0; i < 10; i++) {
      index.put(i);
    }
    index.compact();
    assertEquals(10, index.put(5_000));
    assertEquals(9, index.put(9));
    index.clear();
    assertEquals(LongIndex.ABSENT, index.get(9));
    assertEquals(0, index.put(9));
  }
}
