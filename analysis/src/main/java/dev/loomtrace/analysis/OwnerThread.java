package dev.loomtrace.analysis;

import dev.loomtrace.trace.LockOwner;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.TraceState;
import java.util.Optional;

/**
 * The thread that owns a lock that others wait for.
 *
 * @param id its id
 * @param kind what kind of thread it is, if that is known
 * @param name its name, or where it starts; may be empty
 * @param ago how long before the end of the trace it was seen to own the lock, in nanoseconds; if
 *     others wait for locks of its, too, for the one that was looked at last
 */
public record OwnerThread(long id, Optional<ThreadKind> kind, String name, long ago) {
  /** The owner of what a thread waits for; empty if that is not known, or it waits for no lock. */
  static Optional<OwnerThread> of(TraceState.Goroutine waiter, TraceState state) {
    LockOwner owner = waiter == null ? LockOwner.NONE : waiter.lockOwner();
    return owner.isKnown() ? Optional.of(of(owner.owner(), owner.seen(), state)) : Optional.empty();
  }

  /** The thread of this id, which was seen to own a lock at this time. */
  static OwnerThread of(long id, long seen, TraceState state) {
    TraceState.Goroutine g = state.goroutine(id);
    long ago = Math.max(0, state.time() - seen);
    return g == null
        ? new OwnerThread(id, Optional.empty(), "", ago)
        : new OwnerThread(id, Optional.of(g.kind()), g.name(), ago);
  }
}
