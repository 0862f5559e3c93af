package dev.loomtrace.tool;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints all events of a trace. */
@Command(
    name = "print",
    description = "Print all events of a trace, in order.",
    footer = {"", "Example:", "  loomtrace print rec.jfr | jq -c 'select(.kind == \"log\")'"})
final class PrintCommand implements Callable<Integer> {
  private final Console console;

  /** How events are printed. */
  private enum Form {
    JSON
  }

  @Option(
      names = "-d",
      paramLabel = "FORM",
      defaultValue = "json",
      description = "One of ${COMPLETION-CANDIDATES}. json: a JSON object a line.")
  @SuppressWarnings("unused") // One form so far.
  private Form form;

  @Parameters(paramLabel = "FILE", description = "JFR recording or Go trace, or -.")
  private TraceFile file;

  PrintCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return file.useQuietly(
        console,
        trace -> {
          try (JsonGenerator json = Json.lines(console.out())) {
            trace.copyTo(new EventJson(json));
          }
          console.out().write('\n');
          return ExitCode.OK;
        });
  }
}
