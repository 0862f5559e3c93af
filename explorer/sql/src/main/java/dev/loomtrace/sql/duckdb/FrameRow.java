package dev.loomtrace.sql.duckdb;

import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.FrameOrigins;
import java.util.List;
import java.util.function.Supplier;

/** The frames of all stacks, one after the other. */
final class FrameRow implements Rows<FrameRow> {
  private final OpenTrace trace;
  private int stack;
  private int depth;
  private List<Frame> frames = List.of();

  private FrameRow(OpenTrace trace) {
    this.trace = trace;
  }

  static List<Supplier<Rows<FrameRow>>> of(OpenTrace trace) {
    return List.of(() -> new FrameRow(trace));
  }

  @Override
  public FrameRow next() {
    depth++;
    while (depth >= frames.size()) {
      stack++; // The first one is none.
      if (stack >= trace.store().stacks()) {
        return null;
      }
      frames = trace.store().stack(stack).frames();
      depth = 0;
    }
    return this;
  }

  OpenTrace trace() {
    return trace;
  }

  long stack() {
    return trace.stack(stack);
  }

  int depth() {
    return depth;
  }

  Frame frame() {
    return frames.get(depth);
  }

  String origin() {
    return OpenTrace.word(FrameOrigins.DEFAULT.of(frame()));
  }
}
