package dev.loomtrace.tool;

import dev.loomtrace.analysis.PathProfile;
import dev.loomtrace.analysis.PathSelection;
import dev.loomtrace.analysis.PathUnits;
import dev.loomtrace.analysis.WorldStops;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.report.PathAnswer;
import dev.loomtrace.report.TaskChoice;
import dev.loomtrace.report.TaskNames;
import dev.loomtrace.report.ThreadChoice;
import dev.loomtrace.report.TraceClock;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.timeline.store.TemporaryStore;
import dev.loomtrace.trace.FrameOrigins;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says who had to act for tasks, or threads, to go on. */
@Command(
    name = "path",
    description = {
      "Say whom tasks, or threads, wait for, and what those do meanwhile.",
      "",
      "While a thread waits, the one that will end the wait has to act: what that does, or whom it",
      "waits for itself, is put in place of the wait, and so on. So each moment is somebody's, and",
      "the parts add up to the whole. All tasks or threads are added up: a row for each chain of",
      "who waits for whom. What a row says is as much as can be saved by doing without it.",
      "",
      "Without --task, --task-id or --group: all tasks."
    },
    footer = {
      "",
      "Examples:",
      "  loomtrace path --task checkout rec.jfr",
      "  loomtrace path --task checkout --tail rec.jfr   what the slow ones have, the others not",
      "  loomtrace path --group Checkout.handle --slowest 20 rec.jfr"
    })
final class PathCommand implements Callable<Integer> {
  private static final Pattern BETWEEN = Pattern.compile("p(\\d{1,3}(?:\\.\\d{1,6})?)");
  private static final double TAIL = 0.95;

  private final Console console;

  @ArgGroup private Units units = new Units();

  private static final class Units {
    @Option(names = "--task", paramLabel = "NAME", description = "Tasks of this name.")
    private String task;

    @Option(names = "--task-id", paramLabel = "N", description = "The task with this id.")
    private String id;

    @Option(
        names = "--group",
        paramLabel = "NAME",
        description = "Threads of this group, as 'loomtrace threads' lists them.")
    private String group;
  }

  @ArgGroup private Some some = new Some();

  private static final class Some {
    @Option(names = "--slowest", paramLabel = "K", description = "Only so many of the slowest.")
    private int slowest;

    @Option(
        names = "--between",
        paramLabel = "pA,pB",
        description = "Only those between two percentiles, such as p95,p100.")
    private String between;

    private PathSelection selection(CommandSpec spec) {
      if (between != null) {
        String[] ends = between.split(",", -1);
        double from = share(ends[0], spec);
        double to = ends.length == 2 ? share(ends[1], spec) : -1;
        if (to < from) {
          throw misuse(spec, between);
        }
        return PathSelection.between(from, to);
      }
      return slowest > 0 ? PathSelection.slowest(slowest) : PathSelection.ALL;
    }

    private double share(String end, CommandSpec spec) {
      Matcher percentile = BETWEEN.matcher(end);
      double share = percentile.matches() ? Double.parseDouble(percentile.group(1)) / 100 : 2;
      if (share > 1) {
        throw misuse(spec, between);
      }
      return share;
    }

    private static ParameterException misuse(CommandSpec spec, String between) {
      return new ParameterException(
          spec.commandLine(), "--between '" + between + "' is not like p95,p100");
    }
  }

  @Option(
      names = "--tail",
      description =
          "Compare the slow ones with the others: those of --slowest or --between, else those"
              + " above p95.")
  private boolean tail;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many rows to print. Default: ${DEFAULT-VALUE}")
  private int top;

  @Mixin private final AppOption application = new AppOption();

  @Parameters(paramLabel = "FILE", description = "JFR recording or Go trace, or -.")
  private TraceFile file;

  @Spec private CommandSpec spec;

  PathCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    PathSelection chosen = some.selection(spec);
    PathSelection slow = chosen.equals(PathSelection.ALL) ? PathSelection.between(TAIL, 1) : chosen;
    FrameOrigins origins = application.origins();
    TaskChoice task = TaskId.choice(units.task, units.id, spec);
    PathUnits found =
        units.group == null
            ? PathUnits.ofTasks(task::includes, origins)
            : PathUnits.ofThreads(ThreadChoice.ofGroup(units.group)::includes);
    TraceClock clock = new TraceClock();
    TaskNames names = new TaskNames();
    WorldStops stops = new WorldStops();
    try (TemporaryStore spans = new TemporaryStore()) {
      Timeline timeline = new Timeline(spans, found, stops);
      Coverage coverage = file.read(console, clock, timeline, names);
      timeline.end();
      if (found.whole().isEmpty() && found.cut() == 0) {
        coverage.remarks().forEach(console::say);
        throw new UserDataException(file.label() + ": " + missing(task, names));
      }
      PathProfile profile =
          PathProfile.of(
              spans.store(),
              stops,
              origins,
              found.whole(),
              tail ? PathSelection.ALL : chosen,
              tail ? slow : PathSelection.ALL);
      return console.show(
          new PathAnswer(
              units.group == null ? "task" : "thread",
              units.group == null ? task.name().orElse("") : units.group,
              profile,
              found.cut(),
              Math.max(1, top),
              clock,
              coverage),
          json);
    }
  }

  private String missing(TaskChoice task, TaskNames names) {
    return units.group == null
        ? task.missing(names) + "; --group takes threads, which 'loomtrace threads' lists"
        : "no group of threads is named '" + units.group + "'; 'loomtrace threads' lists them";
  }
}
