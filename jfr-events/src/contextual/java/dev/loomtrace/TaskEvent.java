package dev.loomtrace;

import dev.loomtrace.event.EventNames;
import jdk.jfr.Category;
import jdk.jfr.Contextual;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** See {@link EventNames#TASK}. */
@Name(EventNames.TASK)
@Label("Task")
@Description("A logical operation of the application, which may span threads")
@Category({"Loomtrace", "Application"})
@StackTrace(false)
final class TaskEvent extends Event implements Cloneable {
  @Label("Task Id")
  @Contextual
  long id;

  @Label("Parent Task Id")
  long parent;

  @Label("Name")
  @Contextual
  String name;

  @Label("Begun By Thread")
  @Description("Java thread id of the thread that began the task")
  long owner;

  @Label("Open")
  @Description("The task had not ended when this was written; it is written again when it ends")
  boolean open;

  /** Writes a copy: the original may be ended at this moment. */
  void announce() {
    try {
      TaskEvent copy = (TaskEvent) clone(); // With the time of its begin, which only JFR can set.
      copy.open = true;
      copy.end();
      copy.commit();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }
}
