package dev.loomtrace.tool;

import dev.loomtrace.question.ThreadsQuestion;
import dev.loomtrace.question.Top;
import dev.loomtrace.report.ThreadChoice;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the threads of a trace by group. */
@Command(
    name = "threads",
    description = {
      "List the threads in a trace by what they start with, and those that took the longest.",
      "",
      "Virtual threads and goroutines are grouped by the function in which they start, platform"
          + " threads by name. Shares are of the time of all threads of a group together; durations"
          + " are of those that began and ended in the trace."
    },
    footer = {
      "",
      "Examples:",
      "  loomtrace threads rec.jfr",
      "  loomtrace threads --group Checkout.handle --top 3 rec.jfr"
    })
final class ThreadsCommand implements Callable<Integer> {
  private final Console console;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(
      names = "--group",
      paramLabel = "NAME",
      description =
          "Only threads of this group: the name that the list has, or its end from a dot or slash"
              + " on.")
  private String group;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "" + Top.USUAL,
      description = "How many of the longest to list. Default: ${DEFAULT-VALUE}")
  private int top;

  @Parameters(paramLabel = "FILE", description = "JFR recording or Go trace, or -.")
  private TraceFile file;

  ThreadsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    ThreadChoice choice = group == null ? ThreadChoice.ALL : ThreadChoice.ofGroup(group);
    return console.show(AskedTrace.ask(file, console, new ThreadsQuestion(choice, top)), json);
  }
}
