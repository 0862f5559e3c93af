package dev.loomtrace.sql.duckdb;

import dev.loomtrace.analysis.CodePlace;
import dev.loomtrace.analysis.CriticalPath;
import dev.loomtrace.analysis.PathState;
import dev.loomtrace.analysis.PathUnit;
import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.FrameOrigins;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The critical paths of tasks: a row stands on one segment after the other. */
final class PathRow implements Rows<PathRow> {
  /** Tasks that make a part worth a thread of its own. */
  private static final int PART_TASKS = 500;

  private final OpenTrace trace;
  private final List<PathUnit> units;
  private int next;
  private PathUnit unit;
  private List<CriticalPath.Segment> segments = List.of();
  private int segment;

  private PathRow(OpenTrace trace, List<PathUnit> units) {
    this.trace = trace;
    this.units = units;
  }

  static List<Supplier<Rows<PathRow>>> of(OpenTrace trace) {
    List<PathUnit> units = trace.units();
    List<Supplier<Rows<PathRow>>> parts = new ArrayList<>();
    for (int from = 0; from < units.size(); from += PART_TASKS) {
      List<PathUnit> part = units.subList(from, Math.min(units.size(), from + PART_TASKS));
      parts.add(() -> new PathRow(trace, part));
    }
    return parts;
  }

  @Override
  public PathRow next() {
    segment++;
    while (segment >= segments.size()) {
      if (next == units.size()) {
        return null;
      }
      unit = units.get(next++);
      segments =
          CriticalPath.of(trace.store(), trace.stops(), FrameOrigins.DEFAULT, unit).segments();
      segment = 0;
    }
    return this;
  }

  OpenTrace trace() {
    return trace;
  }

  /** The task. */
  long task() {
    return unit.id();
  }

  /** Its number on the path. */
  int number() {
    return segment;
  }

  CriticalPath.Segment segment() {
    return segments.get(segment);
  }

  /** Puts the number of the life that had to act, or to begin. */
  void life(Cell cell) {
    CriticalPath.Segment segment = segment();
    boolean begun = trace.store().threads().numberAt(segment.thread(), segment.begin()) >= 0;
    trace.life(segment.thread(), begun ? segment.begin() : segment.end(), cell);
  }

  /** What was done, in the words of the states of threads where it is one. */
  String state() {
    PathState state = segment().state();
    return OpenTrace.word(state == PathState.BLOCKED ? SpanState.WAITING : state);
  }

  /** The application's frame in which it waited; none if that is not known. */
  Frame site() {
    return segment().place().map(CodePlace::site).orElse(Frame.NONE);
  }
}
