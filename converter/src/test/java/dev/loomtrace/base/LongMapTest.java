package dev.loomtrace.base;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LongMapTest {
  @Test
  void behavesAsAHashMapUnderRandomOperations() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    LongMap<String> map = new LongMap<>();
    Map<Long, String> expected = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      // Few distinct keys, so that probe sequences collide and removals close real gaps.
      long key = random.nextInt(3) == 0 ? random.nextInt(300) : random.nextInt(300) * (1L << 33);
      switch (random.nextInt(3)) {
        case 0 -> assertEquals(expected.put(key, "v" + i), map.put(key, "v" + i), "seed " + seed);
        case 1 -> assertEquals(expected.remove(key), map.remove(key), "seed " + seed);
        default -> assertEquals(expected.get(key), map.get(key), "seed " + seed);
      }
      assertEquals(expected.size(), map.size(), "seed " + seed);
    }
    Set<String> values = new HashSet<>();
    map.forEach(values::add);
    assertEquals(new HashSet<>(expected.values()), values, "seed " + seed);
    assertArrayEquals(
        expected.keySet().stream().mapToLong(Long::longValue).sorted().toArray(),
        map.sortedKeys(),
        "seed " + seed);
  }

  @Test
  void takesEveryKeyIncludingTheExtremes() {
    LongMap<String> map = new LongMap<>();
    for (long key : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertNull(map.put(key, "k" + key));
    }
    assertEquals("k0", map.get(0));
    assertEquals("k-1", map.get(-1));
    assertEquals("k" + Long.MIN_VALUE, map.remove(Long.MIN_VALUE));
    assertNull(map.get(Long.MIN_VALUE));
    assertEquals(3, map.size());
  }

  @Test
  void isEmptyAfterClear() {
    LongMap<String> map = new LongMap<>();
    map.put(7, "seven");
    map.clear();
    assertEquals(0, map.size());
    assertNull(map.get(7));
  }
}
