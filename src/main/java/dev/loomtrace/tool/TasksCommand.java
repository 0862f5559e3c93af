package dev.loomtrace.tool;

import dev.loomtrace.analysis.TaskResult;
import dev.loomtrace.analysis.TaskTypes;
import dev.loomtrace.analysis.ThreadGroups;
import dev.loomtrace.analysis.ThreadResult;
import dev.loomtrace.analysis.UntilTask;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.report.TasksAnswer;
import dev.loomtrace.report.ThreadChoice;
import dev.loomtrace.report.ThreadsAnswer;
import dev.loomtrace.report.TraceClock;
import dev.loomtrace.timeline.Timeline;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
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
    UntilTask<ThreadGroups> untilTask =
        new UntilTask<>(new ThreadGroups(group -> true, Math.max(1, top)));
    Timeline timeline = new Timeline(tasks, untilTask);
    Coverage coverage = file.read(console, clock, timeline);
    timeline.end();
    List<TaskResult> slowest = top > 0 ? tasks.slowest() : List.of();
    Optional<ThreadsAnswer> threads =
        untilTask
            .sink()
            .filter(groups -> groups.threads() > 0)
            .map(groups -> threads(groups, clock, coverage));
    return console.show(
        new TasksAnswer(tasks.tasks(), threads, tasks.types(), slowest, clock, coverage), json);
  }

  private ThreadsAnswer threads(ThreadGroups threads, TraceClock clock, Coverage coverage) {
    List<ThreadResult> slowest = top > 0 ? threads.slowest() : List.of();
    return new ThreadsAnswer(
        threads.threads(), ThreadChoice.ALL, threads.groups(), slowest, clock, coverage);
  }
}
