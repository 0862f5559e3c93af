package dev.loomtrace.bridge.boot.event;

/** Writes the event of a platform thread's wait that is over. */
public final class PlatformBlocks {
  private PlatformBlocks() {}

  /** Whether a recording enables the events of platform threads' waits. */
  public static boolean enabled() {
    return PlatformBlockEvent.enabled() || PlatformLongBlockEvent.enabled();
  }

  /** Now, in ticks; 0 if no recording enables the events. */
  public static long now() {
    if (PlatformBlockEvent.enabled()) {
      return PlatformBlockEvent.timestamp();
    }
    return PlatformLongBlockEvent.enabled() ? PlatformLongBlockEvent.timestamp() : 0;
  }

  /** Whether a wait that has lasted so many ticks is recorded in any case when it is over. */
  public static boolean isRecorded(long duration) {
    return PlatformBlockEvent.shouldCommit(duration)
        || PlatformLongBlockEvent.shouldCommit(duration);
  }

  private static long weight(int reason, long start, long duration) {
    if (PlatformLongBlockEvent.shouldCommit(duration)) {
      return Math.max(1, duration);
    }
    return PlatformLongBlockEvent.enabled() ? Sampling.weight(reason, start, duration) : 0;
  }

  /**
   * Writes a wait of the current thread, unless it is too short for that.
   *
   * @param start ticks at its start
   * @param duration ticks that it lasted
   * @param wakeTime ticks at which it was woken; 0: not known
   * @param timeout nanoseconds that it was to last at most; 0: no limit
   */
  public static void write(
      long start,
      long duration,
      int state,
      int reason,
      Class<?> blocker,
      int wakeKind,
      long waker,
      long wakeTime,
      long timeout) {
    long weight = weight(reason, start, duration);
    if (weight != 0) {
      PlatformLongBlockEvent.commit(
          start,
          duration,
          (byte) state,
          (byte) reason,
          blocker,
          waker,
          Blocks.wakeDelay(start, duration, waker, wakeTime),
          (byte) wakeKind,
          timeout,
          weight);
    } else if (PlatformBlockEvent.shouldCommit(duration)) {
      PlatformBlockEvent.commit(
          start,
          duration,
          (byte) state,
          (byte) reason,
          blocker,
          waker,
          Blocks.wakeDelay(start, duration, waker, wakeTime),
          (byte) wakeKind,
          timeout);
    }
  }
}
