package dev.loomtrace.tool;

import dev.loomtrace.analysis.finding.Finding;
import dev.loomtrace.analysis.finding.Severity;
import dev.loomtrace.gotrace.text.Footprint;
import dev.loomtrace.question.SummaryQuestion;
import dev.loomtrace.report.EventTypesAnswer;
import dev.loomtrace.report.SummaryAnswer;
import java.io.IOException;
import java.util.List;
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
      "What is wrong, if something is; then events, threads, time span, where time went, tasks,",
      "what was repaired or lost."
    },
    footer = {
      "",
      "Examples:",
      "  loomtrace summary --json rec.jfr | jq .waits",
      "  loomtrace summary --fail-on high rec.jfr   exit code 3 if something is badly wrong"
    })
final class SummaryCommand implements Callable<Integer> {
  private static final int FOUND = 3;

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

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      description =
          "End with exit code 3 if there is a finding of at least this severity: high, medium or"
              + " low.")
  private Severity failOn;

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
    SummaryAnswer answer =
        AskedTrace.ask(file, console, new SummaryQuestion(places.origins(), places.stacks()));
    int code = console.show(answer, json);
    return code == ExitCode.OK && fails(answer.findings()) ? FOUND : code;
  }

  private boolean fails(List<Finding> found) {
    return failOn != null
        && found.stream().anyMatch(finding -> finding.severity().compareTo(failOn) >= 0);
  }
}
