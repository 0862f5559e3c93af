package dev.loomtrace.tool;

import dev.loomtrace.analysis.TraceSummary;
import dev.loomtrace.gotrace.text.Footprint;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.report.EventTypesAnswer;
import dev.loomtrace.report.SummaryAnswer;
import dev.loomtrace.timeline.Timeline;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what is in a trace. */
@Command(
    name = "summary",
    description = {
      "Print what is in a trace.",
      "",
      "Events, threads, time span, where time went, tasks, what was repaired or lost."
    },
    footer = {"", "Example:", "  loomtrace summary --json rec.jfr | jq .waits"})
final class SummaryCommand implements Callable<Integer> {
  private final Console console;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private final PlaceOptions places = new PlaceOptions();

  @Option(
      names = "--footprint",
      description =
          "Print what a Go trace is made of instead: bytes and number of its events by type, the"
              + " text of 'go tool trace -d=footprint'. Traces since Go 1.22.")
  private boolean footprint;

  @Option(
      names = "--events",
      description =
          "Print what events a recording holds instead, by the names that it has for them, and how"
              + " many of them have no place in the trace.")
  private boolean events;

  @Parameters(paramLabel = "FILE", description = "JFR recording or Go trace, or -.")
  private TraceFile file;

  @Spec private CommandSpec spec;

  SummaryCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (footprint) {
      if (json) {
        throw new ParameterException(
            spec.commandLine(), "--footprint is text only, without --json");
      }
      file.useBytes(console, bytes -> Footprint.of(bytes).print(console.data()));
      return ExitCode.OK;
    }
    if (events) {
      return console.show(new EventTypesAnswer(file.read(console)), json);
    }
    TraceSummary summary = new TraceSummary(places.origins());
    Timeline timeline = new Timeline(summary);
    Coverage coverage = file.read(console, timeline);
    timeline.end();
    return console.show(new SummaryAnswer(summary.result(), coverage, places.stacks()), json);
  }
}
