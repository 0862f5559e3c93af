package dev.loomtrace.tool;

import dev.loomtrace.analysis.TaskBreakdown;
import dev.loomtrace.analysis.TaskResult;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.report.TaskChoice;
import dev.loomtrace.report.TaskNames;
import dev.loomtrace.report.TraceClock;
import dev.loomtrace.report.WhyAnswer;
import dev.loomtrace.timeline.Timeline;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says why a task took as long as it did. */
@Command(
    name = "why",
    description = {
      "Say why a task took as long as it did.",
      "",
      "Each moment between its start and its end is attributed to one state: running, waiting for a",
      "carrier, blocked by reason, pinned, paused. The parts add up to the whole. Then its waits by",
      "place in the code, and who ended them."
    },
    footer = {
      "",
      "Examples:",
      "  loomtrace why rec.jfr                  the slowest task of all",
      "  loomtrace why --task checkout rec.jfr  the slowest one of that name",
      "  loomtrace why --task-id 42 rec.jfr     this one (ids: loomtrace tasks rec.jfr)"
    })
final class WhyCommand implements Callable<Integer> {
  private final Console console;

  @ArgGroup private Choice choice = new Choice();

  private static final class Choice {
    @Option(names = "--task", paramLabel = "NAME", description = "The slowest one of this name.")
    private String name;

    @Option(names = "--task-id", paramLabel = "N", description = "The one with this id.")
    private String id;

    @Option(names = "--slowest", description = "The slowest one of all (default).")
    @SuppressWarnings("unused") // It excludes the others, and is what happens without them.
    private boolean slowest;

    private TaskChoice task(CommandSpec spec) {
      if (id != null) {
        return TaskChoice.ofId(TaskId.number(id, spec));
      }
      return name == null ? TaskChoice.SLOWEST : TaskChoice.named(name);
    }
  }

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private final PlaceOptions places = new PlaceOptions();

  @Parameters(paramLabel = "FILE", description = "JFR recording or Go trace, or -.")
  private TraceFile file;

  @Spec private CommandSpec spec;

  WhyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    TaskChoice task = choice.task(spec);
    TraceClock clock = new TraceClock();
    TaskNames names = new TaskNames();
    TaskBreakdown breakdown = new TaskBreakdown(task::includes, 1, places.origins());
    Timeline timeline = new Timeline(breakdown);
    Coverage coverage = file.read(console, clock, timeline, names);
    timeline.end();
    List<TaskResult> found = breakdown.slowest();
    if (found.isEmpty()) {
      coverage.remarks().forEach(console::say);
      throw new UserDataException(file.label() + ": " + task.missing(names));
    }
    return console.show(
        new WhyAnswer(
            task, found.getFirst(), breakdown.matched(), clock, coverage, places.stacks()),
        json);
  }
}
