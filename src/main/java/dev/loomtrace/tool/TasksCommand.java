package dev.loomtrace.tool;

import dev.loomtrace.analysis.TaskResult;
import dev.loomtrace.analysis.TaskTypes;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.report.TasksAnswer;
import dev.loomtrace.report.TraceClock;
import dev.loomtrace.timeline.Timeline;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the tasks of a trace. */
@Command(
    name = "tasks",
    description = {
      "List the tasks in a trace by name, and the slowest ones.",
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
      defaultValue = "10",
      description = "How many of the slowest to list. Default: ${DEFAULT-VALUE}")
  private int top;

  @Parameters(paramLabel = "FILE", description = "JFR recording or Go trace, or -.")
  private TraceFile file;

  TasksCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    TraceClock clock = new TraceClock();
    TaskTypes tasks = new TaskTypes(Math.max(1, top));
    Timeline timeline = new Timeline(tasks);
    Coverage coverage = file.read(console, clock, timeline);
    timeline.end();
    List<TaskResult> slowest = top > 0 ? tasks.slowest() : List.of();
    return console.show(
        new TasksAnswer(tasks.tasks(), tasks.types(), slowest, clock, coverage), json);
  }
}
