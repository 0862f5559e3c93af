package dev.loomtrace.analysis;

import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.Frame;
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
 * @param begin when it began, in nanoseconds on the trace's clock; may be before the trace
 * @param beganBefore whether it began before the trace and nobody knows when: {@code begin} is when
 *     the trace began, and its name may be empty
 * @param ended false if it had not ended when the trace did
 * @param goroutines the goroutines that worked on it, the one that began it first
 * @param time how its time was spent
 * @param waits its waits by place, longest first
 */
public record TaskResult(
    long id,
    long parent,
    String type,
    long begin,
    boolean beganBefore,
    boolean ended,
    List<Long> goroutines,
    TimeByState time,
    List<Wait> waits) {
  /** A task whose begin is known. */
  public TaskResult(
      long id,
      long parent,
      String type,
      long begin,
      boolean ended,
      List<Long> goroutines,
      TimeByState time,
      List<Wait> waits) {
    this(id, parent, type, begin, false, ended, goroutines, time, waits);
  }

  /** Keeps copies of the lists. */
  public TaskResult {
    goroutines = List.copyOf(goroutines);
    waits = List.copyOf(waits);
  }

  /**
   * Where a task waited.
   *
   * @param cause why
   * @param site the application's own code that waited, if a stack was taken
   * @param count how often
   * @param total how long altogether, in nanoseconds
   * @param longest how long at most at a time, in nanoseconds
   * @param waker who ended the longest of them, if that is known
   * @param earlier how long it had waited already when the recording began, in nanoseconds, which
   *     is in none of the other times; 0 if it did not
   * @param open whether the last of them had not ended when the trace did
   */
  public record Wait(
      WaitCause cause,
      Optional<Frame> site,
      long count,
      long total,
      long longest,
      Optional<Waker> waker,
      long earlier,
      boolean open) {
    /** Waits that began and ended in the recording. */
    public Wait(
        WaitCause cause,
        Optional<Frame> site,
        long count,
        long total,
        long longest,
        Optional<Waker> waker) {
      this(cause, site, count, total, longest, waker, 0, false);
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
   * @param name where that thread starts, or without one, where whoever did it was; may be empty
   */
  public record Waker(WakeKind kind, long goroutine, String name) {}
}
