package dev.loomtrace.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongIndexTest {
  @ParameterizedTest
  @ValueSource(longs = {2, 50, 5_000, 1L << 40, -1})
  void agreesWithAMap(long bound) {
    Random random = new Random(bound);
    LongIndex index = new LongIndex();
    for (int round = 0; round < 3; round++) {
      Map<Long, Integer> expected = new HashMap<>();
      for (int i = 0; i < 3_000; i++) {
        long key = bound < 0 ? random.nextLong() : random.nextLong(bound);
        boolean isNew = expected.putIfAbsent(key, expected.size()) == null;
        assertEquals(isNew, index.add(key));
        assertEquals(expected.size(), index.size());
      }
      assertSame(expected, index, random);
      index.compact();
      assertSame(expected, index, random);
      index.clear();
      assertEquals(0, index.size());
      assertEquals(LongIndex.ABSENT, index.get(1));
    }
  }

  private static void assertSame(Map<Long, Integer> expected, LongIndex index, Random random) {
    expected.forEach(
        (key, place) -> {
          assertEquals(place, index.get(key));
          assertEquals(key, index.key(place));
        });
    for (int i = 0; i < 1_000; i++) {
      long key = random.nextLong() >>> random.nextInt(64);
      assertEquals(expected.containsKey(key), index.get(key) != LongIndex.ABSENT);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE})
  void everyNumberCanBeAKey(long key) {
    LongIndex index = new LongIndex();
    assertEquals(LongIndex.ABSENT, index.get(key));
    assertTrue(index.add(key));
    assertFalse(index.add(key));
    index.compact();
    assertEquals(0, index.get(key));
    assertTrue(index.add(7));
    assertEquals(0, index.get(key));
    assertEquals(1, index.get(7));
  }
}
