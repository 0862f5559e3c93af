package dev.loomtrace.recorder;

import dev.loomtrace.event.EventNames;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** See {@link EventNames#TRIGGER}. */
@Name(EventNames.TRIGGER)
@Label("Trigger")
@Description("A trigger of the flight recorder fired")
@Category({"Loomtrace", "Application"})
@StackTrace(true)
public final class TriggerEvent extends Event {
  @Label("Condition")
  String condition;

  @Label("Culprit")
  long thread;

  @Label("Task Id")
  long taskId;

  @Label("Name")
  String name;

  @Label("Lasted")
  @Timespan(Timespan.NANOSECONDS)
  long lasted;

  @Label("Limit")
  @Timespan(Timespan.NANOSECONDS)
  long limit;

  @Label("Suppressed")
  long suppressed;

  /** An event that says this. */
  static TriggerEvent of(Cause cause) {
    TriggerEvent event = new TriggerEvent();
    event.condition = cause.trigger();
    event.thread = cause.thread();
    event.taskId = cause.taskId();
    event.name = cause.name();
    event.lasted = cause.lasted();
    event.limit = cause.limit();
    event.suppressed = cause.suppressed();
    return event;
  }
}
