package dev.loomtrace.analysis.finding;

import dev.loomtrace.analysis.CodePlace;
import dev.loomtrace.trace.Context;
import java.util.Optional;

/**
 * A row that shows what a finding rests on.
 *
 * @param role what it is
 * @param name the group of threads, or what else it is called; may be empty
 * @param id the thread or, of a task, the task; {@link Context#NO_GOROUTINE} if it is no single one
 * @param place where in the code, if that is known
 * @param count how many
 * @param nanos their time, added up
 */
public record Evidence(
    Role role, String name, long id, Optional<CodePlace> place, long count, long nanos) {
  /** What a row is. */
  public enum Role {
    /** The longest wait or stretch, of the thread with the id. */
    LONGEST,
    /** A group of threads that ended the waits. */
    ENDED_BY,
    /** Where threads were seen running by samples. */
    RAN_AT,
    /** Where the threads waited next, having run for long. */
    THEN_WAITED_AT,
    /** Stops of the world with this reason. */
    STOPPED_FOR,
    /** A task that has not ended, of this id. */
    TASK,
    /** Threads of this group. */
    GROUP,
    /** The thread that owns the lock that they wait for. */
    OWNED_BY,
    /** A thread of a cycle, which waits for a lock that the one of the next row owns. */
    IN_CYCLE
  }

  static Evidence longest(long thread, long nanos) {
    return new Evidence(Role.LONGEST, "", thread, Optional.empty(), 1, nanos);
  }

  static Evidence named(Role role, String name, long count, long nanos) {
    return new Evidence(role, name, Context.NO_GOROUTINE, Optional.empty(), count, nanos);
  }
}
