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

/** See {@link EventNames#SCHEDULER}. JFR replaces the bodies of the static methods. */
@Name(EventNames.SCHEDULER)
@Label("Virtual Thread Scheduler")
@Description("The scheduler of virtual threads, and how the recorder fares")
@Category({"Loomtrace", "Scheduling"})
@Enabled
@StackTrace(false)
@Period("everyChunk")
public final class SchedulerEvent extends Event {
  @Label("Parallelism")
  public int parallelism;

  @Label("Maximum Pool Size")
  public int maxPoolSize;

  @Label("Details Lost")
  public long detailsLost;

  @Label("Errors Suppressed")
  public long errorsSuppressed;

  @Label("Events Lost")
  public long eventsLost;

  private SchedulerEvent() {}

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
      int parallelism,
      int maxPoolSize,
      long detailsLost,
      long errorsSuppressed,
      long eventsLost) {}
}
