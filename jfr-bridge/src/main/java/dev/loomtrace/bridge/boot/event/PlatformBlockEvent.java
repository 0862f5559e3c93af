package dev.loomtrace.bridge.boot.event;

import dev.loomtrace.event.EventNames;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;

/** See {@link EventNames#PLATFORM_THREAD_BLOCK}. JFR replaces the bodies of the static methods. */
@Name(EventNames.PLATFORM_THREAD_BLOCK)
@Label("Platform Thread Block")
@Description("A platform thread was parked or slept")
@Category({"Loomtrace", "Scheduling"})
@Enabled
@StackTrace(false)
@Threshold("1 us")
public final class PlatformBlockEvent extends Event {
  @Label("State")
  public byte state;

  @Label("Reason")
  public byte reason;

  @Label("Blocker Class")
  public Class<?> blocker;

  @Label("Woken By")
  public long waker;

  @Label("Wake Delay")
  @Timespan(Timespan.TICKS)
  public long wakeDelay;

  @Label("Wake Kind")
  public byte wakeKind;

  @Label("Timeout")
  @Timespan(Timespan.NANOSECONDS)
  public long timeout;

  private PlatformBlockEvent() {}

  /** Whether a recording enables the event. */
  public static boolean enabled() {
    return false;
  }

  /** Now, in ticks. */
  public static long timestamp() {
    return 0;
  }

  /** Whether the event is on and this duration reaches its threshold; JFR fills it. */
  public static boolean shouldCommit(long duration) {
    return false;
  }

  /** Writes the event. */
  public static void commit(
      long start,
      long duration,
      byte state,
      byte reason,
      Class<?> blocker,
      long waker,
      long wakeDelay,
      byte wakeKind,
      long timeout) {}
}
