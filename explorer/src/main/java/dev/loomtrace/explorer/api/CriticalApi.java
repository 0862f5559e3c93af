package dev.loomtrace.explorer.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.analysis.CriticalPath;
import dev.loomtrace.analysis.PathState;
import dev.loomtrace.analysis.PathUnit;
import dev.loomtrace.explorer.http.Refusal;
import dev.loomtrace.explorer.http.Reply;
import dev.loomtrace.explorer.http.Request;
import dev.loomtrace.explorer.trace.LoadedTrace;
import dev.loomtrace.report.SpanWords;
import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.timeline.store.ListCursor;
import dev.loomtrace.trace.Context;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** {@code critical}: who had to act at each moment for a thread or task to go on. */
final class CriticalApi {
  private CriticalApi() {}

  static Reply critical(LoadedTrace trace, Request request) throws IOException, Refusal {
    Optional<Long> task = TaskIds.of(request, "task");
    CriticalPath path = task.isPresent() ? ofTask(trace, task.get()) : ofThread(trace, request);
    return Reply.json(json -> write(trace, path, json));
  }

  private static CriticalPath ofTask(LoadedTrace trace, long task) throws IOException, Refusal {
    ListCursor known = trace.store().listCursor();
    String name = "task " + Long.toUnsignedString(task);
    if (!known.seekTask(task)) {
      throw Refusal.notFound("there is no " + name);
    }
    Optional<PathUnit> unit = trace.unit(task);
    if (unit.isEmpty()) {
      throw Refusal.notFound(
          name + " began before the recording or had not ended with it: its path is not known");
    }
    return CriticalPath.of(trace.store(), trace.stops(), trace.origins(), unit.get());
  }

  private static CriticalPath ofThread(LoadedTrace trace, Request request)
      throws IOException, Refusal {
    Optional<Long> from = request.number("from");
    int life = AtApi.life(trace, request, trace.time().afterStart(from.orElse(0L)));
    long begin = trace.threads().begin(life);
    long end = trace.threads().end(life);
    Stretch asked = Stretch.of(request, trace.time());
    // Without times it is the whole life; with them it is what was asked for.
    long first = from.isPresent() ? asked.from() : begin;
    long last = request.number("to").isPresent() ? asked.to() : end;
    if (last < first) {
      throw Refusal.wrong("'to' is before the thread began");
    }
    return CriticalPath.ofThread(
        trace.store(), trace.stops(), trace.origins(), trace.threads().id(life), first, last);
  }

  private static void write(LoadedTrace trace, CriticalPath path, JsonGenerator json)
      throws IOException {
    SpanJson spans = new SpanJson(trace, json);
    Set<Integer> threads = new LinkedHashSet<>();
    json.writeStartObject();
    json.writeArrayFieldStart("segments");
    for (CriticalPath.Segment segment : path.segments()) {
      json.writeStartObject();
      json.writeNumberField("begin", trace.time().sinceStart(segment.begin()));
      json.writeNumberField("end", trace.time().sinceStart(segment.end()));
      if (segment.thread() != Context.NO_GOROUTINE) {
        // One that had to begin first did so when the segment ended.
        boolean begun = trace.threads().of(segment.thread(), segment.begin()).isPresent();
        long time = begun ? segment.begin() : segment.end();
        spans.thread(segment.thread(), time);
        trace.threads().of(segment.thread(), time).ifPresent(threads::add);
      }
      json.writeStringField("state", state(segment.state()));
      if (!segment.cause().word().isEmpty()) {
        json.writeStringField("reason", segment.cause().word());
      }
      if (!segment.cause().resource().isEmpty()) {
        json.writeStringField("resource", segment.cause().resource());
      }
      json.writeStringField("label", SpanWords.of(segment));
      json.writeNumberField("depth", segment.depth());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("threads");
    RowJson rows = new RowJson(trace, json);
    for (int thread : threads) {
      rows.thread(thread);
    }
    json.writeEndArray();
    json.writeBooleanField("more", path.isCut());
    json.writeEndObject();
  }

  /** The word for what one did, where it is a state of threads that; else a word of its own. */
  private static String state(PathState state) {
    return switch (state) {
      case BLOCKED, HAND_OFF -> SpanJson.word(SpanState.WAITING);
      case BEFORE -> SpanJson.word(SpanState.UNKNOWN);
      case RUNNING, RUNNABLE, PINNED, UNKNOWN, STOPPED -> SpanWords.word(state);
    };
  }
}
