package dev.loomtrace.bridge.boot.event;

/** Writes the event of a wait that is over. */
public final class Blocks {
  private Blocks() {}

  /** Whether a recording enables the events of waits that threads write themselves. */
  public static boolean enabled() {
    return BlockEvent.enabled() || LongBlockEvent.enabled();
  }

  /**
   * Now, in ticks; 0 if no recording enables the events of waits. JFR fills a class's methods when
   * its event is switched on for the first time, so it is asked of one that is.
   */
  public static long now() {
    if (BlockEvent.enabled()) {
      return BlockEvent.timestamp();
    }
    return LongBlockEvent.enabled() ? LongBlockEvent.timestamp() : 0;
  }

  /**
   * The waiting time that a wait stands for among those that are recorded with a stack.
   *
   * @param start ticks at its start
   * @param duration ticks that it lasted
   * @return the duration, or more for one of a sample; 0: it gets no stack
   */
  public static long weight(int reason, long start, long duration) {
    if (LongBlockEvent.shouldCommit(duration)) {
      return Math.max(1, duration);
    }
    return LongBlockEvent.enabled() ? Sampling.weight(reason, start, duration) : 0;
  }

  /**
   * Ticks from a wait's start to its waking; 0: unknown.
   *
   * @param wakeTime ticks when the thread was made runnable; 0: unknown
   */
  public static long wakeDelay(long start, long duration, long waker, long wakeTime) {
    if (wakeTime == 0) {
      return waker == 0 ? 0 : duration; // The waker has not come to note the time: it was just now.
    }
    return Math.min(Math.max(wakeTime - start, 0), duration);
  }

  /**
   * Writes a wait of the current thread.
   *
   * @param start ticks at its start
   * @param duration ticks that it lasted
   * @param wakeDelay see {@link #wakeDelay}
   * @param timeout nanoseconds that it was to last at most; 0: no limit, or not known
   */
  public static void write(
      long start,
      long duration,
      int state,
      int reason,
      Class<?> blocker,
      long carrier,
      long endCarrier,
      int wakeKind,
      long waker,
      long wakeDelay,
      long timeout) {
    long weight = weight(reason, start, duration);
    if (weight != 0) {
      LongBlockEvent.commit(
          start,
          duration,
          (byte) state,
          (byte) reason,
          blocker,
          carrier,
          endCarrier,
          waker,
          wakeDelay,
          (byte) wakeKind,
          weight,
          timeout);
    } else if (BlockEvent.enabled()) {
      BlockEvent.commit(
          start,
          duration,
          (byte) state,
          (byte) reason,
          blocker,
          carrier,
          endCarrier,
          waker,
          wakeDelay,
          (byte) wakeKind,
          timeout);
    }
  }
}
