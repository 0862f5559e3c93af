package dev.loomtrace.trace;

/**
 * Who owned the lock that a thread waited for, when the recorder looked.
 *
 * @param waiter the thread that waited
 * @param owner the thread that owned the lock, while the other one waited
 * @param seen when the recorder began to look, in nanoseconds on the trace's clock. Whoever has
 *     waited since then or longer, and for nothing that ends by itself, owns what it owned until
 *     its wait ends
 * @param limited whether the wait may end though nobody lets go of the lock: it has a limit of
 *     time, or it is not known that it has none
 */
public record LockOwner(long waiter, long owner, long seen, boolean limited) {
  /** It is not known who owns what is waited for, or nobody does. */
  public static final LockOwner NONE =
      new LockOwner(Context.NO_GOROUTINE, Context.NO_GOROUTINE, 0, false);

  /** Whether an owner is known. */
  public boolean isKnown() {
    return owner != Context.NO_GOROUTINE;
  }
}
