package dev.loomtrace.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.TraceValidator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a trace can be read and makes sense.
 *
 * @param events how many events were checked
 * @param faultCount how many faults they have
 * @param faults the first of them
 * @param shown how many of those the text has
 * @param coverage of the trace
 */
public record ValidateAnswer(
    long events, long faultCount, List<TraceValidator.Fault> faults, int shown, Coverage coverage)
    implements Answer {
  /** Keeps a copy of the list. */
  public ValidateAnswer {
    faults = List.copyOf(faults);
  }

  /** What a validator found until the trace ended or broke off. */
  public static ValidateAnswer of(TraceValidator validator, int shown, Coverage coverage) {
    return new ValidateAnswer(
        validator.events(), validator.faultCount(), validator.faults(), shown, coverage);
  }

  /** The answer for what is no trace, or of which not even the first event can be read. */
  public static ValidateAnswer unreadable(Coverage coverage) {
    return new ValidateAnswer(0, 0, List.of(), 0, coverage);
  }

  @Override
  public boolean isGood() {
    return faultCount == 0 && coverage.fault().isEmpty();
  }

  @Override
  public void text(Text out) throws IOException {
    for (TraceValidator.Fault fault : faults.subList(0, Math.min(shown, faults.size()))) {
      out.line(fault.toString());
    }
    out.line(coverage.trace() + ": " + verdict());
  }

  private String verdict() {
    String checked = Quantities.count(events, "event");
    if (faultCount > 0) {
      return Quantities.count(faultCount, "fault") + " in " + checked;
    }
    return (coverage.fault().isEmpty() ? "valid, " : "valid until it breaks off, ") + checked;
  }

  /** All faults that were kept are in it, however many the text shows. */
  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeBooleanField("ok", isGood());
    json.writeNumberField("events", events);
    json.writeNumberField("errorCount", faultCount + (coverage.fault().isPresent() ? 1 : 0));
    json.writeArrayFieldStart("errors");
    for (TraceValidator.Fault fault : faults) {
      json.writeStartObject();
      json.writeNumberField("event", fault.event());
      json.writeNumberField("time", fault.time());
      json.writeStringField("message", fault.message());
      json.writeEndObject();
    }
    if (coverage.fault().isPresent()) {
      json.writeStartObject();
      if (coverage.fault().get().offset() != MalformedTraceException.NO_OFFSET) {
        json.writeNumberField("offset", coverage.fault().get().offset());
      }
      json.writeStringField("message", coverage.fault().get().message());
      json.writeEndObject();
    }
    json.writeEndArray();
    Json.repairs(json, coverage.repairs());
    coverage.json(json);
    json.writeEndObject();
  }

  @Override
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (!coverage.repairs().counts().isEmpty()) {
      remarks.add(Coverage.repaired(coverage.repairs()));
    }
    remarks.addAll(coverage.remarks());
    return remarks;
  }
}
