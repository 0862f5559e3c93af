package dev.loomtrace.recorder;

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
@Description("A dump of the flight recorder was requested")
@Category({"Loomtrace", "Application"})
@StackTrace(true)
public final class DumpEvent extends Event {
  @Label("Reason")
  String reason;

  @Label("Task Id")
  long taskId;
}
