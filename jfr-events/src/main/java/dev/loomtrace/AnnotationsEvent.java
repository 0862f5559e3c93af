package dev.loomtrace;

import dev.loomtrace.event.EventNames;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;

/** See {@link EventNames#ANNOTATIONS}. */
@Name(EventNames.ANNOTATIONS)
@Label("Open Annotations")
@Description("Tasks and regions that are open; each is announced by an event of its own")
@Category({"Loomtrace", "Application"})
@StackTrace(false)
@Period("everyChunk")
final class AnnotationsEvent extends Event {
  @Label("Open Tasks And Threads With Open Regions")
  int announced;

  /** Announces all that is open. Called by whoever rotates chunks, under the recorder's lock. */
  static void announceOpen() {
    AnnotationsEvent event = new AnnotationsEvent();
    try {
      OpenSet.ANNOUNCED.forEach(
          node -> {
            node.announce();
            event.announced++;
          });
      event.commit();
    } catch (SecurityException e) {
      // A manager that came later, up to JDK 23. The next annotation reports it: not here, where
      // the application's logging would run under that lock.
    }
  }
}
