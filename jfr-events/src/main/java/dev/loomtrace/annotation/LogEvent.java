package dev.loomtrace.annotation;

import dev.loomtrace.event.EventNames;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** See {@link EventNames#LOG}. */
@Name(EventNames.LOG)
@Label("Log")
@Description("A message of the application")
@Category({"Loomtrace", "Application"})
@StackTrace(false)
public final class LogEvent extends Event {
  @Label("Task Id")
  long taskId;

  @Label("Category")
  String category;

  @Label("Message")
  String message;
}
