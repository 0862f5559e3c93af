package dev.loomtrace.tool;

import dev.loomtrace.question.Question;
import dev.loomtrace.question.WhyLifeQuestion;
import dev.loomtrace.question.WhySlowestQuestion;
import dev.loomtrace.question.WhyTaskQuestion;
import dev.loomtrace.report.LifeChoice;
import dev.loomtrace.report.TaskChoice;
import dev.loomtrace.report.TraceUrl;
import dev.loomtrace.trace.FrameOrigins;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
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
        return Optional.of(LifeChoice.ofThread(thread));
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
    return console.show(AskedTrace.ask(file, console, question(life)), json);
  }

  private Question<?> question(Optional<LifeChoice> life) {
    FrameOrigins origins = places.origins();
    if (life.isPresent()) {
      return new WhyLifeQuestion(life.get(), origins, places.stacks());
    }
    TraceUrl url = new TraceUrl(Optional.ofNullable(traceUrl));
    TaskChoice task = choice.task(spec);
    return task.equals(TaskChoice.SLOWEST)
        ? new WhySlowestQuestion(url, origins, places.stacks())
        : new WhyTaskQuestion(task, url, origins, places.stacks());
  }
}
