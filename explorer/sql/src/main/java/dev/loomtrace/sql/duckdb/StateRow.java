package dev.loomtrace.sql.duckdb;

import dev.loomtrace.analysis.CodePlace;
import dev.loomtrace.analysis.CodePlaces;
import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.timeline.store.SpanCursor;
import dev.loomtrace.timeline.store.Track;
import dev.loomtrace.timeline.store.Tracks;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.FrameOrigins;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What threads did, or procs: a row stands on one span after the other. */
final class StateRow implements Rows<StateRow> {
  /** Spans that make a part worth a thread of its own. */
  private static final long PART_SPANS = 200_000;

  private final OpenTrace trace;
  private final Tracks tracks;
  private final SpanCursor span;
  private final CodePlaces places = new CodePlaces(FrameOrigins.DEFAULT);
  private final int end;
  private int next;
  private int track;
  private boolean within;
  private int knownStack = -1;
  private Optional<CodePlace> known = Optional.empty();

  private StateRow(OpenTrace trace, Tracks tracks, int from, int to) {
    this.trace = trace;
    this.tracks = tracks;
    this.span = trace.store().cursor();
    this.next = from;
    this.end = to;
  }

  /** All states of threads. */
  static List<Supplier<Rows<StateRow>>> ofThreads(OpenTrace trace) {
    return of(trace, trace.store().threads());
  }

  /** Who ran on which proc. */
  static List<Supplier<Rows<StateRow>>> ofProcs(OpenTrace trace) {
    return of(trace, trace.store().procs());
  }

  private static List<Supplier<Rows<StateRow>>> of(OpenTrace trace, Tracks tracks) {
    List<Supplier<Rows<StateRow>>> parts = new ArrayList<>();
    int from = 0;
    long spans = 0;
    for (int i = 0; i < tracks.size(); i++) {
      spans += tracks.get(i).spans();
      if (spans >= PART_SPANS || i + 1 == tracks.size()) {
        int begin = from;
        int to = i + 1;
        parts.add(() -> new StateRow(trace, tracks, begin, to));
        from = to;
        spans = 0;
      }
    }
    return parts;
  }

  @Override
  public StateRow next() {
    while (!within || !span.next()) {
      if (next == end) {
        return null;
      }
      track = next++;
      Track entered = tracks.get(track);
      span.between(entered, Long.MIN_VALUE, Long.MAX_VALUE);
      within = true;
    }
    return this;
  }

  OpenTrace trace() {
    return trace;
  }

  SpanCursor span() {
    return span;
  }

  /** Of a thread's states, the number of its life. */
  long life() {
    return trace.life(track);
  }

  private Optional<CodePlace> place() {
    int stack = span.stackNumber();
    if (stack != knownStack) {
      knownStack = stack;
      known = places.of(span.place());
    }
    return known;
  }

  /** The application's frame in which it came into the state; none if that is not known. */
  Frame site() {
    return place().map(CodePlace::site).orElse(Frame.NONE);
  }

  /** The library's function that the application called there; may be empty. */
  String called() {
    return place().flatMap(CodePlace::called).map(Frame::function).orElse("");
  }

  /** Whether it waits for work. */
  boolean isIdle() {
    return span.state() == SpanState.WAITING && places.isIdle(span.cause(), span.place());
  }
}
