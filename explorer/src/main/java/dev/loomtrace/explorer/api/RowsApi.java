package dev.loomtrace.explorer.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.explorer.http.Refusal;
import dev.loomtrace.explorer.http.Reply;
import dev.loomtrace.explorer.http.Request;
import dev.loomtrace.explorer.trace.LoadedTrace;
import dev.loomtrace.explorer.trace.NamedLists.Named;
import dev.loomtrace.explorer.trace.RowId;
import dev.loomtrace.explorer.trace.ThreadTable;
import dev.loomtrace.timeline.SpanKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/** {@code rows}, {@code members} and {@code row}: what the timeline has rows for. */
final class RowsApi {
  private static final int MAX_ROWS = 64;
  private static final int MAX_MEMBERS = 10_000;

  private RowsApi() {}

  /** In what order members come. */
  private enum Sort {
    BEGIN,
    WAITING,
    DURATION,
    RUNNING,
    RUNNABLE,
    KIND,
    ID
  }

  /** All rows but those of threads. */
  static Reply rows(LoadedTrace trace, Request request) throws IOException {
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("rows");
          rows(trace, json);
          json.writeEndArray();
          long leftOut = trace.tasks().leftOut() + trace.counters().leftOut();
          if (leftOut > 0) {
            json.writeNumberField("leftOut", leftOut);
          }
          json.writeEndObject();
        });
  }

  private static void rows(LoadedTrace trace, JsonGenerator json) throws IOException {
    RowJson rows = new RowJson(trace, json);
    if (trace.store().count(SpanKind.RANGE) > 0) {
      rows.ranges();
    }
    if (trace.threads().size() > 0) {
      for (ThreadCounter counter : ThreadCounter.values()) {
        rows.counter(counter);
      }
    }
    for (Named counter : trace.counters().all()) {
      rows.counter(counter);
    }
    for (int i = 0; i < trace.store().procs().size(); i++) {
      rows.carrier(trace.store().procs().get(i));
    }
    for (Named tasks : trace.tasks().all()) {
      rows.tasks(tasks);
    }
    for (int group : groups(trace.threads())) {
      rows.group(group);
    }
  }

  /** The groups, those first that wait and run the most. */
  private static List<Integer> groups(ThreadTable threads) {
    long[] busy = new long[threads.groups()];
    for (int thread = 0; thread < threads.size(); thread++) {
      busy[threads.groupOf(thread)] += threads.waiting(thread) + threads.running(thread);
    }
    List<Integer> groups = new ArrayList<>();
    for (int group = 0; group < busy.length; group++) {
      groups.add(group);
    }
    groups.sort(
        Comparator.comparingLong((Integer group) -> busy[group])
            .reversed()
            .thenComparing(threads::groupName));
    return groups;
  }

  /** Some rows by their ids. */
  static Reply row(LoadedTrace trace, Request request) throws IOException, Refusal {
    List<RowJson.Writer> writers = new ArrayList<>();
    for (RowId row : parsed(request.all("id"))) {
      writers.add(RowJson.writer(trace, row));
    }
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("rows");
          RowJson rows = new RowJson(trace, json);
          for (RowJson.Writer writer : writers) {
            writer.writeTo(rows);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /** The rows of ids. */
  static List<RowId> parsed(List<String> ids) throws Refusal {
    if (ids.isEmpty() || ids.size() > MAX_ROWS) {
      throw Refusal.wrong("there are " + ids.size() + " rows, expected 1 to " + MAX_ROWS);
    }
    List<RowId> rows = new ArrayList<>();
    for (String id : ids) {
      Optional<RowId> row = RowId.parse(id);
      if (row.isEmpty()) {
        throw Refusal.notFound("there is no row '" + id + "'");
      }
      rows.add(row.get());
    }
    return rows;
  }

  /** The lives of a group, or of all, in an order. */
  static Reply members(LoadedTrace trace, Request request) throws IOException, Refusal {
    ThreadTable threads = trace.threads();
    Optional<String> group = request.text("group");
    Optional<Integer> number = group.flatMap(threads::group);
    if (group.isPresent() && number.isEmpty()) {
      throw Refusal.notFound("there is no group of threads '" + group.get() + "'");
    }
    int offset = request.number("offset", 0, 0, Integer.MAX_VALUE);
    int limit = request.number("limit", 200, 0, MAX_MEMBERS);
    Sort sort = request.choice("sort", Sort.BEGIN, Sort.values());
    String filter = request.text("filter").orElse("");
    IntStream members = IntStream.of(threads.members(number.orElse(ThreadTable.ALL)));
    int[] found =
        sorted(threads, filter.isEmpty() ? members : members.filter(matching(trace, filter)), sort);
    if (request.flag("reverse")) {
      reverse(found);
    }
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeNumberField("total", found.length);
          json.writeArrayFieldStart("rows");
          RowJson rows = new RowJson(trace, json);
          int end = (int) Math.min(found.length, (long) offset + limit);
          for (int i = offset; i < end; i++) {
            rows.thread(found[i]);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /** Whether a life has this id, or this in its name. */
  static IntPredicate matching(LoadedTrace trace, String filter) {
    String part = filter.toLowerCase(Locale.ROOT);
    return thread ->
        String.valueOf(trace.threads().id(thread)).equals(part)
            || trace.threads().track(thread).name().toLowerCase(Locale.ROOT).contains(part);
  }

  private static int[] sorted(ThreadTable threads, IntStream members, Sort sort) {
    return switch (sort) {
      case BEGIN -> members.toArray();
      case ID -> members.sorted().toArray(); // They are numbered by their ids.
      case WAITING -> sorted(members, thread -> -threads.waiting(thread));
      case RUNNING -> sorted(members, thread -> -threads.running(thread));
      case RUNNABLE -> sorted(members, thread -> -threads.runnable(thread));
      case KIND ->
          members // By the word that is shown.
              .boxed()
              .sorted(Comparator.comparing(thread -> threads.track(thread).threadKind().name()))
              .mapToInt(Integer::intValue)
              .toArray();
      case DURATION -> sorted(members, thread -> threads.begin(thread) - threads.end(thread));
    };
  }

  private static void reverse(int[] numbers) {
    for (int i = 0, j = numbers.length - 1; i < j; i++, j--) {
      int number = numbers[i];
      numbers[i] = numbers[j];
      numbers[j] = number;
    }
  }

  private static int[] sorted(IntStream members, IntToLongFunction key) {
    return members
        .boxed()
        .sorted(Comparator.comparingLong(key::applyAsLong))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
