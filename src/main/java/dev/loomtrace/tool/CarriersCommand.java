package dev.loomtrace.tool;

import dev.loomtrace.analysis.CarrierUse;
import dev.loomtrace.report.CarriersAnswer;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.report.TraceClock;
import dev.loomtrace.timeline.Timeline;
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
    TraceClock clock = new TraceClock();
    CarrierUse use = new CarrierUse(application.origins());
    Timeline timeline = new Timeline(use);
    Coverage coverage = file.read(console, clock, timeline);
    timeline.end();
    return console.show(new CarriersAnswer(use.result(), clock, coverage), json);
  }
}
