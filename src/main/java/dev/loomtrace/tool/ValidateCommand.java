package dev.loomtrace.tool;

import dev.loomtrace.trace.TraceValidator;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks a trace. */
@Command(
    name = "validate",
    description = {
      "Check that a trace can be read and makes sense.",
      "",
      "Goroutines, procs, tasks, regions and ranges must change only as they can."
    },
    footer = {"", "Example:", "  loomtrace validate -v trace.out"})
final class ValidateCommand implements Callable<Integer> {
  private static final int SHOWN = 10;

  private final Console console;

  @Option(
      names = "-v",
      description = "Print all faults that were kept (" + TraceValidator.MAX_FAULTS + " at most).")
  private boolean verbose;

  @Parameters(paramLabel = "FILE", description = "JFR recording or Go trace, or -.")
  private TraceFile file;

  ValidateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return file.use(
        console,
        trace -> {
          TraceValidator validator = new TraceValidator(trace.threadsAreKnown());
          return report(validator, file.read(trace, validator));
        });
  }

  private int report(TraceValidator validator, Reading reading) throws IOException {
    Text out = console.out();
    List<TraceValidator.Fault> faults = validator.faults();
    for (TraceValidator.Fault fault :
        faults.subList(0, verbose ? faults.size() : Math.min(SHOWN, faults.size()))) {
      out.line(fault.toString());
    }
    String events = Quantities.count(validator.events(), "event");
    out.line(
        file.label()
            + (validator.faultCount() == 0
                ? (reading.fault().isEmpty() ? ": valid, " : ": valid until it breaks off, ")
                    + events
                : ": " + Quantities.count(validator.faultCount(), "fault") + " in " + events));
    if (!reading.repairs().counts().isEmpty()) {
      console.say("mended or lost: " + reading.repairs());
    }
    int code = reading.conclude(console);
    return validator.faultCount() == 0 ? code : ExitCode.SOFTWARE;
  }
}
