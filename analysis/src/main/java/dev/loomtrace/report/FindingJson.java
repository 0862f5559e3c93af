package dev.loomtrace.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.analysis.finding.Evidence;
import dev.loomtrace.analysis.finding.Finding;
import dev.loomtrace.analysis.finding.Measure;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.Stack;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is wrong, for programs. */
final class FindingJson {
  private FindingJson() {}

  /**
   * Writes all as a member {@code findings}.
   *
   * @param file what the trace is called in commands
   */
  static void write(JsonGenerator json, List<Finding> findings, String file) throws IOException {
    json.writeArrayFieldStart("findings");
    for (Finding finding : findings) {
      json.writeStartObject();
      json.writeStringField("kind", Json.name(finding.kind()));
      json.writeStringField("severity", Json.name(finding.severity()));
      json.writeStringField("text", FindingText.sentence(finding));
      json.writeStringField("what", finding.what());
      if (finding.place().isPresent()) {
        Json.place(json, finding.place().get(), Stack.NONE);
      }
      json.writeNumberField("count", finding.count());
      json.writeNumberField("totalNanos", finding.nanos());
      for (Map.Entry<Measure, Long> measure : new TreeMap<>(finding.measures()).entrySet()) {
        json.writeNumberField(Json.name(measure.getKey()), measure.getValue());
      }
      json.writeArrayFieldStart("evidence");
      for (Evidence row : finding.evidence()) {
        write(json, row);
      }
      json.writeEndArray();
      json.writeStringField("command", FindingText.command(finding, file));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, Evidence row) throws IOException {
    json.writeStartObject();
    json.writeStringField("role", Json.name(row.role()));
    if (!row.name().isEmpty()) {
      json.writeStringField("name", row.name());
    }
    if (row.role() == Evidence.Role.TASK) {
      Json.unsigned(json, "task", row.id());
    } else if (row.id() != Context.NO_GOROUTINE) {
      json.writeNumberField("goroutine", row.id());
    }
    if (row.place().isPresent()) {
      Json.place(json, row.place().get(), Stack.NONE);
    }
    json.writeNumberField("count", row.count());
    json.writeNumberField("totalNanos", row.nanos());
    json.writeEndObject();
  }
}
