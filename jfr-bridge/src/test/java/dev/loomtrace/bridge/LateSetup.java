package dev.loomtrace.bridge;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;

/**
 * Sets the scheduler of virtual threads up before it uses them, as an application may. Prints how
 * many carriers it got, one after the other and at once, and how many threads the common pool has.
 */
public final class LateSetup {
  private static final int THREADS = 4;

  private LateSetup() {}

  /**
   * Arguments: parallelism and largest number of carriers.
   *
   * @throws Exception if something fails
   */
  public static void main(String[] args) throws Exception {
    System.setProperty("jdk.virtualThreadScheduler.parallelism", args[0]);
    System.setProperty("jdk.virtualThreadScheduler.maxPoolSize", args[1]);
    System.setProperty("java.util.concurrent.ForkJoinPool.common.parallelism", args[0]);
    CountDownLatch done = new CountDownLatch(THREADS);
    for (int i = 0; i < THREADS; i++) {
      Thread.ofVirtual().start(done::countDown);
    }
    done.await();
    Class<?> virtualThread = Class.forName("java.lang.VirtualThread");
    var scheduler = virtualThread.getDeclaredField("DEFAULT_SCHEDULER");
    scheduler.setAccessible(true);
    ForkJoinPool pool = (ForkJoinPool) scheduler.get(null);
    System.out.println("parallelism=" + pool.getParallelism());
    System.out.println("carriers=" + pool.getPoolSize());
    System.out.println("common=" + ForkJoinPool.getCommonPoolParallelism());
  }
}
