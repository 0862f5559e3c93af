package dev.loomtrace.gotrace.v2;

/**
 * Turns ticks into nanoseconds with the arithmetic of Go's reader on amd64: through doubles, cut
 * off, and the least {@code long} for what does not fit.
 */
final class Ticks {
  // Other processors differ in what does not fit, which no real trace has.
  private static final long DOES_NOT_FIT = Long.MIN_VALUE;

  private Ticks() {}

  /** Nanoseconds of a tick, of a frequency in ticks per second. */
  static double nanosPerTick(long frequency) {
    return 1.0 / (toDouble(frequency) / 1e9);
  }

  static long nanos(long ticks, double nanosPerTick) {
    double product = toDouble(ticks) * nanosPerTick;
    long nanos = (long) product;
    return nanos == Long.MAX_VALUE || Double.isNaN(product) ? DOES_NOT_FIT : nanos;
  }

  /** The nearest double of an unsigned number. */
  private static double toDouble(long unsigned) {
    // Halved with the last bit kept, so that the rounding is right.
    return unsigned >= 0 ? (double) unsigned : (double) ((unsigned >>> 1) | (unsigned & 1)) * 2;
  }
}
