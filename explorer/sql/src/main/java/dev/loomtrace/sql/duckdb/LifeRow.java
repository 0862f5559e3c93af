package dev.loomtrace.sql.duckdb;

import dev.loomtrace.analysis.GroupNames;
import dev.loomtrace.timeline.store.Track;
import dev.loomtrace.timeline.store.Tracks;
import dev.loomtrace.trace.Frame;
import java.util.List;
import java.util.function.Supplier;

/** The lives of threads, or procs, one after the other. */
final class LifeRow implements Rows<LifeRow> {
  private final OpenTrace trace;
  private final Tracks tracks;
  private int number = -1;
  private Track track;

  private LifeRow(OpenTrace trace, Tracks tracks) {
    this.trace = trace;
    this.tracks = tracks;
  }

  /** All threads. */
  static List<Supplier<Rows<LifeRow>>> ofThreads(OpenTrace trace) {
    return List.of(() -> new LifeRow(trace, trace.store().threads()));
  }

  @Override
  public LifeRow next() {
    number++;
    if (number == tracks.size()) {
      return null;
    }
    track = tracks.get(number);
    return this;
  }

  OpenTrace trace() {
    return trace;
  }

  Track track() {
    return track;
  }

  long life() {
    return trace.life(number);
  }

  /** The function in which it starts; may be empty. */
  String start() {
    List<Frame> frames = track.start().frames();
    return frames.isEmpty() ? "" : frames.getLast().function();
  }

  String group() {
    return GroupNames.of(track.threadKind(), track.name(), start());
  }
}
