package dev.loomtrace.explorer.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.explorer.http.Refusal;
import dev.loomtrace.explorer.http.Reply;
import dev.loomtrace.explorer.http.Request;
import dev.loomtrace.explorer.trace.LoadedTrace;
import dev.loomtrace.explorer.trace.Order;
import dev.loomtrace.explorer.trace.ThreadTable;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.store.ListCursor;
import dev.loomtrace.timeline.store.Track;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** {@code units}: tasks, lives of threads, or regions by how long they took. */
final class UnitsApi {
  private static final int MOST = 100_000;

  private UnitsApi() {}

  /** What the units are. */
  private enum Kind {
    TASK,
    THREAD,
    REGION;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** All units, in columns. */
  private static final class Units {
    private long[] begins = new long[16];
    private long[] durations = new long[16];
    private long[] ids = new long[16];
    private long[] threads = new long[16];
    private boolean[] cut = new boolean[16];
    private int size;

    private void add(long id, long thread, long begin, long end, boolean isCut) {
      if (size == begins.length) {
        begins = Arrays.copyOf(begins, 2 * size);
        durations = Arrays.copyOf(durations, 2 * size);
        ids = Arrays.copyOf(ids, 2 * size);
        threads = Arrays.copyOf(threads, 2 * size);
        cut = Arrays.copyOf(cut, 2 * size);
      }
      begins[size] = begin;
      durations[size] = end - begin;
      ids[size] = id;
      threads[size] = thread;
      cut[size] = isCut;
      size++;
    }

    private int[] longestFirst() {
      long[] keys = new long[size];
      for (int i = 0; i < size; i++) {
        keys[i] = -durations[i];
      }
      int[] order = Order.all(size);
      Order.sort(order, keys);
      return order;
    }
  }

  static Reply units(LoadedTrace trace, Request request) throws IOException, Refusal {
    Kind kind = request.choice("kind", Kind.TASK, Kind.values());
    Optional<String> name = request.text("name");
    Units units =
        switch (kind) {
          case TASK -> listed(trace, SpanKind.TASK, name);
          case REGION -> listed(trace, SpanKind.REGION, name);
          case THREAD -> lives(trace, name);
        };
    int[] order = units.longestFirst();
    int count = Math.min(MOST, order.length);
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeStringField("kind", kind.word());
          json.writeStringField("name", name.orElse(""));
          json.writeNumberField("total", units.size);
          write(trace, units, order, count, kind, json);
          json.writeBooleanField("more", count < order.length);
          json.writeEndObject();
        });
  }

  private static Units listed(LoadedTrace trace, SpanKind kind, Optional<String> name) {
    Units units = new Units();
    ListCursor span = trace.store().listCursor();
    span.between(kind, Long.MIN_VALUE, Long.MAX_VALUE);
    while (span.next()) {
      if (name.isEmpty() || name.get().equals(span.name())) {
        units.add(
            TaskIds.isTask(span.id()) ? span.id() : 0,
            span.thread(),
            span.begin(),
            span.end(),
            span.open() || span.beganBefore());
      }
    }
    return units;
  }

  private static Units lives(LoadedTrace trace, Optional<String> name) throws Refusal {
    ThreadTable threads = trace.threads();
    Optional<Integer> group = name.flatMap(threads::group);
    if (name.isPresent() && group.isEmpty()) {
      throw Refusal.notFound("there is no group of threads '" + name.get() + "'");
    }
    Units units = new Units();
    for (int thread : threads.members(group.orElse(ThreadTable.ALL))) {
      Track track = threads.track(thread);
      units.add(
          track.id(), track.id(), track.begin(), track.end(), track.open() || track.beganBefore());
    }
    return units;
  }

  private static void write(
      LoadedTrace trace, Units units, int[] order, int count, Kind kind, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart("durations");
    for (int i = 0; i < count; i++) {
      json.writeNumber(units.durations[order[i]]);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("ids");
    for (int i = 0; i < count; i++) {
      if (kind == Kind.THREAD) {
        json.writeNumber(units.ids[order[i]]);
      } else {
        TaskIds.write(json, units.ids[order[i]]);
      }
    }
    json.writeEndArray();
    if (kind == Kind.REGION) {
      json.writeArrayFieldStart("threads");
      for (int i = 0; i < count; i++) {
        json.writeNumber(units.threads[order[i]]);
      }
      json.writeEndArray();
    }
    json.writeArrayFieldStart("begins");
    for (int i = 0; i < count; i++) {
      json.writeNumber(trace.time().sinceStart(units.begins[order[i]]));
    }
    json.writeEndArray();
    json.writeArrayFieldStart("cut");
    for (int i = 0; i < count; i++) {
      json.writeBoolean(units.cut[order[i]]);
    }
    json.writeEndArray();
  }
}
