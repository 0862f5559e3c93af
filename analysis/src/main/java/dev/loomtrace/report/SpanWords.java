package dev.loomtrace.report;

import dev.loomtrace.analysis.CodePlace;
import dev.loomtrace.analysis.CriticalPath;
import dev.loomtrace.analysis.PathState;
import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.WaitCause;
import java.util.Optional;

/**
 * What spans, threads and places are called where there is little room, as in the boxes of a
 * timeline. Harmless and in one line, whatever a trace holds.
 */
public final class SpanWords {
  private SpanWords() {}

  /** A span of a thread: what it did, and if it waited, for what and where. */
  public static String of(SpanState state, WaitCause cause, Optional<CodePlace> place) {
    return switch (state) {
      case RUNNING -> StateWords.RUNNING.words();
      case RUNNABLE -> StateWords.RUNNABLE.words();
      case WAITING -> waiting(cause, place);
      case PINNED -> StateWords.PINNED.word() + ": " + waiting(cause, place);
      case SYSCALL -> "system call" + at(place);
      case UNKNOWN -> cause.isTold() ? StateWords.UNKNOWN.words() : StateWords.untold();
    };
  }

  /** A segment of a critical path. */
  public static String of(CriticalPath.Segment segment) {
    return switch (segment.state()) {
      case BLOCKED -> waiting(segment.cause(), segment.place());
      case HAND_OFF -> "no work: hand-off, unknown by whom";
      case RUNNING -> StateWords.RUNNING.words();
      case RUNNABLE -> StateWords.RUNNABLE.words();
      case PINNED -> StateWords.PINNED.words();
      case STOPPED -> StateWords.STOPPED.words();
      case UNKNOWN -> StateWords.UNKNOWN.words();
      case BEFORE -> StateWords.BEFORE.words();
    };
  }

  /** The word for a state, as a member of JSON has it. */
  public static String word(PathState state) {
    return Json.name(state);
  }

  private static String waiting(WaitCause cause, Optional<CodePlace> place) {
    String word = cause.word();
    return (word.isEmpty() ? StateWords.blocked("") : Visible.name(word)) + at(place);
  }

  private static String at(Optional<CodePlace> place) {
    return place.map(found -> " " + place(found.site())).orElse("");
  }

  /** A frame in short: the class without its package, and the line. */
  public static String place(Frame frame) {
    return function(frame.function()) + (frame.line() > 0 ? ":" + frame.line() : "");
  }

  /** A function, or the group of threads that is named after it, without its package. */
  public static String function(String function) {
    return Visible.name(function.substring(function.lastIndexOf('/') + 1));
  }

  /** A text of a trace in a line, shortened. */
  public static String text(String text) {
    return Visible.name(text);
  }

  /** A thread by its kind and number, such as {@code virtual thread 1979}. */
  public static String thread(ThreadKind kind, long id) {
    return ThreadWords.one(Optional.of(kind), id);
  }
}
