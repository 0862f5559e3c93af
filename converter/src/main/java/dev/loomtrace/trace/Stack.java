package dev.loomtrace.trace;

import java.util.List;

/** An immutable stack trace: the frames from the innermost call (the leaf) to the root. */
public final class Stack {
  /** No stack was taken. Differs from a stack without frames. */
  public static final Stack NONE = new Stack(false, List.of());

  private final boolean taken;
  private final List<Frame> frames;
  private int hash;

  private Stack(boolean taken, List<Frame> frames) {
    this.taken = taken;
    this.frames = frames;
  }

  /** A stack of these frames, leaf first. */
  public static Stack of(List<Frame> frames) {
    return new Stack(true, List.copyOf(frames));
  }

  /** The frames, leaf first; unmodifiable. */
  public List<Frame> frames() {
    return frames;
  }

  /** Whether no stack was taken. */
  public boolean isNone() {
    return !taken;
  }

  /** Stacks are equal if their frames are, except that {@link #NONE} equals only itself. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Stack that && taken == that.taken && frames.equals(that.frames);
  }

  @Override
  public int hashCode() {
    // Kept, since writers look stacks up for each event. A race computes it twice, no more.
    int h = hash;
    if (h == 0) {
      h = frames.hashCode();
      hash = h;
    }
    return h;
  }

  @Override
  public String toString() {
    return isNone() ? "none" : frames.toString();
  }
}
