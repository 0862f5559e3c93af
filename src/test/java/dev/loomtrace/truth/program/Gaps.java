package dev.loomtrace.truth.program;

/** For how long a thread that runs all the time did not go on: something has stopped it. */
final class Gaps {
  private static final long LEAST = 200_000;

  private long last = System.nanoTime();
  private volatile long total;

  /** The thread has come here. Returns the time. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
  long goOn() {
    long now = System.nanoTime();
    if (now - last > LEAST) {
      total += now - last;
    }
    last = now;
    return now;
  }

  /** All of them, in nanoseconds. */
  long total() {
    return total;
  }
}
