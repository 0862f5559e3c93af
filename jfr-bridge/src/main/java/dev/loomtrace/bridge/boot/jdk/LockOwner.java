package dev.loomtrace.bridge.boot.jdk;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;

/**
 * Knows which thread owns a lock, read from outside: a {@code ReentrantLock}, the write lock of a
 * {@code ReentrantReadWriteLock}, or whatever else is made of a synchronizer that one thread owns.
 * By a variable handle in a constant, which neither allocates nor defines classes when it is used.
 */
public final class LockOwner {
  private static final VarHandle OWNER = JdkMember.LOCK_OWNER.varHandle();

  private LockOwner() {}

  /** Links the use of the variable handle: not in the first status, when JFR ends a chunk. */
  public static void warmUp() {
    of(new Free(), 0);
  }

  /** Is owned by nobody. */
  private static final class Free extends AbstractOwnableSynchronizer {
    private static final long serialVersionUID = 1;
  }

  /**
   * The thread that owns what another waits for. Correct for this moment if the wait still goes on
   * afterwards.
   *
   * @param blocker what that is parked on; null: nothing, or not known
   * @param waiter its id
   * @return the owner's id; 0: there is none, it is not known, or it is the waiter
   */
  public static long of(Object blocker, long waiter) {
    if (OWNER == null || !(blocker instanceof AbstractOwnableSynchronizer lock)) {
      return 0;
    }
    Thread owner = (Thread) OWNER.getVolatile(lock);
    long id = owner == null ? 0 : owner.threadId();
    return id == waiter ? 0 : id;
  }
}
