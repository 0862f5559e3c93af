package dev.loomtrace.bridge.boot.event;

import dev.loomtrace.event.EventNames;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** See {@link EventNames#VIRTUAL_THREAD_RUN}. JFR replaces the bodies of the static methods. */
@Name(EventNames.VIRTUAL_THREAD_RUN)
@Label("Virtual Thread Life")
@Description("A virtual thread lived, from first mount to end")
@Category({"Loomtrace", "Scheduling"})
@Enabled
@StackTrace(false)
public final class RunEvent extends Event {
  @Label("First Carrier")
  public long carrier;

  @Label("Last Carrier")
  public long endCarrier;

  @Label("Thread")
  public long thread;

  @Label("Task Class")
  public Class<?> task;

  @Label("Name")
  public String name;

  private RunEvent() {}

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
      long carrier,
      long endCarrier,
      long thread,
      Class<?> task,
      String name) {}
}
