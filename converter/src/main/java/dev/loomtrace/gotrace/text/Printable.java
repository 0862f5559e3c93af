package dev.loomtrace.gotrace.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The characters that Go does not escape in quoted text.
 *
 * <p>Not asked of {@link Character}: what is printable depends on the version of Unicode, which is
 * another one in each JDK and in Go, and the text must be the same everywhere.
 */
final class Printable {
  // Ends of ranges in ascending order: a range begins at each even index (inclusive) and ends at
  // the following odd one (exclusive).
  private static final int[] BOUNDS = load();

  private Printable() {}

  static boolean contains(int codePoint) {
    int i = Arrays.binarySearch(BOUNDS, codePoint);
    int notGreater = i >= 0 ? i : -i - 2;
    return (notGreater & 1) == 0;
  }

  private static int[] load() {
    try (InputStream in = Printable.class.getResourceAsStream("printable.txt");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .flatMapToInt(Printable::bounds)
          .toArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static IntStream bounds(String range) {
    int dash = range.indexOf('-');
    int first = Integer.parseInt(range, 0, dash, 16);
    int last = Integer.parseInt(range, dash + 1, range.length(), 16);
    return IntStream.of(first, last + 1);
  }
}
