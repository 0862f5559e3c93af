package dev.loomtrace.tool;

import dev.loomtrace.gotrace.EventText;
import dev.loomtrace.gotrace.text.RawText;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.report.EventJson;
import dev.loomtrace.trace.TraceReader;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints all events of a trace. */
@Command(
    name = "print",
    description = "Print all events of a trace, in order.",
    footer = {
      "",
      "Examples:",
      "  loomtrace print rec.jfr | less",
      "  loomtrace print -d json rec.jfr | jq -c 'select(.kind == \"log\")'"
    })
final class PrintCommand implements Callable<Integer> {
  private final Console console;

  /** How events are printed. */
  enum Form {
    PARSED,
    WIRE,
    JSON;

    /** As it is written on the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "-d",
      paramLabel = "FORM",
      defaultValue = "parsed",
      description = {
        "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}",
        "parsed: the text of 'go tool trace -d=parsed'; wire: that of 'go tool trace -d=wire', of",
        "Go traces since Go 1.22 only; json: a JSON object a line."
      })
  private Form form;

  @Parameters(paramLabel = "FILE", description = "JFR recording or Go trace, or -.")
  private TraceFile file;

  PrintCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return switch (form) {
      case PARSED -> console.conclude(file.useQuietly(console, this::printText));
      case JSON -> console.conclude(file.useQuietly(console, this::printJson));
      case WIRE -> {
        file.useBytes(console, bytes -> RawText.printEvents(bytes, console.data()));
        yield ExitCode.OK;
      }
    };
  }

  private Coverage printText(TraceReader trace) throws IOException {
    EventText text = new EventText(console.data());
    try {
      return file.read(trace, text);
    } finally {
      text.flush();
    }
  }

  private Coverage printJson(TraceReader trace) throws IOException {
    EventJson events = console.events();
    Coverage coverage = file.read(trace, events);
    events.end(coverage);
    return coverage;
  }
}
