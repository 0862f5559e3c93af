package dev.loomtrace.explorer.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.explorer.http.Refusal;
import dev.loomtrace.explorer.http.Reply;
import dev.loomtrace.explorer.http.Request;
import dev.loomtrace.explorer.trace.LoadedTrace;
import dev.loomtrace.explorer.trace.RowId;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.store.ListCursor;
import dev.loomtrace.timeline.store.SpanCursor;
import dev.loomtrace.timeline.store.Track;
import dev.loomtrace.timeline.store.WakeCursor;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.Frame;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** {@code at}: all that is known of what a thread did at a moment. */
final class AtApi {
  private static final int MAX_WOKEN = 200;

  private AtApi() {}

  /** The life that a request means: of an id alone, the one that is nearest to a time. */
  static int life(LoadedTrace trace, Request request, long time) throws Refusal {
    String text = request.needed("thread");
    Optional<RowId> row = RowId.ofThread(text);
    Optional<Integer> life =
        row.isPresent() && row.get().life() == 0
            ? trace.threads().of(row.get().id(), time)
            : row.flatMap(trace.threads()::of);
    if (life.isEmpty()) {
      throw Refusal.notFound("there is no thread '" + text + "'");
    }
    return life.get();
  }

  static Reply at(LoadedTrace trace, Request request) throws IOException, Refusal {
    Optional<Long> since = request.number("time");
    if (since.isEmpty()) {
      throw Refusal.wrong("'time' is missing");
    }
    long time = trace.time().afterStart(since.get());
    int life = life(trace, request, time);
    Track track = trace.threads().track(life);
    if (time < track.begin() || time > track.end()) {
      throw Refusal.notFound("thread " + track.id() + " did not exist at this time");
    }
    SpanCursor span = trace.store().cursor();
    // When it ends, its last span does.
    if (!span.seek(track, Math.max(track.begin(), Math.min(time, track.end() - 1)))) {
      throw Refusal.notFound("what thread " + track.id() + " did took no time");
    }
    return Reply.json(
        json -> {
          json.writeStartObject();
          span(trace, span, json);
          json.writeFieldName("thread");
          new RowJson(trace, json).thread(life);
          task(trace, track, time, json);
          neighbours(trace, track, span, json);
          creator(trace, track, json);
          json.writeEndObject();
        });
  }

  private static void span(LoadedTrace trace, SpanCursor span, JsonGenerator json)
      throws IOException {
    SpanJson spans = new SpanJson(trace, json);
    json.writeFieldName("span");
    spans.openState(span);
    json.writeArrayFieldStart("stack");
    for (Frame frame : span.place().frames()) {
      json.writeStartObject();
      json.writeStringField("function", frame.function());
      json.writeStringField("file", frame.file());
      json.writeNumberField("line", frame.line());
      json.writeStringField("origin", trace.origins().of(frame).name().toLowerCase(Locale.ROOT));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("stackWeight", span.stackWeight());
    json.writeEndObject();
    json.writeArrayFieldStart("woke");
    WakeCursor wake = trace.store().wakeCursor();
    wake.between(span.thread(), span.begin(), span.end());
    int woken = 0;
    while (woken < MAX_WOKEN && wake.next()) {
      woken++;
      json.writeStartObject();
      json.writeNumberField("time", trace.time().sinceStart(wake.time()));
      spans.thread(wake.woken(), wake.time());
      json.writeEndObject();
    }
    boolean more = woken == MAX_WOKEN && wake.next();
    json.writeEndArray();
    if (more) {
      json.writeBooleanField("wokeMore", true);
    }
  }

  /** The task that a thread worked on, as far as its regions and the tasks it began say. */
  private static void task(LoadedTrace trace, Track track, long time, JsonGenerator json)
      throws IOException {
    Optional<Long> task = ofRegion(trace, track, time).or(() -> ofBegun(trace, track, time));
    ListCursor found = trace.store().listCursor();
    if (task.isPresent() && found.seekTask(task.get())) {
      json.writeObjectFieldStart("task");
      TaskIds.write(json, "id", found.id());
      json.writeStringField("name", found.name());
      json.writeEndObject();
    }
  }

  private static Optional<Long> ofRegion(LoadedTrace trace, Track track, long time) {
    Optional<Long> task = Optional.empty();
    long depth = -1;
    ListCursor region = trace.store().listCursor();
    region.between(SpanKind.REGION, time, time + 1);
    while (region.next()) {
      if (region.thread() == track.id() && TaskIds.isTask(region.id()) && region.parent() > depth) {
        depth = region.parent();
        task = Optional.of(region.id());
      }
    }
    return task;
  }

  private static Optional<Long> ofBegun(LoadedTrace trace, Track track, long time) {
    Optional<Long> task = Optional.empty();
    long latest = Long.MIN_VALUE;
    ListCursor begun = trace.store().listCursor();
    begun.between(SpanKind.TASK, time, time + 1);
    while (begun.next()) {
      if (begun.thread() == track.id() && begun.begin() >= Math.max(latest, track.begin())) {
        latest = begun.begin();
        task = Optional.of(begun.id());
      }
    }
    return task;
  }

  private static void neighbours(
      LoadedTrace trace, Track track, SpanCursor span, JsonGenerator json) throws IOException {
    SpanCursor other = trace.store().cursor();
    if (span.begin() > track.begin() && other.seek(track, span.begin() - 1)) {
      json.writeNumberField("previous", trace.time().sinceStart(other.begin()));
    }
    if (span.end() < track.end() && other.seek(track, span.end())) {
      json.writeNumberField("next", trace.time().sinceStart(other.begin()));
    }
  }

  private static void creator(LoadedTrace trace, Track track, JsonGenerator json)
      throws IOException {
    if (track.creator() != Context.NO_GOROUTINE) {
      json.writeObjectFieldStart("creator");
      new SpanJson(trace, json).thread(track.creator(), track.begin());
      json.writeEndObject();
    }
  }
}
