package dev.loomtrace.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.analysis.ThreadResult;
import dev.loomtrace.trace.Context;
import java.io.IOException;
import java.util.Map;

/** A thread's life, as JSON. */
final class ThreadJson {
  private final JsonGenerator json;
  private final TraceClock clock;

  /** Writes threads. */
  ThreadJson(JsonGenerator json, TraceClock clock) {
    this.json = json;
    this.clock = clock;
  }

  /** Writes a thread, as members of the object that is being written. */
  void members(ThreadResult thread) throws IOException {
    json.writeNumberField("thread", thread.id());
    json.writeStringField("kind", Json.name(thread.kind()));
    json.writeStringField("name", thread.name());
    json.writeStringField("group", thread.group());
    if (thread.creator() != Context.NO_GOROUTINE) {
      json.writeNumberField("creator", thread.creator());
    }
    clock.json(json, thread.begin());
    json.writeBooleanField("beganBefore", thread.beganBefore());
    json.writeBooleanField("ended", thread.ended());
    new TaskJson(json, clock, false).times(thread.time());
    ranges(json, thread.ranges());
  }

  /** Writes times in ranges as a member. */
  static void ranges(JsonGenerator json, Map<String, Long> ranges) throws IOException {
    json.writeObjectFieldStart("nanosInRanges");
    for (Map.Entry<String, Long> range : ranges.entrySet()) {
      json.writeNumberField(range.getKey(), range.getValue());
    }
    json.writeEndObject();
  }
}
