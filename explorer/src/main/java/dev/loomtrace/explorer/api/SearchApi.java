package dev.loomtrace.explorer.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.explorer.http.Refusal;
import dev.loomtrace.explorer.http.Reply;
import dev.loomtrace.explorer.http.Request;
import dev.loomtrace.explorer.trace.LoadedTrace;
import dev.loomtrace.explorer.trace.NamedLists.Named;
import dev.loomtrace.explorer.trace.RowId;
import dev.loomtrace.explorer.trace.ThreadTable;
import dev.loomtrace.report.SpanWords;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.timeline.store.ListCursor;
import dev.loomtrace.trace.Context;
import java.io.IOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** {@code search}: threads, groups, tasks, functions, regions and logs by a part of their text. */
final class SearchApi {
  private static final int USUAL = 50;
  private static final int MOST = 1_000;
  private static final int KINDS = 6;
  private static final int LEAST_OF_KIND = 3;

  private final LoadedTrace trace;
  private final String part;
  private final int ofEach;
  private final JsonGenerator json;

  private SearchApi(LoadedTrace trace, String part, int limit, JsonGenerator json) {
    this.trace = trace;
    this.part = part.toLowerCase(Locale.ROOT);
    this.ofEach = Math.max(LEAST_OF_KIND, limit / KINDS);
    this.json = json;
  }

  static Reply search(LoadedTrace trace, Request request) throws IOException, Refusal {
    String part = request.needed("q").strip();
    if (part.isEmpty()) {
      throw Refusal.wrong("'q' is empty");
    }
    int limit = request.number("limit", USUAL, 1, MOST);
    return Reply.json(json -> new SearchApi(trace, part, limit, json).write());
  }

  private void write() throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("hits");
    threads();
    groups();
    tasks();
    regions();
    functions();
    logs();
    json.writeEndArray();
    json.writeEndObject();
  }

  private boolean matches(String text) {
    return text.toLowerCase(Locale.ROOT).contains(part);
  }

  private void open(String kind, String label) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", kind);
    json.writeStringField("label", label);
  }

  private void threads() throws IOException {
    ThreadTable threads = trace.threads();
    int[] found =
        IntStream.range(0, threads.size())
            .filter(RowsApi.matching(trace, part))
            .limit(ofEach)
            .toArray();
    for (int thread : found) {
      open("thread", RowJson.label(trace, thread));
      json.writeStringField("row", threads.row(thread).toString());
      json.writeNumberField("thread", threads.id(thread));
      json.writeNumberField("time", trace.time().sinceStart(threads.begin(thread)));
      json.writeEndObject();
    }
  }

  private void groups() throws IOException {
    ThreadTable threads = trace.threads();
    int found = 0;
    for (int group = 0; group < threads.groups() && found < ofEach; group++) {
      String name = threads.groupName(group);
      if (matches(name)) {
        found++;
        open("group", name);
        json.writeStringField("row", RowId.group(name).toString());
        json.writeEndObject();
      }
    }
  }

  private void tasks() throws IOException {
    Optional<Long> id = taskId();
    ListCursor task = trace.store().listCursor();
    if (id.isPresent() && task.seekTask(id.get())) {
      open("task", task.name() + " " + part);
      json.writeStringField("row", RowId.tasks(task.name()).toString());
      TaskIds.write(json, "task", task.id());
      json.writeNumberField("time", trace.time().sinceStart(task.begin()));
      json.writeEndObject();
    }
    int found = 0;
    for (Named tasks : trace.tasks().all()) {
      if (found < ofEach && matches(tasks.name())) {
        found++;
        open("task", tasks.name());
        json.writeStringField("row", RowId.tasks(tasks.name()).toString());
        json.writeNumberField("time", trace.time().sinceStart(tasks.begin()));
        json.writeEndObject();
      }
    }
  }

  private Optional<Long> taskId() {
    try {
      return Optional.of(Long.parseUnsignedLong(part));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private void functions() throws IOException {
    int found = 0;
    for (String function : trace.functions()) {
      if (found == ofEach) {
        return;
      }
      if (matches(function)) {
        found++;
        open("function", function);
        // Where threads start with it, there is a row.
        if (trace.threads().group(function).isPresent()) {
          json.writeStringField("row", RowId.group(function).toString());
        }
        json.writeEndObject();
      }
    }
  }

  private void regions() throws IOException {
    Set<String> names = new HashSet<>();
    ListCursor region = trace.store().listCursor();
    region.between(SpanKind.REGION, Long.MIN_VALUE, Long.MAX_VALUE);
    while (names.size() < ofEach && region.next()) {
      if (matches(region.name()) && names.add(region.name())) {
        open("region", region.name());
        place(region);
        json.writeEndObject();
      }
    }
  }

  private void logs() throws IOException {
    int found = 0;
    ListCursor log = trace.store().listCursor();
    log.between(SpanKind.LOG, Long.MIN_VALUE, Long.MAX_VALUE);
    while (found < ofEach && log.next()) {
      if (matches(log.message()) || matches(log.name())) {
        found++;
        open("log", SpanWords.text(log.message()));
        place(log);
        json.writeEndObject();
      }
    }
  }

  /** Where a region or log is. */
  private void place(SpanView span) throws IOException {
    Optional<Integer> life = trace.threads().of(span.thread(), span.begin());
    if (life.isPresent()) {
      json.writeStringField("row", trace.threads().row(life.get()).toString());
    }
    if (span.thread() != Context.NO_GOROUTINE) {
      json.writeNumberField("thread", span.thread());
    }
    if (TaskIds.isTask(span.id())) {
      TaskIds.write(json, "task", span.id());
    }
    json.writeNumberField("time", trace.time().sinceStart(span.begin()));
  }
}
