package dev.loomtrace.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.analysis.OpenWait;
import dev.loomtrace.analysis.TraceSummary;
import dev.loomtrace.analysis.TraceSummary.Durations;
import dev.loomtrace.analysis.WaitsByPlace;
import dev.loomtrace.trace.EventKind;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What is in a trace: counts, how long goroutines waited for what and where, tasks, regions, and
 * what was repaired or lost. A new number is a component of {@link TraceSummary.Result}, and here a
 * row of the text and a member of the JSON.
 *
 * @param result the numbers
 * @param coverage of the trace
 */
public record SummaryAnswer(TraceSummary.Result result, Coverage coverage) implements Answer {
  private static final int PLACES = 10;

  @Override
  public void text(Text out) throws IOException {
    out.line(
        coverage.trace()
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
    row(times, StateWords.RUNNING.words(), result.running());
    row(times, StateWords.RUNNABLE.words(), result.runnable());
    row(times, StateWords.PINNED.words(), result.pinned());
    for (Map.Entry<String, Durations> wait : byTotal(result.waits())) {
      row(times, StateWords.blocked(wait.getKey()), wait.getValue());
    }
    if (result.untold().count() > 0) {
      row(times, StateWords.untold(), result.untold());
    }
    print(out, times, 3);
    places(out, result.waitsByPlace());
    inProgress(out, result.openWaits());
    print(out, "<task", result.tasks());
    print(out, "<task in progress at the end", result.tasksInProgress());
    print(out, "<region", result.regions());
    out.line();
    out.line(Coverage.repaired(coverage.repairs()));
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

  private static void places(Text out, WaitsByPlace waits) throws IOException {
    int shown = Math.min(PLACES, waits.places().size());
    Table table = new Table("<waits by place", "<reason", "total", "of that reason");
    for (WaitsByPlace.Place place : waits.places().subList(0, shown)) {
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

  private static void inProgress(Text out, List<OpenWait> waits) throws IOException {
    int shown = Math.min(PLACES, waits.size());
    Table table =
        new Table("<waits in progress at the end", "<reason", "count", "longest", "total");
    for (OpenWait wait : waits.subList(0, shown)) {
      table.row(
          wait.site().map(TaskText::frame).orElse("no stack was taken"),
          reason(wait),
          Quantities.count(wait.count()),
          Quantities.duration(wait.longest()),
          Quantities.duration(wait.total()));
    }
    print(out, table, shown);
    if (waits.size() > shown) {
      out.line("and " + Quantities.count(waits.size() - shown, "more place"));
    }
    if (shown > 0) {
      out.line("they had not ended: their time is only here");
    }
  }

  private static String reason(OpenWait wait) {
    String on =
        wait.resource().isEmpty() || wait.reason().contains("(")
            ? ""
            : " (" + wait.resource() + ")";
    String why = wait.reason().isEmpty() ? "" : wait.reason() + on;
    return switch (wait.state()) {
      case PINNED -> why.isEmpty() ? "pinned" : "pinned, " + why;
      case SYSCALL -> why.isEmpty() ? "system call" : "system call, " + why;
      default -> why.isEmpty() ? "unknown" : why;
    };
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

  @Override
  public void json(JsonGenerator out) throws IOException {
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
    write(out, StateWords.RUNNING.word(), result.running());
    write(out, StateWords.RUNNABLE.word(), result.runnable());
    write(out, StateWords.PINNED.word(), result.pinned());
    write(out, StateWords.UNKNOWN.word(), result.untold());
    write(out, "waits", result.waits());
    write(out, result.waitsByPlace());
    write(out, "tasks", result.tasks());
    out.writeNumberField("openTasks", result.openTasks());
    openWaits(out, result.openWaits());
    write(out, "tasksInProgress", result.tasksInProgress());
    write(out, "regions", result.regions());
    Json.repairs(out, coverage.repairs());
    coverage.json(out);
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, WaitsByPlace waits) throws IOException {
    out.writeObjectFieldStart("waitsByPlace");
    out.writeBooleanField("estimated", waits.estimated());
    out.writeNumberField("totalNanos", waits.total());
    out.writeNumberField("withoutStackNanos", waits.withoutStack());
    out.writeArrayFieldStart("places");
    for (WaitsByPlace.Place place : waits.places()) {
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

  private static void openWaits(JsonGenerator out, List<OpenWait> waits) throws IOException {
    out.writeArrayFieldStart("openWaits");
    for (OpenWait wait : waits) {
      out.writeStartObject();
      out.writeStringField("state", Json.name(wait.state()));
      out.writeStringField("reason", wait.reason());
      out.writeStringField("resource", wait.resource());
      if (wait.site().isPresent()) {
        Json.site(out, wait.site().get());
      }
      out.writeNumberField("count", wait.count());
      out.writeNumberField("totalNanos", wait.total());
      out.writeNumberField("longestNanos", wait.longest());
      out.writeEndObject();
    }
    out.writeEndArray();
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
