package dev.loomtrace.report;

import dev.loomtrace.analysis.CarriersResult;
import dev.loomtrace.analysis.CodePlace;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.Stack;
import java.io.IOException;
import java.util.Optional;

/** Places in the code, for people. */
final class PlaceText {
  private PlaceText() {}

  /** A frame in a line. */
  static String frame(Frame frame) {
    return frame.function()
        + (frame.file().isEmpty() ? "" : " (" + frame.file() + ":" + frame.line() + ")");
  }

  /** A frame in short, beside others: the class without its package, without file and line. */
  static String inShort(Frame frame) {
    String function = frame.function();
    return function.substring(function.lastIndexOf('/') + 1);
  }

  /** The same with its line: {@code Shelf.take:27}. */
  static String withLine(Frame frame) {
    return inShort(frame) + (frame.line() > 0 ? ":" + frame.line() : "");
  }

  /** A place in a line. */
  static String line(CodePlace place) {
    return frame(place.site()) + place.called().map(f -> " calling " + inShort(f)).orElse("");
  }

  /** From what it is known where a thread was that had a carrier, to stand below the place. */
  static String source(CarriersResult.Source source) {
    return switch (source) {
      case SAMPLES -> "there it was seen to execute";
      case PINNED -> "there it waited, and kept it";
      case NEXT_WAIT -> "there it gave it back; where it was before is not known";
      case UNKNOWN -> "where is not known";
    };
  }

  /** Writes a place in lines of its own. */
  static void print(Text out, CodePlace place) throws IOException {
    out.line("at " + Visible.name(frame(place.site())));
    Optional<Frame> called = place.called();
    if (called.isPresent()) {
      out.line("calling " + Visible.name(frame(called.get())));
    }
  }

  /** Writes a whole stack, a frame a line; nothing if none was taken. */
  static void print(Text out, Stack stack) throws IOException {
    for (Frame frame : stack.frames()) {
      out.line(Visible.name(frame(frame)));
    }
  }
}
