package dev.loomtrace.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.trace.SourceEvents;
import java.io.IOException;

/**
 * What events a file holds in the words of its own format, and how many of each have a place in the
 * trace.
 *
 * @param coverage of the trace
 */
public record EventTypesAnswer(Coverage coverage) implements Answer {
  @Override
  public boolean isEmpty() {
    return coverage.source().types().isEmpty();
  }

  @Override
  public void text(Text out) throws IOException {
    if (isEmpty()) {
      out.line(coverage.trace() + ": each event of the file has its place in the trace");
      return;
    }
    Table table = new Table("<type of event", "events", "have no place here");
    for (SourceEvents.Type type : coverage.source().types()) {
      table.row(
          type.name(),
          Quantities.count(type.count()),
          type.leftOut() == 0 ? "" : Quantities.count(type.leftOut()));
    }
    table.row(
        "all",
        Quantities.count(coverage.source().count()),
        Quantities.count(coverage.source().leftOut()));
    table.print(out, "");
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeBooleanField("recorder", coverage.source().recorder());
    json.writeArrayFieldStart("types");
    for (SourceEvents.Type type : coverage.source().types()) {
      json.writeStartObject();
      json.writeStringField("type", type.name());
      json.writeNumberField("count", type.count());
      json.writeNumberField("leftOut", type.leftOut());
      json.writeEndObject();
    }
    json.writeEndArray();
    coverage.json(json);
    json.writeEndObject();
  }
}
