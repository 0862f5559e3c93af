package dev.loomtrace.jfr.operation;

/**
 * What an operation does. The order is that of operations at the same time: who holds something
 * lets go of it before another one takes it, and annotations lie inside the running time. What an
 * operation has beside its time and thread is said of each, and has an accessor of that name in
 * {@link Operations}.
 */
public enum OpKind {
  /** Task, and when it began. */
  REGION_END,
  /** Task, parent, and as content the name or {@link TaskDetails}. */
  TASK_END,
  STOP_THE_WORLD_END,
  COLLECTION_END,
  /** Who ended it if it was a wait that kept its carrier, or 0, {@link Cause}. */
  SYSCALL_END,
  /** Carrier or 0, {@link Cause}. */
  BLOCK,
  /** Carrier or 0. */
  YIELD,
  /** Last carrier. */
  END,
  /** The next thread that this one creates inherits this task. */
  INHERIT,
  /** Creator, and its stack. */
  CREATE,
  /** Of no thread that is shown: creator. */
  CREATE_HIDDEN,
  /** Waker or 0, carrier where the thread runs next or 0, {@link Cause}. */
  WAKE,
  /** Carrier. */
  RESUME,
  /** The end of a wait whose begin nobody recorded; carrier. */
  RESUME_UNSEEN,
  /**
   * The JVM tells of a thread's wait in {@code Object.wait} that is just over; as waker who
   * notified or 0, {@link Cause}.
   */
  WAIT_TOLD,
  /** Carrier or 0, {@link Cause}. */
  SYSCALL_BEGIN,
  COLLECTION_BEGIN,
  /** Purpose. */
  STOP_THE_WORLD_BEGIN,
  /** Amount: bytes. */
  HEAP_USED,
  /** Amount: bytes. */
  HEAP_COMMITTED,
  /** Amount: number of carriers. */
  PARALLELISM,
  /** Task, parent, and as content the name. */
  TASK_BEGIN,
  /** Task, when it began, and as content the name. */
  REGION_BEGIN,
  /** Task, and as content {@link LogText}. */
  LOG,
  /** Of a task that goes on; task, and as content {@link TaskDetails}. */
  TASK_DETAILS,
  /** A thread was seen not to wait; carrier or 0. */
  SEEN_RUNNING,
  /** A thread was seen neither to run nor to wait for anything but a carrier. */
  SEEN_ALIVE,
  /** A thread was seen to wait, since nobody knows when; {@link Cause}. */
  SEEN_WAITING,
  /**
   * A thread was seen to wait for what may be a lock; the lock's owner or 0, and whether the wait
   * is limited.
   */
  LOCK_SEEN,
  /**
   * A dump of all threads shows a thread in a wait for a lock; its owner or 0, {@link LockLook}.
   */
  LOCK_DUMPED,
  /** A thread is known to run from now on, as far as no wait is known. */
  BUSY_BEGIN,
  /** It is not known any more. */
  BUSY_END,
  /** Stack. */
  SAMPLE;

  private static final OpKind[] ALL = values();

  static OpKind of(int ordinal) {
    return ALL[ordinal];
  }

  /** Whether its other id is a task's and not a thread's. */
  boolean ofAnnotation() {
    return switch (this) {
      case REGION_END, TASK_END, TASK_BEGIN, REGION_BEGIN, INHERIT, LOG, TASK_DETAILS -> true;
      default -> false;
    };
  }

  /** Whether of two at the same time the later one comes first. */
  boolean isReversed() {
    // What begins earlier in the program's order is written later: at its end.
    return this == REGION_BEGIN || this == TASK_BEGIN;
  }

  int code() {
    return ordinal();
  }
}
