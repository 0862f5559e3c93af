package dev.loomtrace.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.ExperimentalBatch;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.LockOwner;
import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.WakeKind;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;

/**
 * Writes each event as a line of JSON. What an event does not have is left out. If the trace breaks
 * off, {@link #end} adds a line that says where.
 */
public final class EventJson implements EventSink {
  private final Writer out;
  private final JsonGenerator json;

  /**
   * Lines that go there.
   *
   * @param out is flushed at the end, and stays open
   */
  public EventJson(Writer out) throws IOException {
    this.out = out;
    json = Json.lines(out);
  }

  /** Ends the last line, after one of the kind {@code coverage} if the trace breaks off. */
  public void end(Coverage coverage) throws IOException {
    if (coverage.fault().isPresent()) {
      json.writeStartObject();
      json.writeStringField("kind", "coverage");
      coverage.json(json);
      json.writeEndObject();
    }
    json.close();
    out.write('\n');
  }

  /** The name of a kind of event. */
  static String kind(EventKind kind) {
    return Json.name(kind);
  }

  @Override
  public void accept(EventView view) throws IOException {
    TraceEvent event = view.event();
    json.writeStartObject();
    json.writeStringField("kind", kind(event.kind()));
    json.writeNumberField("time", event.time());
    place("goroutine", event.context().goroutine(), Context.NO_GOROUTINE);
    place("proc", event.context().proc(), Context.NO_PROC);
    place("thread", event.context().thread(), Context.NO_THREAD);
    switch (event) {
      case TraceEvent.Sync e -> sync(e);
      case TraceEvent.Metric e -> {
        json.writeStringField("name", e.name());
        Json.unsigned(json, "value", e.value());
      }
      case TraceEvent.Label e -> {
        json.writeStringField("label", e.label());
        resource(e.resource(), e.id());
      }
      case TraceEvent.StackSample e -> {
        // All it has is its stack.
      }
      case TraceEvent.RangeBegin e -> range(e.name(), e.scope(), e.id());
      case TraceEvent.RangeActive e -> range(e.name(), e.scope(), e.id());
      case TraceEvent.RangeEnd e -> {
        range(e.name(), e.scope(), e.id());
        json.writeObjectFieldStart("attributes");
        for (TraceEvent.RangeAttribute attribute : e.attributes()) {
          Json.unsigned(json, attribute.name(), attribute.value());
        }
        json.writeEndObject();
      }
      case TraceEvent.TaskBegin e -> {
        task(e.id(), e.parent(), e.type());
        since(e.since(), e.time());
      }
      case TraceEvent.TaskEnd e -> task(e.id(), e.parent(), e.type());
      case TraceEvent.RegionBegin e -> {
        region(e.task(), e.type());
        since(e.since(), e.time());
      }
      case TraceEvent.RegionEnd e -> region(e.task(), e.type());
      case TraceEvent.Log e -> {
        Json.unsigned(json, "task", e.task());
        json.writeStringField("category", e.category());
        json.writeStringField("message", e.message());
      }
      case TraceEvent.GoTransition e -> transition(e);
      case TraceEvent.ProcTransition e -> {
        json.writeNumberField("id", e.proc());
        json.writeStringField("from", e.from().toString());
        json.writeStringField("to", e.to().toString());
      }
      case TraceEvent.Experimental e -> {
        json.writeStringField("name", e.name());
        json.writeObjectFieldStart("arguments");
        for (TraceEvent.Argument argument : e.arguments()) {
          Json.unsigned(json, argument.name(), argument.value());
        }
        json.writeEndObject();
      }
    }
    stack("stack", event.stack());
    json.writeEndObject();
  }

  private void sync(TraceEvent.Sync event) throws IOException {
    json.writeNumberField("number", event.number());
    if (event.clock().isPresent()) {
      json.writeStringField("wallTime", event.clock().get().wallTime().toString());
      json.writeNumberField("clockTime", event.clock().get().traceTime());
    }
    if (!event.experiments().isEmpty()) {
      json.writeObjectFieldStart("experiments");
      for (Map.Entry<String, List<ExperimentalBatch>> entry : event.experiments().entrySet()) {
        json.writeNumberField(entry.getKey(), entry.getValue().size());
      }
      json.writeEndObject();
    }
    if (!event.lockOwners().isEmpty()) {
      json.writeArrayFieldStart("lockOwners");
      for (LockOwner owner : event.lockOwners()) {
        json.writeStartObject();
        json.writeNumberField("goroutine", owner.waiter());
        json.writeNumberField("owner", owner.owner());
        json.writeNumberField("seen", owner.seen());
        json.writeBooleanField("limited", owner.limited());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
  }

  private void transition(TraceEvent.GoTransition event) throws IOException {
    json.writeNumberField("id", event.goroutine());
    json.writeStringField("from", event.from().toString());
    json.writeStringField("to", event.to().toString());
    since(event.since(), event.time());
    text("reason", event.cause().word());
    text("reasonText", event.cause().text());
    text("resource", event.cause().resource());
    if (event.waker().kind() != WakeKind.UNKNOWN) {
      json.writeStringField("wakeKind", Json.name(event.waker().kind()));
      place("waker", event.waker().thread(), Context.NO_GOROUTINE);
    }
    if (event.from() == GoState.NOT_EXIST) {
      json.writeStringField("threadKind", Json.name(event.thread().kind()));
      text("name", event.thread().name());
      text("start", event.thread().start().function());
    }
    stack("goroutineStack", event.goroutineStack());
    if (event.stackWeight() > 1) {
      json.writeNumberField("stackWeight", event.stackWeight());
    }
  }

  private void range(String name, ResourceKind scope, long id) throws IOException {
    json.writeStringField("name", name);
    resource(scope, id);
  }

  private void resource(ResourceKind kind, long id) throws IOException {
    json.writeStringField("scope", Json.name(kind));
    if (kind != ResourceKind.NONE) {
      json.writeNumberField("scopeId", id);
    }
  }

  private void task(long id, long parent, String type) throws IOException {
    Json.unsigned(json, "task", id);
    if (parent != EventView.NO_TASK) {
      Json.unsigned(json, "parent", parent);
    }
    json.writeStringField("type", type);
  }

  private void region(long task, String type) throws IOException {
    Json.unsigned(json, "task", task);
    json.writeStringField("type", type);
  }

  /** When what begins really began, if that was before the trace. */
  private void since(long since, long time) throws IOException {
    if (since != time) {
      json.writeNumberField("since", since);
    }
  }

  private void place(String name, long id, long none) throws IOException {
    if (id != none) {
      json.writeNumberField(name, id);
    }
  }

  private void text(String name, String text) throws IOException {
    if (!text.isEmpty()) {
      json.writeStringField(name, text);
    }
  }

  private void stack(String name, Stack stack) throws IOException {
    if (stack.isNone()) {
      return;
    }
    json.writeArrayFieldStart(name);
    for (Frame frame : stack.frames()) {
      json.writeStartObject();
      json.writeStringField("function", frame.function());
      json.writeStringField("file", frame.file());
      json.writeNumberField("line", frame.line());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
