package dev.loomtrace.bridge.boot.event;

import dev.loomtrace.event.EventNames;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** See {@link EventNames#VIRTUAL_THREAD_START}. JFR replaces the bodies of the static methods. */
@Name(EventNames.VIRTUAL_THREAD_START)
@Label("Virtual Thread First Mount")
@Description("A virtual thread ran for the first time; written when it waits for the first time")
@Category({"Loomtrace", "Scheduling"})
@Enabled
@StackTrace(false)
public final class StartEvent extends Event {
  @Label("Carrier")
  public long carrier;

  @Label("Task Class")
  public Class<?> task;

  @Label("Thread")
  public long thread;

  private StartEvent() {}

  /** Whether a recording enables the event. */
  public static boolean enabled() {
    return false;
  }

  /** Now, in ticks. */
  public static long timestamp() {
    return 0;
  }

  /** Writes the event. */
  public static void commit(long start, long duration, long carrier, Class<?> task, long thread) {}
}
