package dev.loomtrace.bridge.boot.event;

import dev.loomtrace.event.EventNames;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** See {@link EventNames#VIRTUAL_THREAD_CREATE}. JFR replaces the bodies of the static methods. */
@Name(EventNames.VIRTUAL_THREAD_CREATE)
@Label("Virtual Thread Create")
@Description("A virtual thread was started by this thread")
@Category({"Loomtrace", "Scheduling"})
@Enabled
@StackTrace(false)
public final class CreateEvent extends Event {
  @Label("New Thread")
  public long thread;

  private CreateEvent() {}

  /** Whether a recording enables the event. */
  public static boolean enabled() {
    return false;
  }

  /** Now, in ticks. */
  public static long timestamp() {
    return 0;
  }

  /** Writes the event. */
  public static void commit(long start, long duration, long thread) {}
}
