package dev.loomtrace.e2e.program;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/** Virtual threads that live for some microseconds, while one chunk after the other begins. */
@SuppressWarnings("ThreadPriorityCheck") // Yields are wanted.
public final class Ephemeral {
  private static final int AT_ONCE = 200;

  private Ephemeral() {}

  /**
   * Argument: how many threads.
   *
   * @throws InterruptedException never
   */
  public static void main(String[] args) throws InterruptedException {
    int threads = Integer.parseInt(args[0]);
    ScheduledFuture<?> rotation = Rotation.every(Duration.ofNanos(1));
    Semaphore places = new Semaphore(AT_ONCE);
    for (int i = 0; i < threads; i++) {
      places.acquire();
      int kind = i;
      Thread.startVirtualThread(
          () -> {
            if (kind % 3 == 0) {
              Thread.yield();
            }
            if (kind % 5 == 0) {
              LockSupport.parkNanos(1_000);
            }
            places.release();
          });
    }
    places.acquire(AT_ONCE);
    rotation.cancel(false);
  }
}
