package dev.loomtrace.report;

import dev.loomtrace.analysis.TaskResult;
import dev.loomtrace.analysis.TimeByState;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import java.io.IOException;
import java.util.stream.Collectors;

/** A task's breakdown, for people. */
final class TaskText {
  private static final int WAITS = 10;
  private static final int GOROUTINES = 10;

  private final Text out;
  private final TraceClock clock;

  TaskText(Text out, TraceClock clock) {
    this.out = out;
    this.clock = clock;
  }

  /** Prints all about a task. */
  void print(TaskResult task) throws IOException {
    out.line(title(task));
    String parent =
        task.parent() == EventView.NO_TASK
            ? ""
            : ", as part of task " + Long.toUnsignedString(task.parent());
    out.line("began " + began(task, clock) + parent);
    out.line();
    times(task.time());
    if (!task.waits().isEmpty()) {
      out.line();
      out.line("waits by place, longest first");
      for (TaskResult.Wait wait : task.waits().subList(0, Math.min(WAITS, task.waits().size()))) {
        wait(wait);
      }
      if (task.waits().size() > WAITS) {
        out.line("  and " + Quantities.count(task.waits().size() - WAITS, "more place"));
      }
    }
  }

  /** When a task began. */
  static String began(TaskResult task, TraceClock clock) {
    return task.beganBefore()
        ? "before the recording, it is not known when"
        : clock.words(task.begin());
  }

  /** The task in a line. */
  static String title(TaskResult task) {
    String goroutines =
        task.goroutines().stream()
            .limit(GOROUTINES)
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    int more = task.goroutines().size() - GOROUTINES;
    return "task "
        + (task.type().isEmpty() ? "" : Visible.name(task.type()) + " ")
        + Long.toUnsignedString(task.id())
        + (task.beganBefore() ? " took at least " : " took ")
        + Quantities.duration(task.time().total())
        + (task.ended() ? "" : " and had not ended")
        + (goroutines.isEmpty()
            ? ""
            : ", goroutine" + (task.goroutines().size() == 1 ? " " : "s ") + goroutines)
        + (more > 0 ? " and " + Quantities.count(more) + " more" : "");
  }

  /** Prints how its time was spent. */
  void times(TimeByState time) throws IOException {
    Table table = new Table("<", "", "");
    rows(table, time);
    table.print(out, "  ");
  }

  /** Adds a row for each part of some time to a table of three columns, and one for the whole. */
  static void rows(Table table, TimeByState time) {
    row(table, StateWords.RUNNING.words(), time.running(), time);
    row(table, StateWords.RUNNABLE.words(), time.runnable(), time);
    for (var blocked : time.blocked().entrySet()) {
      row(table, StateWords.blocked(blocked.getKey()), blocked.getValue(), time);
    }
    row(table, StateWords.PINNED.words(), time.pinned(), time);
    row(table, StateWords.STOPPED.words(), time.stopped(), time);
    row(table, StateWords.UNKNOWN.words(), time.unknown(), time);
    row(table, StateWords.BEFORE.words(), time.before(), time);
    table.row(
        "all", Quantities.duration(time.total()), Quantities.percent(time.total(), time.total()));
  }

  private static void row(Table table, String name, long part, TimeByState time) {
    if (part > 0) {
      table.row(name, Quantities.duration(part), Quantities.percent(part, time.total()));
    }
  }

  private void wait(TaskResult.Wait wait) throws IOException {
    String times =
        wait.count() > 1
            ? " in "
                + Quantities.count(wait.count())
                + " waits, "
                + Quantities.duration(wait.longest())
                + " at most"
            : "";
    String more = more(wait.cause());
    out.line(
        "  "
            + Quantities.duration(wait.total())
            + times
            + "  "
            + Visible.name(StateWords.blocked(wait.reason()))
            + (more.isEmpty() ? "" : " (" + Visible.name(more) + ")"));
    if (wait.site().isPresent()) {
      out.line("    at " + Visible.name(frame(wait.site().get())));
    } else if (wait.cause().reason() != WaitReason.UNKNOWN && wait.cause().text().isEmpty()) {
      // A reason with a text is that of a Go trace, which takes the stacks of all waits.
      out.line("    no stack was taken");
    }
    if (wait.earlier() > 0) {
      out.line(
          (wait.count() > 1 ? "    the first began " : "    it began ")
              + Quantities.duration(wait.earlier())
              + " before the recording");
    }
    if (wait.open()) {
      out.line(
          (wait.count() > 1 ? "    the last had" : "    it had")
              + " not ended when the recording did");
    }
    if (wait.waker().isPresent()) {
      out.line("    ended by " + Visible.name(waker(wait.waker().get())));
    }
  }

  /** What is waited for, if the word for the reason does not name it. */
  private static String more(WaitCause cause) {
    return cause.reason() == WaitReason.PARKED ? "" : cause.resource();
  }

  private static String waker(TaskResult.Waker waker) {
    if (waker.goroutine() == Context.NO_GOROUTINE) {
      return waker.name().isEmpty() ? waker.kind().word() : waker.name();
    }
    return "goroutine "
        + waker.goroutine()
        + (waker.name().isEmpty() ? "" : " (" + waker.name() + ")");
  }

  /** A frame in a line. */
  static String frame(Frame frame) {
    return frame.function()
        + (frame.file().isEmpty() ? "" : " (" + frame.file() + ":" + frame.line() + ")");
  }
}
