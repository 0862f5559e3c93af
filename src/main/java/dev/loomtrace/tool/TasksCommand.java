package dev.loomtrace.tool;

import dev.loomtrace.question.TasksQuestion;
import dev.loomtrace.question.Top;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the tasks of a trace. */
@Command(
    name = "tasks",
    description = {
      "List the tasks in a trace by name, and the slowest ones; the threads, if it has no tasks.",
      "",
      "Shares are of the time of all tasks of a name together."
    },
    footer = {"", "Example:", "  loomtrace tasks --top 3 rec.jfr"})
final class TasksCommand implements Callable<Integer> {
  private final Console console;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "" + Top.USUAL,
      description = "How many of the slowest to list. Default: ${DEFAULT-VALUE}")
  private int top;

  @Parameters(paramLabel = "FILE", description = "JFR recording or Go trace, or -.")
  private TraceFile file;

  TasksCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return console.show(AskedTrace.ask(file, console, new TasksQuestion(top)), json);
  }
}
