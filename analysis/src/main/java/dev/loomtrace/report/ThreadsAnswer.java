package dev.loomtrace.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.analysis.ThreadGroups;
import dev.loomtrace.analysis.ThreadResult;
import dev.loomtrace.analysis.TimeByState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The threads of a trace by what they start with, and those that took the longest.
 *
 * @param threads how many there are
 * @param choice of which groups more is said
 * @param groups all groups, or those of the choice
 * @param slowest the threads of these groups that took the longest, longest first
 * @param clock the trace's
 * @param coverage of the trace
 */
public record ThreadsAnswer(
    long threads,
    ThreadChoice choice,
    List<ThreadGroups.Group> groups,
    List<ThreadResult> slowest,
    TraceClock clock,
    Coverage coverage)
    implements Answer {
  private static final String NO_NAME = "(not known)";

  /** Keeps copies of the lists. */
  public ThreadsAnswer {
    groups = List.copyOf(groups);
    slowest = List.copyOf(slowest);
  }

  @Override
  public boolean isEmpty() {
    return groups.isEmpty();
  }

  @Override
  public void text(Text out) throws IOException {
    if (isEmpty()) {
      out.line(
          choice
              .group()
              .map(
                  name ->
                      coverage.trace()
                          + " has no group of threads named '"
                          + Visible.name(name)
                          + "'; 'loomtrace threads' lists them")
              .orElse(coverage.trace() + " has no threads"));
      return;
    }
    groups(out);
    if (choice.group().isPresent()) {
      blocked(out);
      ranges(out);
    }
    if (!slowest.isEmpty()) {
      out.line();
      slowest(out);
    }
  }

  private void groups(Text out) throws IOException {
    List<String> head = new ArrayList<>(List.of("<threads that start with", "threads"));
    head.addAll(QuantileColumns.HEADS);
    head.addAll(StateColumns.HEADS);
    Table table = new Table(head.toArray(String[]::new));
    for (ThreadGroups.Group group : groups) {
      List<String> row =
          new ArrayList<>(List.of(shown(group.name()), Quantities.count(group.threads())));
      row.addAll(QuantileColumns.cells(group.whole()));
      row.addAll(StateColumns.shares(group.time()));
      table.row(row.toArray(String[]::new));
    }
    table.print(out, "");
  }

  private void blocked(Text out) throws IOException {
    for (ThreadGroups.Group group : groups) {
      TaskText.did(out, "what " + shown(group.name()) + " did", group.time());
    }
  }

  /** What threads helped with meanwhile: of a Go trace, marking and sweeping. */
  private void ranges(Text out) throws IOException {
    TreeSet<String> names = new TreeSet<>();
    groups.forEach(group -> names.addAll(group.ranges().keySet()));
    Table table = new Table("<meanwhile, in those times", "time");
    for (String name : names) {
      long time = groups.stream().mapToLong(g -> g.ranges().getOrDefault(name, 0L)).sum();
      table.row(name, Quantities.duration(time));
    }
    if (!names.isEmpty()) {
      out.line();
      table.print(out, "");
    }
  }

  private void slowest(Text out) throws IOException {
    List<String> head = new ArrayList<>(List.of("<longest", "id", "took", "<"));
    head.addAll(StateColumns.HEADS);
    head.addAll(List.of("<most of it", "began"));
    Table table = new Table(head.toArray(String[]::new));
    for (ThreadResult thread : slowest) {
      List<String> row =
          new ArrayList<>(
              List.of(
                  thread.name().isEmpty() ? shown(thread.group()) : thread.name(),
                  String.valueOf(thread.id()),
                  Quantities.duration(thread.time().total()),
                  TaskText.cut(thread.beganBefore(), thread.ended())));
      row.addAll(StateColumns.durations(thread.time()));
      row.add(most(thread.time()));
      row.add(thread.beganBefore() ? "before the recording" : clock.words(thread.begin()));
      table.row(row.toArray(String[]::new));
    }
    table.print(out, "");
  }

  /** The largest part of it, in words. */
  private static String most(TimeByState time) {
    List<Map.Entry<String, Long>> parts = new ArrayList<>();
    parts.add(Map.entry(StateWords.RUNNING.words(), time.running()));
    parts.add(Map.entry(StateWords.RUNNABLE.words(), time.runnable()));
    parts.add(Map.entry(StateWords.PINNED.words(), time.pinned()));
    parts.add(Map.entry(StateWords.STOPPED.word(), time.stopped()));
    parts.add(Map.entry(StateWords.UNKNOWN.words(), time.unknown()));
    time.blocked()
        .forEach((reason, nanos) -> parts.add(Map.entry(StateWords.blocked(reason), nanos)));
    return parts.stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }

  private static String shown(String name) {
    return name.isEmpty() ? NO_NAME : name;
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartObject();
    members(json);
    coverage.json(json);
    json.writeEndObject();
  }

  /** Writes it, but for the coverage, as members of the object that is being written. */
  void members(JsonGenerator json) throws IOException {
    TaskJson times = new TaskJson(json, clock, false);
    json.writeNumberField("threads", threads);
    json.writeArrayFieldStart("groups");
    for (ThreadGroups.Group group : groups) {
      json.writeStartObject();
      json.writeStringField("group", group.name());
      json.writeStringField("kind", Json.name(group.kind()));
      json.writeNumberField("threads", group.threads());
      QuantileColumns.json(json, group.whole());
      times.times(group.time());
      ThreadJson.ranges(json, group.ranges());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("slowest");
    for (ThreadResult thread : slowest) {
      json.writeStartObject();
      new ThreadJson(json, clock).members(thread);
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
