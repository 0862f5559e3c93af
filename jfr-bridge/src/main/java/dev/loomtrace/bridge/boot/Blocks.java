package dev.loomtrace.bridge.boot;

/** Writes the event of a wait that is over. */
final class Blocks {
  private Blocks() {}

  /** Whether a recording wants to know about waits. */
  static boolean wanted() {
    return BlockEvent.enabled() || LongBlockEvent.enabled();
  }

  /**
   * The waiting time that a wait stands for among those that are recorded with a stack.
   *
   * @param start ticks at its start
   * @param duration ticks that it lasted
   * @return the duration, or more for one of a sample; 0: it gets no stack
   */
  static long weight(int reason, long start, long duration) {
    if (LongBlockEvent.shouldCommit(duration)) {
      return Math.max(1, duration);
    }
    return LongBlockEvent.enabled() ? Sampling.weight(reason, start, duration) : 0;
  }

  /**
   * Writes a wait.
   *
   * @param start ticks at its start
   * @param duration ticks that it lasted
   * @param weight see {@link #weight}
   * @param thread id of the thread that waited; 0: the current thread
   * @param wakeTime ticks when it was made runnable; 0: unknown
   */
  static void write(
      long start,
      long duration,
      long weight,
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
    // Woken, but the waker has not come to note the time: then it was just now.
    long wakeDelay =
        wakeTime != 0
            ? Math.min(Math.max(wakeTime - start, 0), duration)
            : waker == 0 ? 0 : duration;
    if (weight != 0) {
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
          wakeKind,
          weight);
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
