package dev.loomtrace.tool;

import dev.loomtrace.question.CarriersQuestion;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what held the carriers. */
@Command(
    name = "carriers",
    description = {
      "Say what held the carriers of virtual threads, or the procs of goroutines: how many were in",
      "use over time, when none was free while threads waited for one, and who kept one for longer",
      "than 10 ms meanwhile."
    },
    footer = {"", "Example:", "  loomtrace carriers rec.jfr"})
final class CarriersCommand implements Callable<Integer> {
  private final Console console;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private final AppOption application = new AppOption();

  @Parameters(paramLabel = "FILE", description = "JFR recording or Go trace, or -.")
  private TraceFile file;

  CarriersCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    return console.show(
        AskedTrace.ask(file, console, new CarriersQuestion(application.origins())), json);
  }
}
