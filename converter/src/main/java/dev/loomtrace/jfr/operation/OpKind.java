package dev.loomtrace.jfr.operation;

/**
 * What an operation does. The order is that of operations at the same time: who holds something
 * lets go of it before another one takes it, and annotations lie inside the running time.
 */
public enum OpKind {
  /** other: task, extra: begin in ticks. */
  REGION_END,
  /** other: task, extra: parent, ref: name or {@link TaskDetails}. */
  TASK_END,
  STOP_THE_WORLD_END,
  COLLECTION_END,
  SYSCALL_END,
  /** other: carrier or 0, ref: {@link Cause}. */
  BLOCK,
  /** other: carrier or 0. */
  YIELD,
  /** other: last carrier. */
  END,
  /** The next thread that this one creates inherits a task; other: task. */
  INHERIT,
  /** other: creator, ref: its stack. */
  CREATE,
  /** other: waker or 0, extra: carrier where the thread runs next or 0, ref: {@link Cause}. */
  WAKE,
  /** other: carrier. */
  RESUME,
  /** The end of a wait whose begin nobody recorded; other: carrier. */
  RESUME_UNSEEN,
  /**
   * The JVM tells of a thread's wait in {@code Object.wait} that is just over; other: who notified
   * or 0, ref: {@link Cause}.
   */
  WAIT_TOLD,
  /** other: carrier or 0, ref: {@link Cause}. */
  SYSCALL_BEGIN,
  COLLECTION_BEGIN,
  /** ref: name. */
  STOP_THE_WORLD_BEGIN,
  /** extra: bytes. */
  HEAP_USED,
  /** extra: bytes. */
  HEAP_COMMITTED,
  /** extra: number of carriers. */
  PARALLELISM,
  /** other: task, extra: parent, ref: name. */
  TASK_BEGIN,
  /** other: task, extra: begin in ticks, ref: name. */
  REGION_BEGIN,
  /** other: task, ref: {@link LogText}. */
  LOG,
  /** Of a task that goes on; other: task, ref: {@link TaskDetails}. */
  TASK_DETAILS,
  /** A thread was seen not to wait; other: carrier or 0. */
  SEEN_RUNNING,
  /** A thread was seen neither to run nor to wait for anything but a carrier. */
  SEEN_ALIVE,
  /** A thread was seen to wait, since nobody knows when; ref: {@link Cause}. */
  SEEN_WAITING,
  /**
   * A thread was seen to wait for what may be a lock; other: the lock's owner or 0, extra: 1 if the
   * wait may end by itself.
   */
  LOCK_SEEN,
  /** A thread is known to run from now on, as far as no wait is known. */
  BUSY_BEGIN,
  /** It is not known any more. */
  BUSY_END,
  /** ref: stack. */
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
