package dev.loomtrace.explorer.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.explorer.http.Refusal;
import dev.loomtrace.explorer.http.Reply;
import dev.loomtrace.explorer.http.Request;
import dev.loomtrace.explorer.trace.LoadedTrace;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.store.ListCursor;
import dev.loomtrace.trace.Context;
import java.io.IOException;
import java.util.Locale;

/** {@code logs}: what the program logged. */
final class LogsApi {
  private static final int USUAL = 200;
  private static final int MOST = 10_000;

  private LogsApi() {}

  static Reply logs(LoadedTrace trace, Request request) throws IOException, Refusal {
    Stretch stretch = Stretch.of(request, trace.time());
    String part = request.text("q").orElse("").toLowerCase(Locale.ROOT);
    int offset = request.number("offset", 0, 0, Integer.MAX_VALUE);
    int limit = request.number("limit", USUAL, 0, MOST);
    boolean toEnd = stretch.to() == trace.time().end();
    return Reply.json(
        json -> {
          SpanJson spans = new SpanJson(trace, json);
          ListCursor log = trace.store().listCursor();
          // What is logged with the last event is in the trace, too.
          log.between(SpanKind.LOG, stretch.from(), toEnd ? Long.MAX_VALUE : stretch.to());
          long found = 0;
          json.writeStartObject();
          json.writeArrayFieldStart("logs");
          while (log.next()) {
            if (part.isEmpty() || contains(log.message(), part) || contains(log.name(), part)) {
              if (found >= offset && found < (long) offset + limit) {
                write(trace, log, spans, json);
              }
              found++;
            }
          }
          json.writeEndArray();
          json.writeNumberField("total", found);
          json.writeBooleanField("more", found > (long) offset + limit);
          json.writeEndObject();
        });
  }

  private static boolean contains(String text, String part) {
    return text.toLowerCase(Locale.ROOT).contains(part);
  }

  private static void write(LoadedTrace trace, ListCursor log, SpanJson spans, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("time", trace.time().sinceStart(log.begin()));
    if (log.thread() != Context.NO_GOROUTINE) {
      spans.thread(log.thread(), log.begin());
    }
    if (TaskIds.isTask(log.id())) {
      TaskIds.write(json, "task", log.id());
    }
    json.writeStringField("category", log.name());
    json.writeStringField("text", log.message());
    json.writeEndObject();
  }
}
