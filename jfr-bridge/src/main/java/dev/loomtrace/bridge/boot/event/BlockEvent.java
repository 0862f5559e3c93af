package dev.loomtrace.bridge.boot.event;

import dev.loomtrace.event.EventNames;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** See {@link EventNames#VIRTUAL_THREAD_BLOCK}. JFR replaces the bodies of the static methods. */
@Name(EventNames.VIRTUAL_THREAD_BLOCK)
@Label("Virtual Thread Block")
@Description("A virtual thread waited, from unmount to mount")
@Category({"Loomtrace", "Scheduling"})
@Enabled
@StackTrace(false)
public final class BlockEvent extends Event {
  @Label("State")
  public byte state;

  @Label("Reason")
  public byte reason;

  @Label("Blocker Class")
  public Class<?> blocker;

  @Label("Carrier Before")
  public long carrier;

  @Label("Carrier After")
  public long endCarrier;

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

  private BlockEvent() {}

  /** Whether a recording enables the event. */
  public static boolean enabled() {
    return false;
  }

  /** Now, in ticks. */
  public static long timestamp() {
    return 0;
  }

  /** Writes the event. */
  public static void commit(
      long start,
      long duration,
      byte state,
      byte reason,
      Class<?> blocker,
      long carrier,
      long endCarrier,
      long waker,
      long wakeDelay,
      byte wakeKind,
      long timeout) {}
}
