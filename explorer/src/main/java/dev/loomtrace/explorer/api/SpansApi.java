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
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.ResourceKind;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** {@code spans}: what a row has in a stretch of time, one by one. */
final class SpansApi {
  private static final int USUAL = 2_000;
  private static final int MOST = 20_000;

  private SpansApi() {}

  static Reply spans(LoadedTrace trace, Request request) throws IOException, Refusal {
    RowId row = RowsApi.parsed(List.of(request.needed("row"))).getFirst();
    Stretch stretch = Stretch.of(request, trace.time());
    int limit = request.number("limit", USUAL, 1, MOST);
    return switch (row.kind()) {
      case THREAD -> {
        Track track = trace.threads().track(RowJson.threadOf(trace, row));
        yield Reply.json(json -> thread(trace, track, stretch, limit, json));
      }
      case CARRIER -> {
        Track track = RowJson.track(trace, row);
        yield Reply.json(json -> carrier(trace, track, stretch, limit, json));
      }
      case TASKS -> Reply.json(json -> tasks(trace, row.name(), stretch, limit, json));
      case RANGES -> Reply.json(json -> ranges(trace, stretch, limit, json));
      case GROUP, COUNTER -> throw Refusal.wrong("the row '" + row + "' has no spans of its own");
    };
  }

  private static void thread(
      LoadedTrace trace, Track track, Stretch stretch, int limit, JsonGenerator json)
      throws IOException {
    SpanJson spans = new SpanJson(trace, json);
    SpanCursor span = trace.store().cursor();
    span.between(track, stretch.from(), stretch.to());
    json.writeStartObject();
    boolean more =
        spans(
            json,
            limit,
            span::next,
            () -> {
              spans.openState(span);
              json.writeEndObject();
            });
    json.writeArrayFieldStart("regions");
    more |= regions(trace, track, stretch, limit, json);
    json.writeEndArray();
    json.writeBooleanField("more", more);
    json.writeEndObject();
  }

  private static boolean regions(
      LoadedTrace trace, Track track, Stretch stretch, int limit, JsonGenerator json)
      throws IOException {
    ListCursor region = trace.store().listCursor();
    region.between(SpanKind.REGION, stretch.from(), stretch.to());
    int count = 0;
    while (region.next()) {
      // An id that is used again is another thread.
      if (region.thread() == track.id()
          && region.end() > track.begin()
          && region.begin() < track.end()) {
        if (count++ == limit) {
          return true;
        }
        json.writeStartObject();
        json.writeNumberField("begin", trace.time().sinceStart(region.begin()));
        json.writeNumberField("end", trace.time().sinceStart(region.end()));
        json.writeStringField("name", region.name());
        if (TaskIds.isTask(region.id())) {
          TaskIds.write(json, "task", region.id());
        }
        json.writeNumberField("depth", region.parent());
        json.writeEndObject();
      }
    }
    return false;
  }

  private static void carrier(
      LoadedTrace trace, Track track, Stretch stretch, int limit, JsonGenerator json)
      throws IOException {
    SpanJson spans = new SpanJson(trace, json);
    SpanCursor span = trace.store().cursor();
    span.between(track, stretch.from(), stretch.to());
    list(
        json,
        limit,
        span::next,
        () -> {
          spans.open(span);
          json.writeStringField("state", SpanJson.word(span.state()));
          json.writeNumberField("thread", span.thread());
          json.writeStringField("label", spans.name(span.thread(), span.begin()));
          spans.cut(span);
          json.writeEndObject();
        });
  }

  private static void tasks(
      LoadedTrace trace, String name, Stretch stretch, int limit, JsonGenerator json)
      throws IOException {
    SpanJson spans = new SpanJson(trace, json);
    ListCursor task = trace.store().listCursor();
    task.between(SpanKind.TASK, stretch.from(), stretch.to());
    list(
        json,
        limit,
        () -> {
          while (task.next()) {
            if (task.name().equals(name)) {
              return true;
            }
          }
          return false;
        },
        () -> {
          spans.open(task);
          TaskIds.write(json, "task", task.id());
          json.writeStringField("label", name + " " + Long.toUnsignedString(task.id()));
          if (task.thread() != Context.NO_GOROUTINE) {
            json.writeNumberField("thread", task.thread());
          }
          spans.cut(task);
          json.writeEndObject();
        });
  }

  private static void ranges(LoadedTrace trace, Stretch stretch, int limit, JsonGenerator json)
      throws IOException {
    SpanJson spans = new SpanJson(trace, json);
    ListCursor range = trace.store().listCursor();
    range.between(SpanKind.RANGE, stretch.from(), stretch.to());
    list(
        json,
        limit,
        range::next,
        () -> {
          spans.open(range);
          json.writeStringField("label", range.name());
          json.writeStringField("scope", range.scope().name().toLowerCase(Locale.ROOT));
          if (range.scope() == ResourceKind.PROC) {
            json.writeNumberField("proc", range.id());
          } else if (range.scope() == ResourceKind.GOROUTINE) {
            spans.thread(range.id(), range.begin());
          }
          spans.cut(range);
          json.writeEndObject();
        });
  }

  private interface Next {
    boolean move() throws IOException;
  }

  private interface One {
    void write() throws IOException;
  }

  private static void list(JsonGenerator json, int limit, Next next, One one) throws IOException {
    json.writeStartObject();
    boolean more = spans(json, limit, next, one);
    json.writeArrayFieldStart("regions");
    json.writeEndArray();
    json.writeBooleanField("more", more);
    json.writeEndObject();
  }

  /** Writes spans up to a limit; whether there are more. */
  private static boolean spans(JsonGenerator json, int limit, Next next, One one)
      throws IOException {
    json.writeArrayFieldStart("spans");
    int count = 0;
    boolean more = false;
    while (!more && next.move()) {
      more = count++ == limit;
      if (!more) {
        one.write();
      }
    }
    json.writeEndArray();
    return more;
  }
}
