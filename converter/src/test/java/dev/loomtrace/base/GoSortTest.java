package dev.loomtrace.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.testing.GoTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoSortTest {
  @TempDir Path directory;

  @Test
  void leavesEqualKeysInGosOrder() throws IOException {
    GoTools.requireGo();
    List<String> lines = new ArrayList<>();
    List<String> sorted = new ArrayList<>();
    for (long[] keys : keys()) {
      lines.add(line(keys));
      Object[] places = new Object[keys.length];
      Arrays.setAll(places, i -> i);
      GoSort.sort(keys, places, keys.length);
      sorted.add(line(Arrays.stream(places).mapToLong(place -> (Integer) place).toArray()));
    }
    Path file = directory.resolve("keys");
    Files.write(file, lines);
    GoTools.Answer go =
        GoTools.run(List.of(GoTools.program("sortorder").toString(), file.toString()), null);
    assertEquals(0, go.status(), go.err());
    assertEquals(sorted, go.out().lines().toList());
  }

  /** Lists of all lengths and patterns that the algorithm treats each in its way. */
  private static List<long[]> keys() {
    Random random = new Random(42);
    List<long[]> all = new ArrayList<>();
    for (int length = 1; length < 3_000; length += 1 + length / 7) {
      int size = length;
      all.add(random.longs(size, 0, 5).toArray());
      all.add(random.longs(size, 0, 1 + size / 2).toArray());
      all.add(random.longs(size).toArray());
      all.add(sequence(size, i -> i / 3));
      all.add(sequence(size, i -> -i / 2));
      all.add(sequence(size, i -> i % 7));
      all.add(sequence(size, i -> i < size - 3 ? i : 0));
      all.add(sequence(size, i -> i % 2 == 0 ? i : size - i));
      all.add(sequence(size, i -> Math.min(i, size - i)));
      all.add(sequence(size, i -> 1));
    }
    return all;
  }

  private static long[] sequence(int size, IntToLongFunction key) {
    long[] keys = new long[size];
    Arrays.setAll(keys, key);
    return keys;
  }

  private static String line(long[] numbers) {
    StringBuilder line = new StringBuilder();
    for (long number : numbers) {
      line.append(line.isEmpty() ? "" : " ").append(number);
    }
    return line.toString();
  }
}
