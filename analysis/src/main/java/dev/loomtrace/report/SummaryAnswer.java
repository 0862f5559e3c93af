package dev.loomtrace.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.analysis.CodePlace;
import dev.loomtrace.analysis.IdleThreads;
import dev.loomtrace.analysis.OpenWait;
import dev.loomtrace.analysis.TraceSummary;
import dev.loomtrace.analysis.TraceSummary.Durations;
import dev.loomtrace.analysis.WaitsByPlace;
import dev.loomtrace.analysis.finding.Finding;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.ThreadKind;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is in a trace: counts, how long goroutines waited for what and where, tasks, regions, and
 * what was repaired or lost. A new number is a component of {@link TraceSummary.Result}, and here a
 * row of the text and a member of the JSON.
 *
 * @param result the numbers
 * @param findings what is wrong, the most severe first; all are in the JSON, the first ones in the
 *     text
 * @param coverage of the trace
 * @param stacks whether to show whole stacks
 */
public record SummaryAnswer(
    TraceSummary.Result result, List<Finding> findings, Coverage coverage, boolean stacks)
    implements Answer {
  private static final int PLACES = 10;

  /** Without stacks. */
  public SummaryAnswer(TraceSummary.Result result, List<Finding> findings, Coverage coverage) {
    this(result, findings, coverage, false);
  }

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
    FindingText.print(out, findings, coverage.trace());
    out.line();
    Table totals = new Table("<", "", "<");
    totals.row("events", Quantities.count(result.events()), "");
    for (Map.Entry<ThreadKind, TraceSummary.Lives> kind : result.lives().entrySet()) {
      totals.row(
          kind.getKey().word() + "s",
          Quantities.count(kind.getValue().seen()),
          Quantities.count(kind.getValue().created())
              + " created, "
              + Quantities.count(kind.getValue().ended())
              + " ended");
    }
    // Of a JVM these are no numbers that it knows: its platform threads are on procs as well.
    if (isOfGo()) {
      totals.row("procs", Quantities.count(result.procs()), "");
      totals.row("threads", Quantities.count(result.threads()), "");
    }
    totals.row("open tasks", Quantities.count(result.openTasks()), "");
    totals.print(out, "");

    Table times = durations(isOfGo() ? "<time of goroutines" : "<time of threads");
    row(times, StateWords.RUNNING.words(), result.running());
    row(times, StateWords.RUNNABLE.words(), result.runnable());
    row(times, StateWords.PINNED.words(), result.pinned());
    for (Map.Entry<String, Durations> wait : byTotal(result.waits())) {
      row(times, StateWords.blocked(wait.getKey()), wait.getValue());
    }
    if (result.untold().count() > 0) {
      row(times, StateWords.untold(), result.untold());
    }
    IdleThreads idle = result.idle();
    if (idle.waits() > 0) {
      Durations waits = new Durations(idle.waits(), idle.total(), idle.longest());
      row(times, idle(idle.threads(), idle.pools()), waits);
    }
    print(out, times, 3);
    places(out, result.waitsByPlace());
    inProgress(out);
    print(out, "<task", result.tasks());
    print(out, "<task in progress at the end", result.tasksInProgress());
    print(out, "<region", result.regions());
    out.line();
    out.line(Coverage.repaired(coverage.repairs()));
    for (String gap : coverage.gaps()) {
      out.line(gap);
    }
  }

  private boolean isOfGo() {
    return Set.of(ThreadKind.GOROUTINE).equals(result.lives().keySet());
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

  private static String idle(long threads, long pools) {
    return "idle: "
        + Quantities.count(threads, "thread")
        + " of "
        + Quantities.count(pools, "pool");
  }

  private void places(Text out, WaitsByPlace waits) throws IOException {
    List<WaitsByPlace.Place> shown =
        waits.places().subList(0, Math.min(PLACES, waits.places().size()));
    boolean calling = shown.stream().anyMatch(place -> place.code().called().isPresent());
    Table table =
        calling
            ? new Table("<waits by place", "<calling", "<reason", "total", "of that reason")
            : new Table("<waits by place", "<reason", "total", "of that reason");
    for (WaitsByPlace.Place place : shown) {
      List<String> row =
          new ArrayList<>(
              List.of(
                  PlaceText.frame(place.code().site()),
                  place.reason().isEmpty() ? "unknown" : place.reason(),
                  Quantities.duration(place.total()),
                  Quantities.percent(place.total(), place.ofReason())));
      if (calling) {
        row.add(1, called(place.code()));
      }
      table.row(row.toArray(String[]::new));
    }
    print(out, table, shown.size());
    if (waits.places().size() > shown.size()) {
      out.line("and " + Quantities.count(waits.places().size() - shown.size(), "more place"));
    }
    IdleThreads idle = result.idle();
    if (!shown.isEmpty() && idle.waits() > 0) {
      out.line(
          idle(idle.threads(), idle.pools())
              + ", which waited for work for "
              + Quantities.duration(idle.total()));
    }
    if (!shown.isEmpty() && (waits.estimated() || waits.withoutStack() > 0)) {
      out.line(
          (waits.estimated() ? "estimated: a sample of the short waits has a stack; " : "")
              + Quantities.duration(waits.withoutStack())
              + " of "
              + Quantities.duration(waits.total())
              + " waiting have none");
    }
    for (WaitsByPlace.Place place : shown) {
      stack(out, PlaceText.frame(place.code().site()), place.stack());
    }
  }

  private static String called(CodePlace place) {
    return place.called().map(PlaceText::inShort).orElse("");
  }

  private void stack(Text out, String place, Stack stack) throws IOException {
    if (stacks && !stack.isNone()) {
      out.line();
      out.line("stack of the longest wait at " + Visible.name(place));
      PlaceText.print(out.prefixed("  "), stack);
    }
  }

  private void inProgress(Text out) throws IOException {
    List<OpenWait> waits = result.openWaits();
    List<OpenWait> shown = waits.subList(0, Math.min(PLACES, waits.size()));
    Table table =
        new Table("<waits in progress at the end", "<reason", "count", "longest", "total");
    for (OpenWait wait : shown) {
      table.row(
          wait.place().map(PlaceText::line).orElse("no stack was taken"),
          reason(wait),
          Quantities.count(wait.count()),
          Quantities.duration(wait.longest()),
          Quantities.duration(wait.total()));
    }
    IdleThreads idle = result.idle();
    if (idle.openThreads() > 0 && !shown.isEmpty()) {
      table.row(
          idle(idle.openThreads(), idle.openPools()),
          "",
          Quantities.count(idle.openThreads()),
          "",
          Quantities.duration(idle.openTotal()));
    }
    print(out, table, shown.size());
    if (waits.size() > shown.size()) {
      out.line("and " + Quantities.count(waits.size() - shown.size(), "more place"));
    }
    if (!shown.isEmpty()) {
      out.line("they had not ended: their time is only here");
    }
    for (OpenWait wait : shown) {
      stack(out, wait.place().map(PlaceText::line).orElse(""), wait.stack());
    }
  }

  private static String reason(OpenWait wait) {
    String on =
        wait.resource().isEmpty() || wait.reason().contains("(")
            ? ""
            : " (" + wait.resource() + ")";
    String why = wait.reason().isEmpty() ? "" : wait.reason() + on;
    String owned = wait.owner().map(owner -> owned(owner, wait.count())).orElse("");
    return switch (wait.state()) {
          case PINNED -> why.isEmpty() ? "pinned" : "pinned, " + why;
          case SYSCALL -> why.isEmpty() ? "system call" : "system call, " + why;
          default -> why.isEmpty() ? "unknown" : why;
        }
        + owned;
  }

  private static String owned(OpenWait.Owner owner, long count) {
    return (owner.waits() == count ? ", " : ", " + Quantities.count(owner.waits()) + " of them ")
        + "owned by "
        + (owner.owners() == 1
            ? ThreadWords.owner(owner.thread())
            : Quantities.count(owner.owners(), "thread"));
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
    FindingJson.write(out, findings, coverage.trace());
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
    write(out, result.allLives());
    out.writeEndObject();
    out.writeObjectFieldStart("goroutinesByKind");
    for (Map.Entry<ThreadKind, TraceSummary.Lives> kind : result.lives().entrySet()) {
      out.writeObjectFieldStart(Json.name(kind.getKey()));
      write(out, kind.getValue());
      out.writeEndObject();
    }
    out.writeEndObject();
    out.writeNumberField("procs", result.procs());
    out.writeNumberField("threads", result.threads());
    write(out, StateWords.RUNNING.word(), result.running());
    write(out, StateWords.RUNNABLE.word(), result.runnable());
    write(out, StateWords.PINNED.word(), result.pinned());
    write(out, StateWords.UNKNOWN.word(), result.untold());
    write(out, "waits", allWaits());
    idle(out);
    write(out, result.waitsByPlace());
    write(out, "tasks", result.tasks());
    out.writeNumberField("openTasks", result.openTasks());
    openWaits(out);
    write(out, "tasksInProgress", result.tasksInProgress());
    write(out, "regions", result.regions());
    Json.repairs(out, coverage.repairs());
    coverage.json(out);
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, TraceSummary.Lives lives) throws IOException {
    out.writeNumberField("seen", lives.seen());
    out.writeNumberField("created", lives.created());
    out.writeNumberField("ended", lives.ended());
  }

  /** By reason, those of idle threads too: who adds up waits in a program wants all. */
  private Map<String, Durations> allWaits() {
    Map<String, Durations> all = new TreeMap<>(result.waits());
    result.idleWaits().forEach((reason, waits) -> all.merge(reason, waits, Durations::plus));
    return all;
  }

  private void idle(JsonGenerator out) throws IOException {
    IdleThreads idle = result.idle();
    out.writeObjectFieldStart("idle");
    out.writeNumberField("threads", idle.threads());
    out.writeNumberField("pools", idle.pools());
    write(out, "waits", result.idleWaits());
    out.writeNumberField("openThreads", idle.openThreads());
    out.writeNumberField("openPools", idle.openPools());
    out.writeNumberField("openTotalNanos", idle.openTotal());
    out.writeEndObject();
  }

  private void write(JsonGenerator out, WaitsByPlace waits) throws IOException {
    out.writeObjectFieldStart("waitsByPlace");
    out.writeBooleanField("estimated", waits.estimated());
    out.writeNumberField("totalNanos", waits.total());
    out.writeNumberField("withoutStackNanos", waits.withoutStack());
    out.writeArrayFieldStart("places");
    for (WaitsByPlace.Place place : waits.places()) {
      out.writeStartObject();
      out.writeStringField("reason", place.reason());
      Json.place(out, place.code(), stacks ? place.stack() : Stack.NONE);
      out.writeNumberField("count", place.count());
      out.writeNumberField("totalNanos", place.total());
      out.writeNumberField("ofReasonNanos", place.ofReason());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private void openWaits(JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("openWaits");
    for (OpenWait wait : result.openWaits()) {
      out.writeStartObject();
      out.writeStringField("state", Json.name(wait.state()));
      out.writeStringField("reason", wait.reason());
      out.writeStringField("resource", wait.resource());
      if (wait.place().isPresent()) {
        Json.place(out, wait.place().get(), stacks ? wait.stack() : Stack.NONE);
      }
      out.writeNumberField("count", wait.count());
      out.writeNumberField("totalNanos", wait.total());
      out.writeNumberField("longestNanos", wait.longest());
      if (wait.owner().isPresent()) {
        OpenWait.Owner owner = wait.owner().get();
        Json.owner(out, owner.thread());
        out.writeNumberField("lockOwners", owner.owners());
        out.writeNumberField("waitsOfKnownOwners", owner.waits());
      }
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
