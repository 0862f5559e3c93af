package dev.loomtrace.tool;

import dev.loomtrace.analysis.MutatorLoss;
import dev.loomtrace.question.MmuQuestion;
import dev.loomtrace.question.Top;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says how much of its time the garbage collector left to a program. */
@Command(
    name = "mmu",
    description = {
      "Print how much of its time garbage collection left to the program, in the worst window of"
          + " each length (minimum mutator utilisation).",
      "",
      "What counts as taken from the program is any of",
      "  stw         pauses: of a Go program those of the collector, of a JVM all",
      "  background  marking by the collector's own goroutines",
      "  assist      goroutines that have to help to mark",
      "  sweep       goroutines that sweep before they allocate",
      "of which a JVM has only pauses."
    },
    footer = {
      "",
      "Examples:",
      "  loomtrace mmu rec.jfr",
      "  loomtrace mmu --window 10ms --top 3 rec.jfr            when it was worst",
      "  loomtrace mmu --count stw,assist --per-proc trace.out"
    })
final class MmuCommand implements Callable<Integer> {
  private final Console console;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(
      names = "--count",
      paramLabel = "WHAT",
      split = ",",
      defaultValue = "stw,background,assist",
      description = "What counts, separated by commas. Default: ${DEFAULT-VALUE}")
  private Set<MutatorLoss> losses = EnumSet.noneOf(MutatorLoss.class);

  @Option(
      names = "--per-proc",
      description =
          "The worst of all processors, each looked at for itself, instead of all together.")
  private boolean perProc;

  @Option(
      names = "--window",
      paramLabel = "LENGTH",
      defaultValue = MmuQuestion.USUAL_WINDOW_MILLIS + "ms",
      description = "Of which length to list the worst windows. Default: ${DEFAULT-VALUE}")
  private LengthOption window;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "" + Top.USUAL,
      description = "How many of them. Default: ${DEFAULT-VALUE}")
  private int top;

  @Parameters(paramLabel = "FILE", description = "JFR recording or Go trace, or -.")
  private TraceFile file;

  MmuCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return console.show(
        AskedTrace.ask(file, console, new MmuQuestion(losses, perProc, window.nanos(), top)), json);
  }
}
