package dev.loomtrace.tool;

import dev.loomtrace.analysis.CarriersMeanwhile;
import dev.loomtrace.analysis.LifeBreakdown;
import dev.loomtrace.analysis.LifeResult;
import dev.loomtrace.analysis.TaskBreakdown;
import dev.loomtrace.analysis.TaskResult;
import dev.loomtrace.analysis.UntilTask;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.report.LifeAnswer;
import dev.loomtrace.report.LifeChoice;
import dev.loomtrace.report.TaskChoice;
import dev.loomtrace.report.TaskNames;
import dev.loomtrace.report.TraceClock;
import dev.loomtrace.report.TraceUrl;
import dev.loomtrace.report.WhyAnswer;
import dev.loomtrace.timeline.Timeline;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says why a task took as long as it did. */
@Command(
    name = "why",
    description = {
      "Say why a task, or a thread's life, took as long as it did.",
      "",
      "Without tasks in the trace, it is the life of the slowest thread that does not wait for work.",
      "",
      "Each moment between its start and its end is attributed to one state: running, waiting for a",
      "carrier, blocked by reason, pinned, paused. The parts add up to the whole. Then its waits by",
      "place in the code, and who ended them; of the longest, what those did meanwhile, whom they",
      "waited for themselves, and so on. If it waited for a carrier: who had them meanwhile."
    },
    footer = {
      "",
      "Examples:",
      "  loomtrace why rec.jfr                  the slowest task of all",
      "  loomtrace why --task checkout rec.jfr  the slowest one of that name",
      "  loomtrace why --task-id 42 rec.jfr     this one (ids: loomtrace tasks rec.jfr)",
      "  loomtrace why --span-id 00f067aa0ba902b7 rec.jfr  this span of a tracing system",
      "  loomtrace why --slowest-thread rec.jfr",
      "  loomtrace why --group Checkout.handle rec.jfr",
      "  loomtrace why --thread 1984 rec.jfr    this one (ids: loomtrace threads rec.jfr)"
    })
final class WhyCommand implements Callable<Integer> {
  // As many digits as any id has.
  private static final Pattern THREAD_ID = Pattern.compile("\\d{1,18}");

  private static final int MAX_OF_TRACE = 1_000;

  private final Console console;

  @ArgGroup private Choice choice = new Choice();

  private static final class Choice {
    @Option(names = "--task", paramLabel = "NAME", description = "The slowest one of this name.")
    private String name;

    @Option(names = "--task-id", paramLabel = "N", description = "The one with this id.")
    private String id;

    @Option(
        names = "--trace-id",
        paramLabel = "ID",
        description = "The longest local root of this trace of a tracing system.")
    private String traceId;

    @Option(
        names = "--span-id",
        paramLabel = "ID",
        description = "The one that is this span of a tracing system.")
    private String spanId;

    @Option(
        names = "--thread",
        paramLabel = "ID|NAME",
        description = "The life of this thread; of several of a name, the slowest.")
    private String thread;

    @Option(
        names = "--group",
        paramLabel = "NAME",
        description =
            "The life of the slowest thread of this group: the name that 'threads' lists, or its end from a dot or slash on.")
    private String group;

    @Option(
        names = "--slowest-thread",
        description = "The life of the slowest thread that does not wait for work.")
    private boolean slowestThread;

    @Option(names = "--slowest", description = "The slowest one of all (default).")
    @SuppressWarnings("unused") // It excludes the others, and is what happens without them.
    private boolean slowest;

    private TaskChoice task(CommandSpec spec) {
      if (traceId != null) {
        return TaskChoice.ofTrace(traceId);
      }
      return spanId != null ? TaskChoice.ofSpan(spanId) : TaskId.choice(name, id, spec);
    }

    /** Empty if it is a task that is asked for. */
    private Optional<LifeChoice> life() {
      if (thread != null) {
        return Optional.of(
            THREAD_ID.matcher(thread).matches()
                ? LifeChoice.ofId(Long.parseLong(thread))
                : LifeChoice.named(thread));
      }
      if (group != null) {
        return Optional.of(LifeChoice.ofGroup(group));
      }
      return slowestThread ? Optional.of(LifeChoice.SLOWEST) : Optional.empty();
    }
  }

  @Option(
      names = "--trace-url",
      paramLabel = "URL",
      description =
          "Where the tracing system shows a span: an address with {traceId}, and maybe {spanId}.")
  private String traceUrl;

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
    Optional<LifeChoice> life = choice.life();
    if (traceUrl != null && !TraceUrl.isTemplate(traceUrl)) {
      throw new ParameterException(
          spec.commandLine(), "--trace-url '" + traceUrl + "' has no {traceId}");
    }
    try (LookBack lookBack = new LookBack(file, console)) {
      return life.isPresent() ? life(life.get(), lookBack) : task(choice.task(spec), lookBack);
    }
  }

  private int life(LifeChoice life, LookBack lookBack) throws IOException {
    TraceClock clock = new TraceClock();
    LifeBreakdown breakdown =
        life.isGiven()
            ? new LifeBreakdown(life::mayInclude, life::includes, places.origins())
            : new LifeBreakdown(places.origins());
    Timeline timeline = new Timeline(breakdown);
    Coverage coverage = lookBack.read(clock, timeline);
    timeline.end();
    Optional<LifeResult> found = breakdown.slowest();
    if (found.isEmpty()) {
      throw missing(life.missing(), coverage);
    }
    return console.show(
        told(life, false, found.get(), breakdown.matched(), clock, coverage, lookBack), json);
  }

  private int task(TaskChoice task, LookBack lookBack) throws IOException {
    TraceClock clock = new TraceClock();
    TaskNames names = new TaskNames();
    // Which of a trace's tasks is its root shows only when all of them have ended.
    int keep = task.traceId().isPresent() ? MAX_OF_TRACE : 1;
    TaskBreakdown breakdown =
        new TaskBreakdown(task::includes, task::includes, keep, places.origins());
    UntilTask<LifeBreakdown> lives = new UntilTask<>(new LifeBreakdown(places.origins()));
    boolean any = task.equals(TaskChoice.SLOWEST);
    Timeline timeline = any ? new Timeline(breakdown, lives) : new Timeline(breakdown);
    Coverage coverage = lookBack.read(clock, timeline, names);
    timeline.end();
    List<TaskResult> found = task.chosenFirst(breakdown.slowest());
    if (!found.isEmpty()) {
      TaskResult slowest = found.getFirst();
      LookBack.Found behind =
          lookBack.behind(
              slowest.waits(),
              slowest.time().total(),
              CarriersMeanwhile.ofTask(slowest, places.origins()),
              places.origins());
      return console.show(
          new WhyAnswer(
              task,
              slowest.withWaits(behind.waits()),
              behind.carriers(),
              task.isExternal() ? breakdown.chosen() : breakdown.matched(),
              found.subList(1, found.size()),
              new TraceUrl(Optional.ofNullable(traceUrl)),
              clock,
              coverage,
              places.stacks()),
          json);
    }
    LifeBreakdown instead = any ? lives.sink().orElse(null) : null;
    if (instead == null || instead.slowest().isEmpty()) {
      throw missing(task.missing(names), coverage);
    }
    return console.show(
        told(
            LifeChoice.SLOWEST,
            true,
            instead.slowest().get(),
            instead.matched(),
            clock,
            coverage,
            lookBack),
        json);
  }

  private LifeAnswer told(
      LifeChoice life,
      boolean insteadOfTask,
      LifeResult found,
      long matched,
      TraceClock clock,
      Coverage coverage,
      LookBack lookBack)
      throws IOException {
    LookBack.Found behind =
        lookBack.behind(
            found.waits(),
            found.thread().time().total(),
            CarriersMeanwhile.ofThread(found.thread(), places.origins()),
            places.origins());
    return new LifeAnswer(
        life,
        insteadOfTask,
        new LifeResult(found.thread(), behind.waits()),
        behind.carriers(),
        matched,
        clock,
        coverage,
        places.stacks());
  }

  private UserDataException missing(String what, Coverage coverage) {
    coverage.remarks().forEach(console::say);
    return new UserDataException(file.label() + ": " + what);
  }
}
