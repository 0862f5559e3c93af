package dev.loomtrace;

import dev.loomtrace.event.EventNames;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** See {@link EventNames#DUMP}. */
@Name(EventNames.DUMP)
@Label("Dump")
@Description("Somebody asked for what the flight recorder has")
@Category({"Loomtrace", "Application"})
@StackTrace(true)
final class DumpEvent extends Event {
  @Label("Reason")
  String reason;

  @Label("Task Id")
  long taskId;
}
