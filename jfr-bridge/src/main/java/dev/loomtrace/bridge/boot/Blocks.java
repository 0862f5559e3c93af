package dev.loomtrace.bridge.boot;

/** Writes the event of a wait that is over. */
final class Blocks {
  private Blocks() {}

  /** Whether a recording wants to know about waits. */
  static boolean wanted() {
    return BlockEvent.enabled() || LongBlockEvent.enabled();
  }

  /**
   * Writes a wait that ends now.
   *
   * @param start ticks at its start
   * @param thread id of the thread that waited; 0: the current thread
   * @param wakeTime ticks when it was made runnable; 0: unknown
   */
  static void write(
      long start,
      long thread,
      int state,
      int reason,
      Class<?> blocker,
      long carrier,
      long endCarrier,
      int wakeKind,
      long waker,
      long wakeTime,
      String stack) {
    long duration = BlockEvent.timestamp() - start;
    // Woken, but the waker has not come to note the time: then it was just now.
    long wakeDelay =
        wakeTime != 0
            ? Math.min(Math.max(wakeTime - start, 0), duration)
            : waker == 0 ? 0 : duration;
    if (LongBlockEvent.shouldCommit(duration)) {
      LongBlockEvent.commit(
          start,
          duration,
          thread,
          state,
          reason,
          blocker,
          carrier,
          endCarrier,
          waker,
          wakeDelay,
          stack,
          wakeKind);
    } else if (BlockEvent.enabled()) {
      BlockEvent.commit(
          start,
          duration,
          thread,
          state,
          reason,
          blocker,
          carrier,
          endCarrier,
          waker,
          wakeDelay,
          wakeKind);
    }
  }
}
