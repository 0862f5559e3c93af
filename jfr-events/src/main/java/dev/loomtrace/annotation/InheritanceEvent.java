package dev.loomtrace.annotation;

import dev.loomtrace.event.EventNames;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** See {@link EventNames#INHERITANCE}. */
@Name(EventNames.INHERITANCE)
@Label("Task Inheritance")
@Description("A thread is being created, and inherits the current task")
@Category({"Loomtrace", "Application"})
@StackTrace(false)
public final class InheritanceEvent extends Event {
  @Label("Task Id")
  long taskId;
}
