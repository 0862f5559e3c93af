package dev.loomtrace.tool;

import dev.loomtrace.analysis.TaskBreakdown;
import dev.loomtrace.analysis.TaskResult;
import dev.loomtrace.perfetto.BusiestThreads;
import dev.loomtrace.perfetto.InvolvedThreads;
import dev.loomtrace.perfetto.PerfettoPart;
import dev.loomtrace.perfetto.TimeWindow;
import dev.loomtrace.report.TaskChoice;
import dev.loomtrace.report.TaskNames;
import dev.loomtrace.timeline.Timeline;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options that say what of a trace is shown in Perfetto, which draws a row for each thread. */
final class PerfettoChoice {
  @ArgGroup private Threads threads = new Threads();

  private static final class Threads {
    @Option(
        names = "--threads",
        paramLabel = "N",
        description =
            "For Perfetto: show the N threads that run longest, and of the others only when they"
                + " run, under one name for each CPU.")
    private Integer busiest;

    @Option(
        names = "--task",
        paramLabel = "NAME",
        description = {
          "For Perfetto: show the slowest task of this name: the threads that worked on it and those",
          "on which these depended meanwhile, while it lasted."
        })
    private String task;

    @Option(
        names = "--task-id",
        paramLabel = "N",
        description = "For Perfetto: the same for the task with this id.")
    private String taskId;
  }

  @Option(
      names = "--window",
      paramLabel = "FROM..TO",
      description = {
        "For Perfetto: show this stretch of time. A moment is counted from the start of the trace",
        "(1.5s, 20ms) or is that of the wall clock (2026-11-25T09:35:29Z); one may be left out."
      })
  private WindowOption window;

  /** The options that were given; each needs to read the trace once more. */
  String given() {
    if (threads.busiest != null) {
      return "--threads";
    }
    if (threads.task != null) {
      return "--task";
    }
    if (threads.taskId != null) {
      return "--task-id";
    }
    return window == null ? "" : "--window";
  }

  /** Refuses values that cannot be meant. */
  void check(CommandSpec spec) {
    if (threads.busiest != null && threads.busiest < 1) {
      throw new ParameterException(
          spec.commandLine(), "--threads: at least 1, not " + threads.busiest);
    }
    if (threads.taskId != null) {
      TaskId.number(threads.taskId, spec);
    }
  }

  /** Chooses of a trace what is shown of it. */
  PerfettoPart of(TraceFile trace, PerfettoPart part, Console console) throws IOException {
    TimeWindow chosen = TimeWindow.ALWAYS;
    if (window != null) {
      chosen = window.on(trace.clock(console), trace.label());
    }
    if (threads.task != null || threads.taskId != null) {
      return task(trace, part, chosen, console);
    }
    return busiest(trace, part.during(chosen), chosen, console);
  }

  /** Chooses what is shown of a trace beside another one of which something was chosen. */
  PerfettoPart beside(TraceFile trace, PerfettoPart part, TimeWindow chosen, Console console)
      throws IOException {
    return busiest(trace, part.during(chosen), chosen, console);
  }

  private PerfettoPart busiest(
      TraceFile trace, PerfettoPart part, TimeWindow chosen, Console console) throws IOException {
    if (threads.busiest == null) {
      return part;
    }
    BusiestThreads busiest = new BusiestThreads(threads.busiest, chosen);
    trace.read(console, busiest);
    return part.showing(busiest);
  }

  private PerfettoPart task(TraceFile trace, PerfettoPart part, TimeWindow chosen, Console console)
      throws IOException {
    TaskChoice choice =
        threads.task == null
            ? TaskChoice.ofId(Long.parseUnsignedLong(threads.taskId))
            : TaskChoice.named(threads.task);
    TaskNames names = new TaskNames();
    TaskBreakdown breakdown = new TaskBreakdown(choice::includes, 1);
    Timeline timeline = new Timeline(breakdown);
    trace.read(console, timeline, names);
    timeline.end();
    List<TaskResult> found = breakdown.slowest();
    if (found.isEmpty()) {
      throw new UserDataException(trace.label() + ": " + choice.missing(names));
    }
    TaskResult task = found.getFirst();
    TimeWindow shown =
        window != null ? chosen : new TimeWindow(task.begin(), task.begin() + task.time().total());
    InvolvedThreads involved = new InvolvedThreads(task.goroutines(), shown);
    trace.read(console, involved);
    return part.showing(involved).during(shown);
  }
}
