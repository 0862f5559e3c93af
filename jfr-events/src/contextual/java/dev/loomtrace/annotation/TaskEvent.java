package dev.loomtrace.annotation;

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
public final class TaskEvent extends Event implements Cloneable {
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

  @Label("External Id")
  @Description("Id of the task outside this JVM, such as that of a span; null: none")
  String externalId;

  @Label("Attributes")
  @Description("One key=value a line, with escapes; null: none")
  String attributes;

  /** A copy, with the start time, which only JFR can set. */
  TaskEvent copy() {
    try {
      return (TaskEvent) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }
}
