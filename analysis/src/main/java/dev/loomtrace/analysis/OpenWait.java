package dev.loomtrace.analysis;

import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.WaitCause;
import java.util.Optional;

/**
 * Waits in progress when the trace ended, of one kind and at one place.
 *
 * @param state waiting, or waiting while it keeps its carrier or thread: pinned or in a system call
 * @param reason why, in the words of {@link WaitCause#word}; may be empty
 * @param resource what was waited for, as {@link WaitCause#resource} has it; may be empty
 * @param place where in the code, if a stack was taken
 * @param stack the whole stack of the longest, if one was taken
 * @param count how many goroutines
 * @param total how long all of them together had waited, in nanoseconds, with the time before the
 *     trace if that is known
 * @param longest how long the first of them had, in nanoseconds
 * @param owner who owns the lock that they wait for, if that is known
 */
public record OpenWait(
    GoState state,
    String reason,
    String resource,
    Optional<CodePlace> place,
    Stack stack,
    long count,
    long total,
    long longest,
    Optional<Owner> owner) {
  /**
   * Who owns the locks that threads wait for.
   *
   * @param thread the owner of most of them
   * @param owners how many threads own one
   * @param waits how many of the waits are for a lock of which the owner is known
   */
  public record Owner(OwnerThread thread, long owners, long waits) {}
}
