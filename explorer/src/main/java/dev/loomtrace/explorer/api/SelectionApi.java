package dev.loomtrace.explorer.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.analysis.CodePlace;
import dev.loomtrace.analysis.CodePlaces;
import dev.loomtrace.explorer.http.Refusal;
import dev.loomtrace.explorer.http.Reply;
import dev.loomtrace.explorer.http.Request;
import dev.loomtrace.explorer.trace.LoadedTrace;
import dev.loomtrace.explorer.trace.RowId;
import dev.loomtrace.explorer.trace.ThreadTable;
import dev.loomtrace.report.SpanWords;
import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.timeline.store.SpanCursor;
import dev.loomtrace.timeline.store.Tile;
import dev.loomtrace.timeline.store.Track;
import dev.loomtrace.trace.WaitCause;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** {@code selection}: where the time of threads went in a stretch. */
final class SelectionApi {
  private static final int TOP = 50;
  private static final int CHUNK = 1 << 12;
  private static final SpanState[] STATES = SpanState.values();

  // The spans of those threads that wait the most are looked at one by one, up to so many.
  private static final long MAX_SPANS = 4_000_000;

  private SelectionApi() {}

  /** What a thread did in the stretch. */
  private static final class Share {
    private final int thread;
    private final long[] nanos;
    private final long spans;

    private Share(int thread, long[] nanos, long spans) {
      this.thread = thread;
      this.nanos = nanos;
      this.spans = spans;
    }

    private long waiting() {
      return nanos[SpanState.WAITING.ordinal()] + nanos[SpanState.PINNED.ordinal()];
    }

    private long busy() {
      return nanos[SpanState.RUNNING.ordinal()]
          + nanos[SpanState.RUNNABLE.ordinal()]
          + nanos[SpanState.SYSCALL.ordinal()];
    }
  }

  private record Why(WaitCause cause, SpanState state, Optional<CodePlace> place, boolean idle) {}

  private static final class Waits {
    private long count;
    private long total;
    private long longest = -1;
    private long thread;
    private long time;
  }

  static Reply selection(LoadedTrace trace, Request request) throws IOException, Refusal {
    Stretch stretch = Stretch.of(request, trace.time());
    List<String> rows = request.all("row");
    int[] threads =
        rows.isEmpty()
            ? trace.threads().alive(ThreadTable.ALL, stretch.from(), stretch.to()).toArray()
            : chosen(trace, RowsApi.parsed(rows), stretch);
    List<Share> shares = shares(trace, threads, stretch);
    shares.sort(Comparator.comparingLong(Share::waiting).reversed());
    Map<Why, Waits> waits = new HashMap<>();
    int left = waits(trace, shares, stretch, waits);
    return Reply.json(json -> write(trace, shares, waits, left, json));
  }

  private static int[] chosen(LoadedTrace trace, List<RowId> rows, Stretch stretch) throws Refusal {
    IntStream all = IntStream.empty();
    for (RowId row : rows) {
      IntStream some =
          switch (row.kind()) {
            case GROUP ->
                trace.threads().alive(RowJson.groupOf(trace, row), stretch.from(), stretch.to());
            case THREAD -> IntStream.of(RowJson.threadOf(trace, row));
            case RANGES, COUNTER, CARRIER, TASKS ->
                throw Refusal.wrong("the row '" + row + "' is not one of threads");
          };
      all = IntStream.concat(all, some);
    }
    return all.distinct().toArray();
  }

  private static List<Share> shares(LoadedTrace trace, int[] threads, Stretch stretch) {
    long[] borders = {stretch.from(), stretch.to()};
    List<Share> shares = new ArrayList<>();
    for (int from = 0; from < threads.length; from += CHUNK) {
      List<Track> tracks = new ArrayList<>();
      int end = Math.min(threads.length, from + CHUNK);
      for (int i = from; i < end; i++) {
        tracks.add(trace.threads().track(threads[i]));
      }
      Tile tile = trace.store().tile(tracks, borders);
      for (int i = from; i < end; i++) {
        long[] nanos = new long[STATES.length];
        long all = 0;
        for (SpanState state : STATES) {
          nanos[state.ordinal()] = tile.time(i - from, 0, state);
          all += nanos[state.ordinal()];
        }
        if (all > 0) {
          shares.add(new Share(threads[i], nanos, tile.spans(i - from, 0)));
        }
      }
    }
    return shares;
  }

  /** Adds up waits; returns of how many threads that wait it did not. */
  private static int waits(
      LoadedTrace trace, List<Share> shares, Stretch stretch, Map<Why, Waits> waits) {
    CodePlaces places = new CodePlaces(trace.origins());
    SpanCursor span = trace.store().cursor();
    long looked = 0;
    for (int i = 0; i < shares.size(); i++) {
      Share share = shares.get(i);
      if (share.waiting() == 0) {
        return 0; // Nor do those that follow.
      }
      looked += share.spans + 1;
      if (looked > MAX_SPANS && i > 0) {
        return (int) shares.stream().skip(i).filter(each -> each.waiting() > 0).count();
      }
      span.between(trace.threads().track(share.thread), stretch.from(), stretch.to());
      while (span.next()) {
        if (span.state() == SpanState.WAITING || span.state() == SpanState.PINNED) {
          add(span, places, stretch, waits);
        }
      }
    }
    return 0;
  }

  private static void add(
      SpanCursor span, CodePlaces places, Stretch stretch, Map<Why, Waits> waits) {
    long from = Math.max(span.begin(), stretch.from());
    long time = Math.min(span.end(), stretch.to()) - from;
    Why why =
        new Why(
            span.cause(),
            span.state(),
            places.of(span.place()),
            places.isIdle(span.cause(), span.place()));
    Waits sum = waits.computeIfAbsent(why, key -> new Waits());
    sum.count++;
    sum.total += time;
    if (time > sum.longest) {
      sum.longest = time;
      sum.thread = span.thread();
      sum.time = from;
    }
  }

  private static void write(
      LoadedTrace trace, List<Share> shares, Map<Why, Waits> waits, int left, JsonGenerator json)
      throws IOException {
    long[] all = new long[STATES.length];
    for (Share share : shares) {
      for (int state = 0; state < all.length; state++) {
        all[state] += share.nanos[state];
      }
    }
    json.writeStartObject();
    nanos(json, all);
    json.writeNumberField("threads", shares.size());
    json.writeArrayFieldStart("waits");
    List<Map.Entry<Why, Waits>> sorted = new ArrayList<>(waits.entrySet());
    sorted.sort(
        Comparator.comparing((Map.Entry<Why, Waits> wait) -> wait.getKey().idle())
            .thenComparing(Comparator.comparingLong(wait -> -wait.getValue().total)));
    for (Map.Entry<Why, Waits> wait : sorted.subList(0, Math.min(TOP, sorted.size()))) {
      wait(trace, wait.getKey(), wait.getValue(), json);
    }
    json.writeEndArray();
    if (left > 0) {
      json.writeNumberField("waitsLeftOut", left);
    }
    json.writeArrayFieldStart("top");
    RowJson rows = new RowJson(trace, json);
    List<Share> top =
        shares.stream()
            .sorted(
                Comparator.comparingLong(Share::busy).thenComparingLong(Share::waiting).reversed())
            .limit(TOP)
            .toList();
    for (Share share : top) {
      rows.openThread(share.thread);
      nanos(json, share.nanos);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void wait(LoadedTrace trace, Why why, Waits sum, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("reason", why.cause().word());
    json.writeStringField("resource", why.cause().resource());
    json.writeStringField("label", SpanWords.of(why.state(), why.cause(), why.place()));
    json.writeStringField("state", SpanJson.word(why.state()));
    json.writeBooleanField("idle", why.idle());
    json.writeNumberField("count", sum.count);
    json.writeNumberField("totalNanos", sum.total);
    json.writeNumberField("longestNanos", sum.longest);
    json.writeNumberField("thread", sum.thread);
    json.writeNumberField("time", trace.time().sinceStart(sum.time));
    json.writeEndObject();
  }

  private static void nanos(JsonGenerator json, long[] nanos) throws IOException {
    json.writeObjectFieldStart("nanosByState");
    for (SpanState state : STATES) {
      json.writeNumberField(SpanJson.word(state), nanos[state.ordinal()]);
    }
    json.writeEndObject();
  }
}
