package dev.loomtrace.report;

import dev.loomtrace.analysis.TaskResult;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import java.io.IOException;
import java.util.List;

/** The waits of a task, or of a thread's life, for people. */
final class WaitsText {
  private static final int WAITS = 10;
  private static final int WAKERS = 3;

  private final Text out;
  private final boolean stacks;
  private final long task;

  /**
   * Prints waits.
   *
   * @param stacks whether to print whole stacks
   * @param task the task whose waits they are, or {@link EventView#NO_TASK}
   */
  WaitsText(Text out, boolean stacks, long task) {
    this.out = out;
    this.stacks = stacks;
    this.task = task;
  }

  /** Prints the longest of them; nothing if there are none. */
  void print(List<TaskResult.Wait> waits) throws IOException {
    if (waits.isEmpty()) {
      return;
    }
    out.line();
    out.line("waits by place, longest first");
    for (TaskResult.Wait wait : waits.subList(0, Math.min(WAITS, waits.size()))) {
      wait(wait);
    }
    if (waits.size() > WAITS) {
      out.line("  and " + Quantities.count(waits.size() - WAITS, "more place"));
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
            + Visible.name(words(wait))
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
    if (wait.lockOwner().isPresent()) {
      out.line(
          "    the lock is owned by " + Visible.name(ThreadWords.owner(wait.lockOwner().get())));
    }
    endedBy(wait);
    if (wait.chain().isPresent()) {
      out.line("    step by step" + (wait.count() > 1 ? ", the longest" : ""));
      ChainText.print(out.prefixed("      "), wait.chain().get());
    }
    if (stacks && !wait.stack().isNone()) {
      out.line("    stack" + (wait.count() > 1 ? " of the longest" : ""));
      PlaceText.print(out.prefixed("      "), wait.stack());
    }
  }

  private void endedBy(TaskResult.Wait wait) throws IOException {
    List<TaskResult.WakerShare> wakers = wait.wakers();
    long rest = wait.total();
    for (TaskResult.WakerShare share : wakers.subList(0, Math.min(WAKERS, wakers.size()))) {
      rest -= share.total();
      boolean all = wakers.size() == 1 && share.total() == wait.total();
      out.line(
          "    ended by "
              + Visible.name(waker(share) + on(share))
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

  private static String words(TaskResult.Wait wait) {
    return wait.pinned() ? StateWords.pinned(wait.reason()) : StateWords.blocked(wait.reason());
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
    return (share.several()
            ? "several " + ThreadWords.several(waker.threadKind())
            : ThreadWords.one(waker.threadKind(), waker.goroutine()))
        + (waker.name().isEmpty() ? "" : " (" + waker.name() + ")");
  }

  /** On which task whoever ended a wait worked, if on another one. */
  private String on(TaskResult.WakerShare share) {
    TaskResult.Waker waker = share.waker();
    if (waker.task() == EventView.NO_TASK || (!share.severalTasks() && waker.task() == task)) {
      return "";
    }
    return (share.severalTasks() ? ", on several tasks" : ", on task")
        + (waker.taskType().isEmpty() ? "" : " " + waker.taskType())
        + (share.severalTasks() ? "" : " " + Long.toUnsignedString(waker.task()));
  }
}
