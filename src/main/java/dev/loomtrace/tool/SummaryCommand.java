package dev.loomtrace.tool;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.analysis.TraceSummary;
import dev.loomtrace.analysis.TraceSummary.Durations;
import dev.loomtrace.gotrace.text.Footprint;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.Repairs;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what is in a trace. */
@Command(
    name = "summary",
    description = {
      "Print what is in a trace.",
      "",
      "Events, threads, time span, where time went, tasks, what was mended or lost."
    },
    footer = {"", "Example:", "  loomtrace summary --json rec.jfr | jq .waits"})
final class SummaryCommand implements Callable<Integer> {
  private static final int PLACES = 10;

  private final Console console;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(
      names = "--footprint",
      description =
          "Print what a Go trace is made of instead: bytes and number of its events by type, the"
              + " text of 'go tool trace -d=footprint'. Traces since Go 1.22.")
  private boolean footprint;

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
    TraceSummary summary = new TraceSummary();
    Timeline timeline = new Timeline(summary);
    Reading reading = file.read(console, timeline);
    timeline.end();
    Repairs repairs = reading.repairs();
    if (json) {
      Json.document(console, out -> write(out, summary.result(), reading));
    } else {
      print(console.out(), summary.result(), repairs);
    }
    return reading.conclude(console);
  }

  private void print(Text out, TraceSummary.Result result, Repairs repairs) throws IOException {
    out.line(
        file.label()
            + ": "
            + Quantities.duration(result.duration())
            + result
                .wallStart()
                .map(start -> " from " + start.truncatedTo(ChronoUnit.MILLIS))
                .orElse("")
            + ", "
            + Quantities.count(result.parts(), "part"));
    out.line();
    Table totals = new Table("<", "", "<");
    totals.row("events", Quantities.count(result.events()), "");
    totals.row(
        "goroutines",
        Quantities.count(result.goroutines()),
        Quantities.count(result.created())
            + " created, "
            + Quantities.count(result.ended())
            + " ended");
    totals.row("procs", Quantities.count(result.procs()), "");
    totals.row("threads", Quantities.count(result.threads()), "");
    totals.row("open tasks", Quantities.count(result.openTasks()), "");
    totals.print(out, "");

    Table times = durations("<time of goroutines");
    row(times, "running", result.running());
    row(times, "waiting to run", result.runnable());
    row(times, "pinned or in a system call", result.pinned());
    for (Map.Entry<String, Durations> wait : byTotal(result.waits())) {
      row(times, States.blocked(wait.getKey()), wait.getValue());
    }
    print(out, times, 3);
    places(out, result.waitsByPlace());
    print(out, "<task", result.tasks());
    print(out, "<region", result.regions());
    out.line();
    out.line("mended or lost: " + (repairs.counts().isEmpty() ? "nothing" : repairs));
  }

  private static void print(Text out, String head, Map<String, Durations> rows) throws IOException {
    Table table = durations(head);
    for (Map.Entry<String, Durations> row : byTotal(rows)) {
      row(table, row.getKey(), row.getValue());
    }
    print(out, table, rows.size());
  }

  private static void print(Text out, Table table, int rows) throws IOException {
    if (rows > 0) {
      out.line();
      table.print(out, "");
    }
  }

  private static void places(Text out, TraceSummary.WaitsByPlace waits) throws IOException {
    int shown = Math.min(PLACES, waits.places().size());
    Table table = new Table("<waits by place", "<reason", "total", "of that reason");
    for (TraceSummary.WaitPlace place : waits.places().subList(0, shown)) {
      table.row(
          TaskText.frame(place.site()),
          place.reason().isEmpty() ? "unknown" : place.reason(),
          Quantities.duration(place.total()),
          Quantities.percent(place.total(), place.ofReason()));
    }
    print(out, table, shown);
    if (waits.places().size() > shown) {
      out.line("and " + Quantities.count(waits.places().size() - shown, "more place"));
    }
    if (shown > 0 && (waits.estimated() || waits.withoutStack() > 0)) {
      out.line(
          (waits.estimated() ? "estimated: a sample of the short waits has a stack; " : "")
              + Quantities.duration(waits.withoutStack())
              + " of "
              + Quantities.duration(waits.total())
              + " waiting have none");
    }
  }

  private static Table durations(String head) {
    return new Table(head, "count", "total", "mean", "longest");
  }

  private static void row(Table table, String name, Durations durations) {
    if (durations.count() == 0) {
      return;
    }
    table.row(
        name,
        Quantities.count(durations.count()),
        Quantities.duration(durations.total()),
        Quantities.duration(durations.total() / durations.count()),
        Quantities.duration(durations.longest()));
  }

  private static List<Map.Entry<String, Durations>> byTotal(Map<String, Durations> durations) {
    return durations.entrySet().stream()
        .sorted(
            Comparator.comparingLong((Map.Entry<String, Durations> e) -> e.getValue().total())
                .reversed())
        .toList();
  }

  private static void write(JsonGenerator out, TraceSummary.Result result, Reading reading)
      throws IOException {
    out.writeStartObject();
    out.writeNumberField("durationNanos", result.duration());
    if (result.wallStart().isPresent()) {
      out.writeStringField("wallStart", result.wallStart().get().toString());
    }
    out.writeNumberField("parts", result.parts());
    out.writeNumberField("events", result.events());
    out.writeObjectFieldStart("eventsByKind");
    for (Map.Entry<EventKind, Long> kind : result.eventsByKind().entrySet()) {
      out.writeNumberField(EventJson.kind(kind.getKey()), kind.getValue());
    }
    out.writeEndObject();
    out.writeObjectFieldStart("goroutines");
    out.writeNumberField("seen", result.goroutines());
    out.writeNumberField("created", result.created());
    out.writeNumberField("ended", result.ended());
    out.writeEndObject();
    out.writeNumberField("procs", result.procs());
    out.writeNumberField("threads", result.threads());
    write(out, "running", result.running());
    write(out, "runnable", result.runnable());
    write(out, "pinned", result.pinned());
    write(out, "waits", result.waits());
    write(out, result.waitsByPlace());
    write(out, "tasks", result.tasks());
    out.writeNumberField("openTasks", result.openTasks());
    write(out, "regions", result.regions());
    out.writeObjectFieldStart("repairs");
    for (Map.Entry<Repairs.Kind, Long> repair : reading.repairs().counts().entrySet()) {
      out.writeNumberField(Json.name(repair.getKey()), repair.getValue());
    }
    out.writeEndObject();
    reading.writeTo(out);
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, TraceSummary.WaitsByPlace waits) throws IOException {
    out.writeObjectFieldStart("waitsByPlace");
    out.writeBooleanField("estimated", waits.estimated());
    out.writeNumberField("totalNanos", waits.total());
    out.writeNumberField("withoutStackNanos", waits.withoutStack());
    out.writeArrayFieldStart("places");
    for (TraceSummary.WaitPlace place : waits.places()) {
      out.writeStartObject();
      out.writeStringField("reason", place.reason());
      Json.site(out, place.site());
      out.writeNumberField("count", place.count());
      out.writeNumberField("totalNanos", place.total());
      out.writeNumberField("ofReasonNanos", place.ofReason());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, String name, Map<String, Durations> durations)
      throws IOException {
    out.writeObjectFieldStart(name);
    for (Map.Entry<String, Durations> entry : byTotal(durations)) {
      write(out, entry.getKey(), entry.getValue());
    }
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, String name, Durations durations)
      throws IOException {
    out.writeObjectFieldStart(name);
    out.writeNumberField("count", durations.count());
    out.writeNumberField("totalNanos", durations.total());
    out.writeNumberField("longestNanos", durations.longest());
    out.writeEndObject();
  }
}
