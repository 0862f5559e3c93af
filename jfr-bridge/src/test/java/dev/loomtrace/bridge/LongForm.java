package dev.loomtrace.bridge;

/** Tests that have a short form for every build and a long one: {@code -Dloomtrace.long=true}. */
final class LongForm {
  private static final boolean LONG = Boolean.getBoolean("loomtrace.long");

  private LongForm() {}

  /** One of the two, as this run is. */
  static <T> T choose(T shortForm, T longForm) {
    return LONG ? longForm : shortForm;
  }

  /** Prints a result that is worth keeping. */
  static void report(String title, Object result) {
    System.out.println("== " + title + "\n" + result);
  }
}
