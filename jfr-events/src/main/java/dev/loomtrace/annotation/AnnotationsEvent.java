package dev.loomtrace.annotation;

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
public final class AnnotationsEvent extends Event {
  @Label("Open Tasks And Threads With Open Regions")
  int announced;

  /** Announces everything open. Called by the thread that rotates chunks, under JFR's lock. */
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
      // A manager that was set later, up to JDK 23. The next annotation reports it: here the
      // application's logging would run under that lock.
    }
  }
}
