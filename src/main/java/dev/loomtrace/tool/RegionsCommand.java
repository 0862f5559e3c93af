package dev.loomtrace.tool;

import dev.loomtrace.question.RegionsQuestion;
import dev.loomtrace.question.Top;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the regions of a trace by name. */
@Command(
    name = "regions",
    description = {
      "List the regions in a trace by name, and those that took the longest.",
      "",
      "Shares are of the time in all regions of a name together, and say what their threads did;"
          + " durations are of those that began and ended in the trace."
    },
    footer = {
      "",
      "Examples:",
      "  loomtrace regions rec.jfr",
      "  loomtrace regions --name reserve --top 3 rec.jfr"
    })
final class RegionsCommand implements Callable<Integer> {
  private final Console console;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(names = "--name", paramLabel = "NAME", description = "Only regions of this name.")
  private String name;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "" + Top.USUAL,
      description = "How many of the longest to list. Default: ${DEFAULT-VALUE}")
  private int top;

  @Parameters(paramLabel = "FILE", description = "JFR recording or Go trace, or -.")
  private TraceFile file;

  RegionsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return console.show(
        AskedTrace.ask(file, console, new RegionsQuestion(Optional.ofNullable(name), top)), json);
  }
}
