package dev.loomtrace.analysis;

import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.ExternalId;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WakeKind;
import java.util.List;
import java.util.Optional;

/**
 * How a task went.
 *
 * @param id its id
 * @param parent its parent, or {@link EventView#NO_TASK}
 * @param type its name
 * @param externalId what it is called outside its process; empty: nothing
 * @param begin when it began, in nanoseconds on the trace's clock; may be before the trace
 * @param beganBefore whether it began before the trace and nobody knows when: {@code begin} is when
 *     the trace began, and its name may be empty
 * @param ended false if it had not ended when the trace did
 * @param workers the threads that worked on it, the one that began it first
 * @param time how its time was spent; of several goroutines that worked on it at a time, what
 *     counted most
 * @param threads how all goroutines together spent the time in which they worked on it: the sum
 *     over them, so that what they did at the same time counts for each
 * @param waits its waits by place, longest first
 */
public record TaskResult(
    long id,
    long parent,
    String type,
    Optional<ExternalId> externalId,
    long begin,
    boolean beganBefore,
    boolean ended,
    List<TaskWorker> workers,
    TimeByState time,
    TimeByState threads,
    List<Wait> waits) {
  /** A task whose begin is known, and on which goroutines worked, one at a time. */
  public TaskResult(
      long id,
      long parent,
      String type,
      long begin,
      boolean ended,
      List<Long> goroutines,
      TimeByState time,
      List<Wait> waits) {
    this(
        id,
        parent,
        type,
        Optional.empty(),
        begin,
        false,
        ended,
        goroutines.stream().map(g -> new TaskWorker(g, Optional.of(ThreadKind.GOROUTINE))).toList(),
        time,
        time,
        waits);
  }

  /** Keeps copies of the lists. */
  public TaskResult {
    workers = List.copyOf(workers);
    waits = List.copyOf(waits);
  }

  /** The ids of the workers. */
  public List<Long> goroutines() {
    return workers.stream().map(TaskWorker::id).toList();
  }

  /** The same with other waits. */
  public TaskResult withWaits(List<Wait> others) {
    return new TaskResult(
        id, parent, type, externalId, begin, beganBefore, ended, workers, time, threads, others);
  }

  /**
   * Where a task, or whatever else is a unit of work, waited.
   *
   * @param cause why
   * @param pinned whether the thread kept its carrier: it is no part of the time blocked, but of
   *     that pinned
   * @param place where in the code, if a stack was taken
   * @param stack the whole stack of the longest of them, if one was taken
   * @param count how often
   * @param total how long altogether, in nanoseconds
   * @param longest how long at most at a time, in nanoseconds
   * @param waker who ended the longest of them, if that is known
   * @param wakers who ended how much of them, as far as it is known; the greatest part first
   * @param earlier how long it had waited already when the recording began, in nanoseconds, which
   *     is in none of the other times; 0 if it did not
   * @param open whether the last of them had not ended when the trace did
   * @param lockOwner who owns the lock that the last of them is for, if it is open and that is
   *     known
   * @param unbroken the longest stretch of time in which one of them was all the time what the unit
   *     did
   * @param chain who had to act in that stretch, if that was looked for and another thread had to
   */
  public record Wait(
      WaitCause cause,
      boolean pinned,
      Optional<CodePlace> place,
      Stack stack,
      long count,
      long total,
      long longest,
      Optional<Waker> waker,
      List<WakerShare> wakers,
      long earlier,
      boolean open,
      Optional<OwnerThread> lockOwner,
      PathStretch unbroken,
      Optional<ChainStep> chain) {
    /** Keeps a copy of the list. */
    public Wait {
      wakers = List.copyOf(wakers);
    }

    /** The same, of which more is known of who ended them. */
    Wait endedBy(Optional<Waker> longestBy, List<WakerShare> shares) {
      return new Wait(
          cause, pinned, place, stack, count, total, longest, longestBy, shares, earlier, open,
          lockOwner, unbroken, chain);
    }

    /** The same, with who had to act in its unbroken stretch. */
    Wait behind(Optional<ChainStep> steps) {
      return new Wait(
          cause, pinned, place, stack, count, total, longest, waker, wakers, earlier, open,
          lockOwner, unbroken, steps);
    }

    /** Whether a thread is known to have ended one of them. */
    boolean endedByThread() {
      return wakers.stream().anyMatch(share -> share.waker().isThread());
    }

    /** Why, in the words of {@link WaitCause#word}; may be empty. */
    public String reason() {
      return cause.word();
    }

    /** What was waited for, as {@link WaitCause#resource} has it; may be empty. */
    public String resource() {
      return cause.resource();
    }
  }

  /**
   * Who made a goroutine able to run again.
   *
   * @param kind how
   * @param goroutine its id, or {@link Context#NO_GOROUTINE} if no thread of the program did
   * @param threadKind what kind of thread it is, if that is known
   * @param name where that thread starts, or without one, where whoever did it was; may be empty
   * @param task the task that it worked on, or {@link EventView#NO_TASK}
   * @param taskType the name of that task; may be empty
   */
  public record Waker(
      WakeKind kind,
      long goroutine,
      Optional<ThreadKind> threadKind,
      String name,
      long task,
      String taskType) {
    /** Not a thread of the program. */
    static Waker outside(WakeKind kind, String name) {
      return new Waker(kind, Context.NO_GOROUTINE, Optional.empty(), name, EventView.NO_TASK, "");
    }

    /** The same with another name. */
    Waker named(String other) {
      return new Waker(kind, goroutine, threadKind, other, task, taskType);
    }

    /** Whether it was a goroutine. */
    public boolean isThread() {
      return goroutine != Context.NO_GOROUTINE;
    }
  }

  /**
   * Whose part of the waits at a place was how much.
   *
   * @param waker who ended them; of several, the first
   * @param several whether there were several goroutines that start at the same place
   * @param severalTasks whether they worked on several tasks, of the same name
   * @param count how many waits they ended
   * @param total how long these waits were the task's time, in nanoseconds
   */
  public record WakerShare(
      Waker waker, boolean several, boolean severalTasks, long count, long total) {
    /** The same of a waker of which more is known. */
    WakerShare by(Waker other) {
      return new WakerShare(other, several, severalTasks, count, total);
    }
  }
}
