package dev.loomtrace.annotation;

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
public final class RegionEvent extends Event implements Cloneable {
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

  /** A copy, with the start time, which only JFR can set. */
  RegionEvent copy() {
    try {
      return (RegionEvent) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }
}
