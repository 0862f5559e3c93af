package dev.loomtrace.tool;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.Repairs;
import dev.loomtrace.trace.TraceReader;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.ExitCode;

/**
 * How the reading of a trace went.
 *
 * @param file what was read
 * @param repairs what had to be mended, and what is known to be lost
 * @param fault where and why the trace breaks off, if it does; all before was read
 * @param covered how many bytes of it the events tell of, from its start; negative: not known
 */
record Reading(
    TraceFile file, Repairs repairs, Optional<MalformedTraceException> fault, long covered) {
  /** How the reading of a trace went that is over, with a fault if it broke off. */
  static Reading of(TraceFile file, TraceReader trace, Optional<MalformedTraceException> fault) {
    long offset = fault.map(MalformedTraceException::offset).orElse(trace.covered());
    long covered = trace.covered() < 0 ? offset : trace.covered();
    return new Reading(file, trace.repairs(), fault, covered);
  }

  /**
   * Writes a member {@code coverage}: what part of the input the results are of, as far as that is
   * known, and the fault that ended it.
   */
  void writeTo(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("coverage");
    if (covered >= 0) {
      json.writeNumberField("bytes", covered);
    }
    if (file.size() > 0) {
      json.writeNumberField("ofBytes", file.size());
    }
    if (fault.isPresent()) {
      json.writeStringField("fault", fault.get().getMessage());
    }
    json.writeEndObject();
  }

  /** Says what was wrong, after the results have been printed; returns the exit code. */
  int conclude(Console console) throws IOException {
    if (fault.isEmpty()) {
      return ExitCode.OK;
    }
    console.flush();
    console.say(file.label() + ": " + fault.get().getMessage());
    long size = file.size();
    String part =
        covered < 0
            ? ""
            : size > 0
                ? ", "
                    + Quantities.percent(covered, size)
                    + " of the file: "
                    + Quantities.count(covered)
                    + " of "
                    + Quantities.count(size, "byte")
                : ": the first " + Quantities.count(covered, "byte");
    console.say("the results are of what comes before that" + part);
    return ExitCode.SOFTWARE;
  }
}
