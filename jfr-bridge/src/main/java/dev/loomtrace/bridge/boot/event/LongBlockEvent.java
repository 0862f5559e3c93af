package dev.loomtrace.bridge.boot.event;

import dev.loomtrace.event.EventNames;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.SettingDefinition;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;

/**
 * See {@link EventNames#VIRTUAL_THREAD_LONG_BLOCK}. JFR replaces the bodies of the static methods.
 */
@Name(EventNames.VIRTUAL_THREAD_LONG_BLOCK)
@Label("Virtual Thread Long Block")
@Description("A virtual thread waited, from unmount to mount: all long waits, a sample of others")
@Category({"Loomtrace", "Scheduling"})
@Enabled
@StackTrace(true)
@Threshold("10 ms")
public final class LongBlockEvent extends Event {
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

  @Label("Weight")
  @Description("Waiting time that this one stands for among those with a stack")
  @Timespan(Timespan.TICKS)
  public long weight;

  @Label("Timeout")
  @Timespan(Timespan.NANOSECONDS)
  public long timeout;

  private LongBlockEvent() {}

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
      long carrier,
      long endCarrier,
      long waker,
      long wakeDelay,
      byte wakeKind,
      long weight,
      long timeout) {}

  /** Which of the waits below the threshold are recorded all the same, by JFR's wish. */
  @Name("sampling")
  @Label("Sampling")
  @SettingDefinition
  boolean sampled(Sampling sampling) {
    return true; // Never asked: the event is written by the static methods.
  }
}
