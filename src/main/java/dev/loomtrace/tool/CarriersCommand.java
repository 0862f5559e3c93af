package dev.loomtrace.tool;

import dev.loomtrace.analysis.CarrierUse;
import dev.loomtrace.report.CarriersAnswer;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.report.TraceClock;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.trace.FrameOrigins;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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

  @Option(
      names = "--app",
      paramLabel = "PREFIX",
      description = "Your own code: functions whose names begin with this. Repeatable.")
  private List<String> application = List.of();

  @Parameters(paramLabel = "FILE", description = "JFR recording or Go trace, or -.")
  private TraceFile file;

  CarriersCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    TraceClock clock = new TraceClock();
    CarrierUse use = new CarrierUse(FrameOrigins.ofApplication(application));
    Timeline timeline = new Timeline(use);
    Coverage coverage = file.read(console, clock, timeline);
    timeline.end();
    return console.show(new CarriersAnswer(use.result(), clock, coverage), json);
  }
}
