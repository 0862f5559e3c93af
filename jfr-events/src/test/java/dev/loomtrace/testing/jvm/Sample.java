package dev.loomtrace.testing.jvm;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Inputs of a test of which a few are tried with every build, and the others with the slow tests,
 * for which the test has the tag {@link #TAG}. Those of the builds come first: the most telling of
 * them, or the first seeds.
 */
public final class Sample {
  /** Of every test that asks this class for its inputs: slow tests go on with the others. */
  public static final String TAG = "sample";

  private static final String PART =
      Boolean.getBoolean("loomtrace.long") ? "all" : System.getProperty("loomtrace.sample", "all");

  private Sample() {}

  /**
   * Of these the first {@code few}; all others with the slow tests; all in the long form
   * (CONTRIBUTING.md).
   *
   * @throws IllegalArgumentException if there is none for one of the two
   */
  public static <T> Stream<T> of(int few, List<T> all) {
    if (few < 1 || few >= all.size()) {
      throw new IllegalArgumentException(few + " of " + all.size() + " is no sample");
    }
    return switch (PART) {
      case "few" -> all.stream().limit(few);
      case "others" -> all.stream().skip(few);
      case "all" -> all.stream();
      default -> throw new IllegalArgumentException("loomtrace.sample is " + PART);
    };
  }

  /** Seeds from 1 to {@code all}, of which the first {@code few} are tried with every build. */
  public static Stream<Long> seeds(int few, int all) {
    return of(few, LongStream.rangeClosed(1, all).boxed().toList());
  }
}
