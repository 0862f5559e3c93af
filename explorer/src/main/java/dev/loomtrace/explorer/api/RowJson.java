package dev.loomtrace.explorer.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.convert.TraceFormat;
import dev.loomtrace.explorer.http.Refusal;
import dev.loomtrace.explorer.trace.LoadedTrace;
import dev.loomtrace.explorer.trace.NamedLists.Named;
import dev.loomtrace.explorer.trace.RowId;
import dev.loomtrace.explorer.trace.ThreadTable;
import dev.loomtrace.report.SpanWords;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.timeline.store.Tile;
import dev.loomtrace.timeline.store.Track;
import dev.loomtrace.trace.ThreadKind;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes rows of the timeline as JSON. */
final class RowJson {
  private static final String NOT_KNOWN = "(not known)";
  private static final String UNNAMED = "(unnamed)";

  private final LoadedTrace trace;
  private final ThreadTable threads;
  private final JsonGenerator json;

  RowJson(LoadedTrace trace, JsonGenerator json) {
    this.trace = trace;
    this.threads = trace.threads();
    this.json = json;
  }

  /** Writes a row that was found. */
  @FunctionalInterface
  interface Writer {
    /** Writes it. */
    void writeTo(RowJson rows) throws IOException;
  }

  /**
   * What writes a row.
   *
   * @throws Refusal if there is none
   */
  static Writer writer(LoadedTrace trace, RowId row) throws IOException, Refusal {
    return switch (row.kind()) {
      case RANGES -> RowJson::ranges;
      case COUNTER -> counter(trace, row);
      case CARRIER -> {
        Track track = track(trace, row);
        yield rows -> rows.carrier(track);
      }
      case TASKS -> {
        Named tasks = named(trace.tasks().all(), row);
        yield rows -> rows.tasks(tasks);
      }
      case GROUP -> {
        int group = groupOf(trace, row);
        yield rows -> rows.group(group);
      }
      case THREAD -> {
        int thread = threadOf(trace, row);
        yield rows -> rows.thread(thread);
      }
    };
  }

  private static Writer counter(LoadedTrace trace, RowId row) throws IOException, Refusal {
    for (ThreadCounter own : ThreadCounter.values()) {
      if (own.label().equals(row.name())) {
        return rows -> rows.counter(own);
      }
    }
    Named counter = named(trace.counters().all(), row);
    return rows -> rows.counter(counter);
  }

  private static Named named(List<Named> all, RowId row) throws Refusal {
    Optional<Named> found =
        all.stream().filter(named -> named.name().equals(row.name())).findFirst();
    if (found.isEmpty()) {
      throw missing(row);
    }
    return found.get();
  }

  static Refusal missing(RowId row) {
    return Refusal.notFound("there is no row '" + row + "'");
  }

  /** The track of a carrier's row. */
  static Track track(LoadedTrace trace, RowId row) throws Refusal {
    List<Track> tracks = trace.store().procs().of(row.id());
    if (tracks.isEmpty()) {
      throw missing(row);
    }
    return tracks.getFirst();
  }

  /** The group of a row. */
  static int groupOf(LoadedTrace trace, RowId row) throws Refusal {
    Optional<Integer> group = trace.threads().group(row.name());
    if (group.isEmpty()) {
      throw missing(row);
    }
    return group.get();
  }

  /** The life of a row. */
  static int threadOf(LoadedTrace trace, RowId row) throws Refusal {
    Optional<Integer> thread = trace.threads().of(row);
    if (thread.isEmpty()) {
      throw missing(row);
    }
    return thread.get();
  }

  private void begin(RowId row, String kind, String label, long begin, long end, long spans)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", row.toString());
    json.writeStringField("kind", kind);
    json.writeStringField("label", label);
    json.writeNumberField("begin", trace.time().sinceStart(begin));
    json.writeNumberField("end", trace.time().sinceStart(end));
    json.writeNumberField("spans", spans);
  }

  /** Writes the row of ranges. */
  void ranges() throws IOException {
    begin(
        RowId.RANGES,
        "ranges",
        "collections and pauses",
        trace.time().begin(),
        trace.time().end(),
        trace.store().count(SpanKind.RANGE));
    json.writeEndObject();
  }

  /** Writes the row of a counter. */
  void counter(Named counter) throws IOException {
    begin(
        RowId.counter(counter.name()),
        "counter",
        counter.name(),
        counter.begin(),
        counter.end(),
        counter.count());
    // As the names of Go's metrics are, which those of recordings follow.
    int colon = counter.name().lastIndexOf(':');
    if (counter.name().startsWith("/") && colon > 0) {
      json.writeStringField("unit", counter.name().substring(colon + 1));
    }
    json.writeEndObject();
  }

  /** Writes the row of a counter that comes from what threads do. */
  void counter(ThreadCounter counter) throws IOException {
    begin(
        RowId.counter(counter.label()),
        "counter",
        counter.label(),
        trace.time().begin(),
        trace.time().end(),
        0);
    json.writeStringField("unit", "threads");
    json.writeEndObject();
  }

  /** Writes the row of a carrier. */
  void carrier(Track proc) throws IOException {
    String word = trace.format() == TraceFormat.JFR ? "carrier" : "processor";
    begin(
        RowId.carrier(proc.id()),
        "carrier",
        word + " " + proc.id(),
        proc.begin(),
        proc.end(),
        proc.spans());
    Tile all = trace.store().tile(List.of(proc), trace.time().begin(), trace.time().end(), 1);
    json.writeNumberField("runningNanos", all.time(0, 0, SpanState.RUNNING));
    json.writeEndObject();
  }

  /** Writes the row of all tasks of a name. */
  void tasks(Named tasks) throws IOException {
    begin(
        RowId.tasks(tasks.name()),
        "tasks",
        tasks.name().isEmpty() ? UNNAMED : tasks.name(),
        tasks.begin(),
        tasks.end(),
        tasks.count());
    json.writeNumberField("members", tasks.count());
    json.writeEndObject();
  }

  /** Writes the row of a group. */
  void group(int group) throws IOException {
    long end = Long.MIN_VALUE;
    long spans = 0;
    long running = 0;
    long waiting = 0;
    long runnable = 0;
    int[] members = threads.members(group);
    for (int thread : members) {
      end = Math.max(end, threads.end(thread));
      spans += threads.spans(thread);
      running += threads.running(thread);
      waiting += threads.waiting(thread);
      runnable += threads.runnable(thread);
    }
    String name = threads.groupName(group);
    begin(
        RowId.group(name),
        "group",
        name.isEmpty() ? NOT_KNOWN : SpanWords.function(name),
        threads.begin(members[0]),
        end,
        spans);
    json.writeStringField("group", name);
    json.writeNumberField("members", members.length);
    json.writeStringField("threadKind", word(threads.track(members[0]).threadKind()));
    times(running, waiting, runnable);
    json.writeEndObject();
  }

  private void times(long running, long waiting, long runnable) throws IOException {
    json.writeNumberField("runningNanos", running);
    json.writeNumberField("waitingNanos", waiting);
    json.writeNumberField("runnableNanos", runnable);
  }

  /** Writes the row of a life. */
  void thread(int thread) throws IOException {
    openThread(thread);
    json.writeEndObject();
  }

  /** The same, for those who have more members to write before they end the object. */
  void openThread(int thread) throws IOException {
    Track track = threads.track(thread);
    begin(
        threads.row(thread),
        "thread",
        label(trace, thread),
        track.begin(),
        track.end(),
        track.spans());
    json.writeNumberField("thread", track.id());
    json.writeStringField("threadKind", word(track.threadKind()));
    json.writeStringField("group", threads.groupName(threads.groupOf(thread)));
    times(threads.running(thread), threads.waiting(thread), threads.runnable(thread));
  }

  private static String word(ThreadKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** What a life is called: the thread's own name, if it has one, else its kind and number. */
  static String label(LoadedTrace trace, int thread) {
    Track track = trace.threads().track(thread);
    String own = ownName(track);
    return own.isEmpty() ? SpanWords.thread(track.threadKind(), track.id()) : own;
  }

  private static String ownName(Track track) {
    boolean namedAfterStart =
        track.start().frames().stream()
            .reduce((outer, last) -> last)
            .filter(frame -> frame.function().equals(track.name()))
            .isPresent();
    return namedAfterStart ? "" : track.name();
  }
}
