package dev.loomtrace.tool;

import dev.loomtrace.report.Coverage;
import dev.loomtrace.report.ValidateAnswer;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.TraceValidator;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks a trace. */
@Command(
    name = "validate",
    description = {
      "Check that a trace can be read and makes sense.",
      "",
      "Goroutines, procs, tasks, regions and ranges must change only in possible ways."
    },
    footer = {"", "Example:", "  loomtrace validate -v trace.out"})
final class ValidateCommand implements Callable<Integer> {
  private static final int SHOWN = 10;

  private final Console console;

  @Option(
      names = "-v",
      description = "Print all faults that were kept (" + TraceValidator.MAX_FAULTS + " at most).")
  private boolean verbose;

  @Option(names = "--json", description = "Print JSON, with all faults that were kept.")
  private boolean json;

  @Parameters(paramLabel = "FILE", description = "JFR recording or Go trace, or -.")
  private TraceFile file;

  ValidateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    int shown = verbose ? TraceValidator.MAX_FAULTS : SHOWN;
    try {
      return console.show(
          file.use(
              console,
              trace -> {
                TraceValidator validator = new TraceValidator(trace.threadsAreKnown());
                Coverage coverage = file.read(trace, validator);
                return ValidateAnswer.of(validator, shown, coverage);
              }),
          json);
    } catch (UserDataException e) {
      // That a file is no trace is an answer, too.
      if (json && e.getCause() instanceof MalformedTraceException fault) {
        return console.show(
            ValidateAnswer.unreadable(Coverage.none(file.label(), fault, file.size())), true);
      }
      throw e;
    }
  }
}
