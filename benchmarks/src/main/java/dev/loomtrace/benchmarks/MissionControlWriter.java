package dev.loomtrace.benchmarks;

import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.Stack;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.openjdk.jmc.flightrecorder.writer.api.Recording;
import org.openjdk.jmc.flightrecorder.writer.api.Recordings;
import org.openjdk.jmc.flightrecorder.writer.api.Type;
import org.openjdk.jmc.flightrecorder.writer.api.TypeStructureBuilder;
import org.openjdk.jmc.flightrecorder.writer.api.TypedValue;
import org.openjdk.jmc.flightrecorder.writer.api.TypedValueBuilder;
import org.openjdk.jmc.flightrecorder.writer.api.Types;

/**
 * Writes each event of a trace as one JFR event with Mission Control's writer: with the fields that
 * {@code JfrTraceWriter} gives it, but without the events of the JDK that the latter adds. Values
 * of stacks and threads are made once for each chunk.
 */
final class MissionControlWriter implements EventSink, Closeable {
  private final Recording recording;
  private final Map<EventKind, Type> types = new EnumMap<>(EventKind.class);
  private final Map<Stack, TypedValue> stacks = new HashMap<>();
  private final Map<Long, TypedValue> threads = new HashMap<>();
  private boolean begun;

  MissionControlWriter(OutputStream out) {
    recording = Recordings.newRecording(out, settings -> settings.withJdkTypeInitialization());
    register(EventKind.SYNC, "Sync", type -> numbers(type, "number"));
    register(EventKind.METRIC, "Metric", type -> numbers(texts(type, "name"), "value"));
    register(EventKind.LABEL, "Label", type -> numbers(texts(type, "label", "scope"), "id"));
    register(EventKind.STACK_SAMPLE, "StackSample", type -> {});
    for (EventKind range :
        new EventKind[] {EventKind.RANGE_BEGIN, EventKind.RANGE_ACTIVE, EventKind.RANGE_END}) {
      register(range, range.name(), type -> numbers(texts(type, "name", "scope"), "id"));
    }
    for (EventKind task : new EventKind[] {EventKind.TASK_BEGIN, EventKind.TASK_END}) {
      register(task, task.name(), type -> numbers(texts(type, "name"), "id", "parent"));
    }
    for (EventKind region : new EventKind[] {EventKind.REGION_BEGIN, EventKind.REGION_END}) {
      register(region, region.name(), type -> numbers(texts(type, "name"), "task"));
    }
    register(EventKind.LOG, "Log", type -> numbers(texts(type, "category", "message"), "task"));
    register(
        EventKind.GO_TRANSITION,
        "GoroutineState",
        type ->
            numbers(texts(type, "from", "to", "reason", "waitReason"), "id")
                .addField("goroutineStack", Types.JDK.STACK_TRACE));
    register(
        EventKind.PROC_TRANSITION, "ProcState", type -> numbers(texts(type, "from", "to"), "id"));
  }

  private void register(EventKind kind, String name, Consumer<TypeStructureBuilder> own) {
    types.put(
        kind,
        recording.registerEventType(
            "benchmark." + name,
            type -> {
              numbers(type, "goroutine", "proc", "thread");
              own.accept(type);
            }));
  }

  private static TypeStructureBuilder numbers(TypeStructureBuilder type, String... names) {
    for (String name : names) {
      type.addField(name, Types.Builtin.LONG);
    }
    return type;
  }

  private static TypeStructureBuilder texts(TypeStructureBuilder type, String... names) {
    for (String name : names) {
      type.addField(name, Types.Builtin.STRING);
    }
    return type;
  }

  @Override
  public void accept(EventView e) throws IOException {
    if (e.kind() == EventKind.SYNC) {
      if (begun) {
        recording.rotateChunk();
        stacks.clear();
        threads.clear();
      }
      begun = true;
    }
    Type type = types.get(e.kind());
    if (type != null) {
      recording.writeEvent(type.asValue(value -> fill(value, e)));
    }
  }

  private void fill(TypedValueBuilder value, EventView e) {
    value.putField("startTime", e.time());
    TypedValue thread = thread(e);
    if (thread != null) {
      value.putField("eventThread", thread);
    }
    if (!e.stack().isNone()) {
      value.putField("stackTrace", stack(e.stack()));
    }
    value.putField("goroutine", e.goroutine());
    value.putField("proc", e.proc());
    value.putField("thread", e.thread());
    switch (e.kind()) {
      case SYNC -> value.putField("number", e.syncNumber());
      case METRIC -> value.putField("name", e.metricName()).putField("value", e.metricValue());
      case LABEL ->
          value
              .putField("label", e.label())
              .putField("scope", e.labelledKind().name())
              .putField("id", e.labelledId());
      case RANGE_BEGIN, RANGE_ACTIVE, RANGE_END ->
          value
              .putField("name", e.rangeName())
              .putField("scope", e.scopeKind().name())
              .putField("id", e.scopeId());
      case TASK_BEGIN, TASK_END ->
          value
              .putField("name", e.type())
              .putField("id", e.task())
              .putField("parent", e.parentTask());
      case REGION_BEGIN, REGION_END -> value.putField("name", e.type()).putField("task", e.task());
      case LOG ->
          value
              .putField("category", e.category())
              .putField("message", e.message())
              .putField("task", e.task());
      case GO_TRANSITION -> {
        value
            .putField("from", e.goFrom().name())
            .putField("to", e.goTo().name())
            .putField("reason", e.cause().text())
            .putField("waitReason", e.cause().reason().name())
            .putField("id", e.resourceId());
        if (!e.goroutineStack().isNone()) {
          value.putField("goroutineStack", stack(e.goroutineStack()));
        }
      }
      case PROC_TRANSITION ->
          value
              .putField("from", e.procFrom().name())
              .putField("to", e.procTo().name())
              .putField("id", e.resourceId());
      case STACK_SAMPLE, EXPERIMENTAL -> {
        // Nothing of their own.
      }
    }
  }

  private TypedValue thread(EventView e) {
    boolean known = e.goroutine() != Context.NO_GOROUTINE;
    if (!known && e.thread() == Context.NO_THREAD) {
      return null;
    }
    long id = known ? e.goroutine() : (1L << 30) + e.thread();
    TypedValue value = threads.get(id);
    if (value == null) {
      String name = (known ? "goroutine " : "thread (M) ") + id;
      value =
          recording
              .getType(Types.JDK.THREAD)
              .asValue(
                  thread ->
                      thread
                          .putField("osName", name)
                          .putField("osThreadId", id)
                          .putField("javaName", name)
                          .putField("javaThreadId", id));
      threads.put(id, value);
    }
    return value;
  }

  private TypedValue stack(Stack stack) {
    TypedValue value = stacks.get(stack);
    if (value == null) {
      TypedValue[] frames = stack.frames().stream().map(this::frame).toArray(TypedValue[]::new);
      value =
          recording
              .getType(Types.JDK.STACK_TRACE)
              .asValue(trace -> trace.putField("truncated", false).putField("frames", frames));
      stacks.put(stack, value);
    }
    return value;
  }

  private TypedValue frame(Frame frame) {
    return recording
        .getType(Types.JDK.STACK_FRAME)
        .asValue(
            value ->
                value
                    .putField(
                        "method",
                        method ->
                            method.putField(
                                "name", name -> name.putField("string", frame.function())))
                    .putField("lineNumber", (int) frame.line())
                    .putField("bytecodeIndex", 0));
  }

  @Override
  public void close() throws IOException {
    recording.close();
  }
}
