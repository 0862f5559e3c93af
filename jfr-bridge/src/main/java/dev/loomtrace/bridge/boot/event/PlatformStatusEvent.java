package dev.loomtrace.bridge.boot.event;

import dev.loomtrace.event.EventNames;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import jdk.jfr.Timestamp;

/** See {@link EventNames#PLATFORM_THREAD_STATUS}. JFR replaces the bodies of the static methods. */
@Name(EventNames.PLATFORM_THREAD_STATUS)
@Label("Platform Thread Status")
@Description("What a live platform thread does at the border of a chunk")
@Category({"Loomtrace", "Scheduling"})
@Enabled
@StackTrace(false)
@Period("everyChunk")
public final class PlatformStatusEvent extends Event {
  @Label("Thread")
  public long thread;

  @Label("State")
  public byte state;

  @Label("Blocker Class")
  public Class<?> blocker;

  @Label("Is Carrier")
  public long carrier;

  @Label("CPU Time")
  @Timespan(Timespan.NANOSECONDS)
  public long cpuTime;

  @Label("Reason")
  public byte reason;

  @Label("Since")
  @Timestamp(Timestamp.TICKS)
  public long since;

  @Label("Timeout")
  @Timespan(Timespan.NANOSECONDS)
  public long timeout;

  @Label("Stack Of The Thread")
  public String stack;

  @Label("Lock Owner")
  public long owner;

  private PlatformStatusEvent() {}

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
      Class<?> blocker,
      long carrier,
      long cpuTime,
      byte reason,
      long since,
      long timeout,
      String stack,
      long owner) {}
}
