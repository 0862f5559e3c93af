package dev.loomtrace;

import dev.loomtrace.event.EventNames;
import jdk.jfr.Category;
import jdk.jfr.Contextual;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** See {@link EventNames#REGION}. */
@Name(EventNames.REGION)
@Label("Region")
@Description("A part of what one thread does")
@Category({"Loomtrace", "Application"})
@StackTrace(false)
final class RegionEvent extends Event implements Cloneable {
  @Label("Task Id")
  long taskId;

  @Label("Name")
  @Contextual
  String name;

  @Label("Begun By Thread")
  @Description("Java thread id of the thread that the region belongs to")
  long owner;

  @Label("Open")
  @Description("The region had not ended when this was written; it is written again when it ends")
  boolean open;

  /** Writes a copy: the original may be ended at this moment. */
  void announce() {
    try {
      RegionEvent copy =
          (RegionEvent) clone(); // With the time of its begin, which only JFR can set.
      copy.open = true;
      copy.end();
      copy.commit();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }
}
