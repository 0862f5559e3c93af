package dev.loomtrace.truth;

/**
 * Between which values a duration lies, in nanoseconds.
 *
 * @param least 0 or more
 * @param most not less than that
 */
record Bounds(long least, long most) {
  static final Bounds NOTHING = new Bounds(0, 0);

  private static final double MILLI = 1e6;

  /** From one moment to another, each of which is between two times. */
  static Bounds between(Bounds begin, Bounds end) {
    long most = Math.max(0, end.most - begin.least);
    return new Bounds(Math.clamp(end.least - begin.most, 0, most), most);
  }

  Bounds plus(Bounds other) {
    return new Bounds(least + other.least, most + other.most);
  }

  /** What is left of this when the other is taken away. */
  Bounds minus(Bounds other) {
    long left = Math.max(0, most - other.least);
    return new Bounds(Math.clamp(least - other.most, 0, left), left);
  }

  /** A moment that is not earlier than the other. */
  Bounds notBefore(Bounds other) {
    return new Bounds(Math.max(least, other.least), Math.max(most, other.most));
  }

  /** A moment that is not later than the other. */
  Bounds notAfter(Bounds other) {
    return new Bounds(Math.min(least, other.least), Math.min(most, other.most));
  }

  @Override
  public String toString() {
    return String.format("%.1f..%.1f", least / MILLI, most / MILLI);
  }
}
