package dev.loomtrace.jfr.decode;

import dev.loomtrace.trace.Frame;
import java.util.HashMap;
import java.util.Map;

/**
 * Frames of one recording, each (function, file, line) with an invented program counter of its own.
 *
 * <p>Names of threads and of generated classes can be without end: what was not seen for a part of
 * the recording and many frames is forgotten, and gets a new counter if it comes again.
 */
final class FrameTable {
  private static final int REMEMBERED = 100_000;

  private record Line(String function, String file, long line) {}

  private Map<Line, Frame> frames = new HashMap<>();
  private Map<Line, Frame> framesBefore = new HashMap<>();
  private long counters;

  /**
   * An empty table.
   *
   * @param above its program counters are greater than that
   */
  FrameTable(long above) {
    counters = above;
  }

  /** A part of the recording has ended. */
  void partEnds() {
    if (frames.size() > REMEMBERED) {
      framesBefore = frames;
      frames = new HashMap<>();
    }
  }

  /** The frame of a function of which no more is known. */
  Frame frame(String function) {
    return frame(function, "jvm", 1);
  }

  Frame frame(String function, String file, long line) {
    Line key = new Line(function, file, Math.max(1, line));
    Frame frame = frames.get(key);
    if (frame == null) {
      frame = framesBefore.get(key);
      if (frame == null) {
        frame = new Frame(++counters, function, file, key.line());
      }
      frames.put(key, frame);
    }
    return frame;
  }
}
