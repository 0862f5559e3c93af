package dev.loomtrace.tool;

import dev.loomtrace.analysis.PathSelection;
import dev.loomtrace.question.PathQuestion;
import dev.loomtrace.question.Top;
import dev.loomtrace.question.UnitChoice;
import java.io.IOException;
import java.util.concurrent.Callable;
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
        return PathSelection.parse(between)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(), "--between '" + between + "' is not like p95,p100"));
      }
      return slowest > 0 ? PathSelection.slowest(slowest) : PathSelection.ALL;
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
      defaultValue = "" + Top.USUAL,
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
    UnitChoice chosen =
        units.group == null
            ? UnitChoice.of(TaskId.choice(units.task, units.id, spec))
            : UnitChoice.ofGroup(units.group);
    return console.show(
        AskedTrace.ask(
            file,
            console,
            new PathQuestion(chosen, some.selection(spec), tail, top, application.origins())),
        json);
  }
}
