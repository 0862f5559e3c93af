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

/** See {@link EventNames#VIRTUAL_THREAD_STATUS}. JFR replaces the bodies of the static methods. */
@Name(EventNames.VIRTUAL_THREAD_STATUS)
@Label("Virtual Thread Status")
@Description("What a live virtual thread does at the border of a chunk")
@Category({"Loomtrace", "Scheduling"})
@Enabled
@StackTrace(false)
@Period("everyChunk")
public final class StatusEvent extends Event {
  @Label("Thread")
  public long thread;

  @Label("State")
  public byte state;

  @Label("Reason")
  public byte reason;

  @Label("Blocker Class")
  public Class<?> blocker;

  @Label("Carrier")
  public long carrier;

  @Label("Since")
  @Timestamp(Timestamp.TICKS)
  public long since;

  @Label("Woken By")
  public long waker;

  @Label("Wake Delay")
  @Timespan(Timespan.TICKS)
  public long wakeDelay;

  @Label("Task Class")
  public Class<?> task;

  @Label("Stack Of The Thread")
  public String stack;

  @Label("Wake Kind")
  public byte wakeKind;

  @Label("Timeout")
  @Timespan(Timespan.NANOSECONDS)
  public long timeout;

  @Label("Lock Owner")
  public long owner;

  private StatusEvent() {}

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
      long since,
      long waker,
      long wakeDelay,
      Class<?> task,
      String stack,
      byte wakeKind,
      long timeout,
      long owner) {}
}
