package dev.loomtrace.truth.program;

import java.util.concurrent.locks.LockSupport;

/**
 * Sees from outside that a thread has begun to wait: nobody else can say so. A thread of its own
 * looks.
 */
final class Watch {
  private static final long LOOK = 50_000;
  private static final long IDLE = 1_000_000;

  /** A wait that is about to begin, or has begun. */
  static final class Wait {
    private final Thread thread = Thread.currentThread();
    private volatile long seen;

    private Wait() {}

    /** When it had begun at the latest, if it was over at that time. */
    long begun(long over) {
      long time = seen;
      seen = over;
      return time == 0 ? over : Math.min(time, over);
    }
  }

  private final Thread watcher;
  private volatile Wait now;
  private volatile boolean over;

  /** Begins to look. */
  Watch() {
    watcher = Thread.ofPlatform().daemon().start(this::look);
  }

  private void look() {
    while (!over) {
      Wait wait = now;
      if (wait == null || wait.seen != 0) {
        LockSupport.parkNanos(IDLE);
      } else if (waits(wait.thread)) {
        wait.seen = System.nanoTime();
      } else {
        LockSupport.parkNanos(LOOK);
      }
    }
  }

  private static boolean waits(Thread thread) {
    return switch (thread.getState()) {
      case WAITING, TIMED_WAITING, BLOCKED -> true;
      default -> false;
    };
  }

  /** The calling thread is about to wait. */
  Wait about() {
    Wait wait = new Wait();
    now = wait;
    LockSupport.unpark(watcher);
    return wait;
  }

  /** Ends. */
  void end() {
    over = true;
  }
}
