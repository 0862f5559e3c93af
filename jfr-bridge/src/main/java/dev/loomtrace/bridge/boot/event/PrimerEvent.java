package dev.loomtrace.bridge.boot.event;

import dev.loomtrace.event.EventNames;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** See {@link EventNames#PRIMER}. JFR replaces the bodies of the static methods. */
@Name(EventNames.PRIMER)
@Label("Primer")
@Description("Absorbs the loss of a carrier's first event; says nothing")
@Category({"Loomtrace", "Scheduling"})
@Enabled
@StackTrace(false)
public final class PrimerEvent extends Event {
  private PrimerEvent() {}

  /** Whether a recording enables the event. */
  public static boolean enabled() {
    return false;
  }

  /** Now, in ticks. */
  public static long timestamp() {
    return 0;
  }

  /** Writes the event. */
  public static void commit(long start, long duration) {}
}
