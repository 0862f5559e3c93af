package dev.loomtrace.bridge;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Sleeps that wait.
 *
 * <p>A virtual thread leaves each sleep with a parking permit, which the next one uses up before it
 * waits. If it is preempted meanwhile for as long as it wants to sleep, the sleep is over without a
 * wait: for sleeps of parts of a millisecond that happens once in some ten thousand.
 */
public final class Sleeps {
  private Sleeps() {}

  /** Sleeps, after using up whatever permit there is. */
  public static void sleep(Duration duration) throws InterruptedException {
    usePermit();
    Thread.sleep(duration);
  }

  /** Has the current thread's next park wait, whatever permit it had. */
  public static void usePermit() {
    LockSupport.unpark(Thread.currentThread());
    LockSupport.park();
  }
}
