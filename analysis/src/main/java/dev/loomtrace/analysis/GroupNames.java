package dev.loomtrace.analysis;

import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.timeline.store.Track;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.ThreadKind;
import java.util.List;
import java.util.regex.Pattern;

/** Names groups of threads by what was written to start them. */
public final class GroupNames {
  private static final Pattern LAST_NUMBER = Pattern.compile("\\d+(?=\\D*$)");

  private GroupNames() {}

  /**
   * The group of a thread.
   *
   * @param name what the thread is called: its own name, or else where it starts; may be empty
   * @param start the function in which it starts; may be empty
   */
  public static String of(ThreadKind kind, String name, String start) {
    return switch (kind) {
      case GOROUTINE, VIRTUAL -> start.isEmpty() ? numberless(name) : start;
      case PLATFORM, SYSTEM -> numberless(name.isEmpty() ? start : name);
    };
  }

  /** The group of the thread of a LIFE. */
  public static String of(SpanView life) {
    return of(life.threadKind(), life.name(), start(life));
  }

  /** The group of a thread in a store. */
  public static String of(Track thread) {
    List<Frame> start = thread.start().frames();
    return of(
        thread.threadKind(), thread.name(), start.isEmpty() ? "" : start.getLast().function());
  }

  /** The function in which the thread of a LIFE starts; may be empty. */
  static String start(SpanView life) {
    List<Frame> start = life.place().frames();
    return start.isEmpty() ? "" : start.getLast().function();
  }

  private static String numberless(String name) {
    return LAST_NUMBER.matcher(name).replaceFirst("*");
  }
}
