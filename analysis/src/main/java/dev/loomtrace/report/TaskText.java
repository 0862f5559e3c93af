package dev.loomtrace.report;

import dev.loomtrace.analysis.TaskResult;
import dev.loomtrace.analysis.TimeByState;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A task's breakdown, for people. */
final class TaskText {
  private static final int WAITS = 10;
  private static final int GOROUTINES = 10;
  private static final int WAKERS = 3;

  private final Text out;
  private final TraceClock clock;
  private final boolean stacks;

  /**
   * Prints tasks.
   *
   * @param stacks whether to print whole stacks
   */
  TaskText(Text out, TraceClock clock, boolean stacks) {
    this.out = out;
    this.clock = clock;
    this.stacks = stacks;
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
    times(task.time(), Optional.of(task.threads()).filter(sum -> isParallel(task)));
    if (!task.waits().isEmpty()) {
      out.line();
      out.line("waits by place, longest first");
      for (TaskResult.Wait wait : task.waits().subList(0, Math.min(WAITS, task.waits().size()))) {
        wait(task, wait);
      }
      if (task.waits().size() > WAITS) {
        out.line("  and " + Quantities.count(task.waits().size() - WAITS, "more place"));
      }
    }
  }

  /** Whether what all threads did is more than what the task did. */
  static boolean isParallel(TaskResult task) {
    return task.goroutines().size() > 1;
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

  /**
   * Prints how its time was spent.
   *
   * @param threads how all threads together spent it, to be printed beside it
   */
  private void times(TimeByState time, Optional<TimeByState> threads) throws IOException {
    TimeByState sum = threads.orElse(TimeByState.NONE);
    Table table =
        threads.isPresent() ? new Table("<", "", "", "sum over threads") : new Table("<", "", "");
    rows(table, time, sum);
    table.print(out, "  ");
  }

  /**
   * Adds a row for each part of some time, and one for the whole.
   *
   * @param table has a column for a name, a time and a share, and maybe one for the other time
   * @param sum the other time
   */
  static void rows(Table table, TimeByState time, TimeByState sum) {
    row(table, StateWords.RUNNING.words(), time.running(), time, sum.running());
    row(table, StateWords.RUNNABLE.words(), time.runnable(), time, sum.runnable());
    Set<String> reasons = new LinkedHashSet<>(time.blocked().keySet());
    reasons.addAll(sum.blocked().keySet());
    for (String reason : reasons) {
      long part = time.blocked().getOrDefault(reason, 0L);
      long sumPart = sum.blocked().getOrDefault(reason, 0L);
      row(table, StateWords.blocked(reason), part, time, sumPart);
    }
    row(table, StateWords.PINNED.words(), time.pinned(), time, sum.pinned());
    row(table, StateWords.STOPPED.words(), time.stopped(), time, sum.stopped());
    row(table, StateWords.UNKNOWN.words(), time.unknown(), time, sum.unknown());
    row(table, StateWords.BEFORE.words(), time.before(), time, sum.before());
    table.row(cells(table, "all", time.total(), time, sum.total()));
  }

  private static void row(Table table, String name, long part, TimeByState time, long sum) {
    if (part > 0 || sum > 0) {
      table.row(cells(table, name, part, time, sum));
    }
  }

  private static String[] cells(Table table, String name, long part, TimeByState time, long sum) {
    String[] cells = {
      name,
      part > 0 ? Quantities.duration(part) : "",
      part > 0 ? Quantities.percent(part, time.total()) : "",
      sum > 0 ? Quantities.duration(sum) : ""
    };
    return Arrays.copyOf(cells, table.columns());
  }

  private void wait(TaskResult task, TaskResult.Wait wait) throws IOException {
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
    if (wait.place().isPresent()) {
      PlaceText.print(out.prefixed("    "), wait.place().get());
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
    endedBy(task, wait);
    if (stacks && !wait.stack().isNone()) {
      out.line("    stack" + (wait.count() > 1 ? " of the longest" : ""));
      PlaceText.print(out.prefixed("      "), wait.stack());
    }
  }

  private void endedBy(TaskResult task, TaskResult.Wait wait) throws IOException {
    List<TaskResult.WakerShare> wakers = wait.wakers();
    long rest = wait.total();
    for (TaskResult.WakerShare share : wakers.subList(0, Math.min(WAKERS, wakers.size()))) {
      rest -= share.total();
      boolean all = wakers.size() == 1 && share.total() == wait.total();
      out.line(
          "    ended by "
              + Visible.name(waker(share) + on(task, share))
              + (all ? "" : ": " + Quantities.duration(share.total()) + " of it"));
    }
    if (!wakers.isEmpty() && rest > 0) {
      boolean others = wakers.size() > WAKERS;
      out.line(
          "    "
              + (others ? "ended by others, or not known: " : "not known by whom: ")
              + Quantities.duration(rest)
              + " of it");
    }
  }

  /** What is waited for, if the word for the reason does not name it. */
  private static String more(WaitCause cause) {
    return cause.reason() == WaitReason.PARKED ? "" : cause.resource();
  }

  private static String waker(TaskResult.WakerShare share) {
    TaskResult.Waker waker = share.waker();
    if (!waker.isThread()) {
      return waker.name().isEmpty() ? waker.kind().word() : waker.name();
    }
    return (share.several() ? "several goroutines" : "goroutine " + waker.goroutine())
        + (waker.name().isEmpty() ? "" : " (" + waker.name() + ")");
  }

  /** On which task whoever ended a wait worked, if on another one. */
  private static String on(TaskResult task, TaskResult.WakerShare share) {
    TaskResult.Waker waker = share.waker();
    if (waker.task() == EventView.NO_TASK || (!share.severalTasks() && waker.task() == task.id())) {
      return "";
    }
    return (share.severalTasks() ? ", on several tasks" : ", on task")
        + (waker.taskType().isEmpty() ? "" : " " + waker.taskType())
        + (share.severalTasks() ? "" : " " + Long.toUnsignedString(waker.task()));
  }
}
