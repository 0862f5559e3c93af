package dev.loomtrace.explorer.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.analysis.CodePlaces;
import dev.loomtrace.explorer.trace.LoadedTrace;
import dev.loomtrace.report.SpanWords;
import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.WakeKind;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** Writes spans as JSON. For one request. */
final class SpanJson {
  private final LoadedTrace trace;
  private final JsonGenerator json;
  private final CodePlaces places;

  SpanJson(LoadedTrace trace, JsonGenerator json) {
    this.trace = trace;
    this.json = json;
    this.places = new CodePlaces(trace.origins());
  }

  static String word(SpanState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /** Writes what all spans begin with; the object stays open. */
  void open(SpanView span) throws IOException {
    json.writeStartObject();
    json.writeNumberField("begin", trace.time().sinceStart(span.begin()));
    json.writeNumberField("end", trace.time().sinceStart(span.end()));
  }

  /** Writes whether a span is cut by the trace's borders. */
  void cut(SpanView span) throws IOException {
    if (span.open()) {
      json.writeBooleanField("open", true);
    }
    if (span.beganBefore()) {
      json.writeBooleanField("beganBefore", true);
    }
  }

  /** Writes a span of a thread; the object stays open. */
  void openState(SpanView span) throws IOException {
    open(span);
    json.writeStringField("state", word(span.state()));
    if (!span.cause().word().isEmpty()) {
      json.writeStringField("reason", span.cause().word());
    }
    if (!span.cause().resource().isEmpty()) {
      json.writeStringField("resource", span.cause().resource());
    }
    json.writeStringField(
        "label", SpanWords.of(span.state(), span.cause(), places.of(span.place())));
    waker(span);
    if (span.proc() != Context.NO_PROC) {
      json.writeNumberField("proc", span.proc());
    }
    cut(span);
  }

  private void waker(SpanView span) throws IOException {
    if (span.wakeKind() == WakeKind.UNKNOWN && span.wakerThread() == Context.NO_GOROUTINE) {
      return;
    }
    json.writeObjectFieldStart("waker");
    if (span.wakerThread() != Context.NO_GOROUTINE) {
      thread(span.wakerThread(), span.end());
    }
    json.writeStringField("kind", span.wakeKind().word());
    json.writeEndObject();
  }

  /** Writes a thread, as members {@code thread} and {@code name} of an object. */
  void thread(long id, long time) throws IOException {
    json.writeNumberField("thread", id);
    json.writeStringField("name", name(id, time));
  }

  /** What the thread of an id is called at a time. */
  String name(long id, long time) {
    Optional<Integer> life = trace.threads().of(id, time);
    return life.map(thread -> RowJson.label(trace, thread)).orElse(String.valueOf(id));
  }
}
