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

/**
 * See {@link EventNames#VIRTUAL_THREAD_MONITOR_BLOCK}. JFR replaces the bodies of the static
 * methods.
 */
@Name(EventNames.VIRTUAL_THREAD_MONITOR_BLOCK)
@Label("Virtual Thread Monitor Block")
@Description("A virtual thread waited at a monitor, from unmount to mount; written by its carrier")
@Category({"Loomtrace", "Scheduling"})
@Enabled
@StackTrace(false)
public final class MonitorBlockEvent extends Event {
  @Label("Thread")
  public long thread;

  @Label("State")
  public byte state;

  @Label("Reason")
  public byte reason;

  @Label("Monitor Class")
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

  @Label("Stack Of The Thread")
  public String stack;

  @Label("Weight")
  @Description("Waiting time that this one stands for among those with a stack; 0: it has none")
  @Timespan(Timespan.TICKS)
  public long weight;

  private MonitorBlockEvent() {}

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
      long thread,
      byte state,
      byte reason,
      Class<?> blocker,
      long carrier,
      long endCarrier,
      long waker,
      long wakeDelay,
      byte wakeKind,
      String stack,
      long weight) {}
}
