package dev.loomtrace.bridge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/** Tests that have a short form for every build and a long one: {@code -Dloomtrace.long=true}. */
final class LongForm {
  private static final boolean LONG = Boolean.getBoolean("loomtrace.long");

  private LongForm() {}

  /** One of the two, as this run is. */
  static <T> T choose(T shortForm, T longForm) {
    return LONG ? longForm : shortForm;
  }

  /** Whether this run is a long one. */
  static boolean isChosen() {
    return LONG;
  }

  /** Prints a result that is worth keeping. */
  static void report(String title, Object result) {
    System.out.println("== " + title + "\n" + result);
  }

  /** Writes such results to a file in the folder of what is built, if this run is a long one. */
  static void write(String file, List<String> lines) {
    if (!LONG) {
      return;
    }
    try {
      Files.write(ChildJvm.agent().resolveSibling(file), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
