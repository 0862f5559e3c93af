package dev.loomtrace.tool;

import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.Repairs;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.ExitCode;

/**
 * How the reading of a trace went.
 *
 * @param file what was read
 * @param repairs what had to be mended, and what is known to be lost
 * @param fault where and why the trace breaks off, if it does; all before was read
 */
record Reading(TraceFile file, Repairs repairs, Optional<MalformedTraceException> fault) {
  /** Says what was wrong, after the results have been printed; returns the exit code. */
  int conclude(Console console) throws IOException {
    if (fault.isEmpty()) {
      return ExitCode.OK;
    }
    console.flush();
    console.say(file.label() + ": " + fault.get().getMessage());
    long size = file.size();
    String part =
        size > 0 && fault.get().offset() != MalformedTraceException.NO_OFFSET
            ? ", " + Quantities.percent(fault.get().offset(), size) + " of the file"
            : "";
    console.say("the results are of what comes before that" + part);
    return ExitCode.SOFTWARE;
  }
}
