package dev.loomtrace.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.analysis.TaskResult;
import dev.loomtrace.analysis.TaskTypes;
import dev.loomtrace.analysis.TimeByState;
import dev.loomtrace.trace.ExternalId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tasks of a trace by name, and the slowest of them.
 *
 * @param tasks how many there are, with those that have not ended
 * @param threads the groups of threads, to be shown if there are no tasks
 * @param types those that ended, by name
 * @param slowest the slowest ones, slowest first
 * @param clock the trace's
 * @param coverage of the trace
 */
public record TasksAnswer(
    long tasks,
    Optional<ThreadsAnswer> threads,
    List<TaskTypes.Type> types,
    List<TaskResult> slowest,
    TraceClock clock,
    Coverage coverage)
    implements Answer {
  /** Keeps copies of the lists. */
  public TasksAnswer {
    types = List.copyOf(types);
    slowest = List.copyOf(slowest);
  }

  @Override
  public boolean isEmpty() {
    return tasks == 0 && threads.isEmpty();
  }

  @Override
  public void text(Text out) throws IOException {
    if (tasks == 0) {
      out.line(coverage.trace() + " has no tasks: the program began none (dev.loomtrace.Task)");
      if (threads.isPresent()) {
        out.line("its threads, by what they start with:");
        out.line();
        threads.get().text(out);
      }
      return;
    }
    types(out);
    if (!slowest.isEmpty()) {
      out.line();
      out.line("slowest");
      slowest(out);
    }
  }

  private void types(Text out) throws IOException {
    boolean before = types.stream().anyMatch(type -> type.time().before() > 0);
    List<String> head = new ArrayList<>(List.of("<task", "ended", "median", "p99", "longest"));
    head.addAll(StateColumns.HEADS);
    if (before) {
      head.add(StateWords.BEFORE.words());
    }
    Table table = new Table(head.toArray(String[]::new));
    for (TaskTypes.Type type : types) {
      TimeByState time = type.time();
      List<String> row =
          new ArrayList<>(
              List.of(
                  name(type.name()),
                  Quantities.count(type.count()),
                  Quantities.duration(type.median()),
                  Quantities.duration(type.p99()),
                  Quantities.duration(type.longest())));
      row.addAll(StateColumns.shares(time));
      if (before) {
        row.add(Quantities.percent(time.before(), time.total()));
      }
      table.row(row.toArray(String[]::new));
    }
    table.print(out, "");
  }

  private void slowest(Text out) throws IOException {
    boolean external = slowest.stream().anyMatch(task -> task.externalId().isPresent());
    List<String> head = new ArrayList<>(List.of("<task", "id", "took", "<", "<thread", "began"));
    if (external) {
      head.add("<external id");
    }
    Table table = new Table(head.toArray(String[]::new));
    for (TaskResult task : slowest) {
      List<String> row =
          new ArrayList<>(
              List.of(
                  name(task.type()),
                  Long.toUnsignedString(task.id()),
                  Quantities.duration(task.time().total()),
                  task.ended() ? "" : "not ended",
                  task.workers().isEmpty() ? "" : ThreadWords.list(task.workers().subList(0, 1)),
                  TaskText.began(task, clock)));
      if (external) {
        row.add(task.externalId().map(ExternalId::text).orElse(""));
      }
      table.row(row.toArray(String[]::new));
    }
    table.print(out, "");
  }

  private static String name(String type) {
    return type.isEmpty() ? "(name not recorded)" : type;
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    TaskJson tasksJson = new TaskJson(json, clock, false);
    json.writeStartObject();
    json.writeArrayFieldStart("types");
    for (TaskTypes.Type type : types) {
      json.writeStartObject();
      json.writeStringField("type", type.name());
      json.writeNumberField("ended", type.count());
      json.writeNumberField("medianNanos", type.median());
      json.writeNumberField("p99Nanos", type.p99());
      json.writeNumberField("longestNanos", type.longest());
      tasksJson.times(type.time());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("slowest");
    for (TaskResult task : slowest) {
      json.writeStartObject();
      tasksJson.members(task);
      json.writeEndObject();
    }
    json.writeEndArray();
    if (tasks == 0 && threads.isPresent()) {
      json.writeObjectFieldStart("threads");
      threads.get().members(json);
      json.writeEndObject();
    }
    coverage.json(json);
    json.writeEndObject();
  }
}
