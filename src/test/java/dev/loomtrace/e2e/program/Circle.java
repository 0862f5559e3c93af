package dev.loomtrace.e2e.program;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Threads that wait for each other's locks: each has one and wants the next one's, and some more
 * want the first. Or one that keeps a lock and waits for none, and those that want it.
 *
 * <p>Arguments: how threads wait, how many are in the circle, and how many behind them. Prints the
 * id of each thread, and exits when all wait.
 */
public final class Circle {
  /** In virtual threads. */
  public static final String VIRTUAL = "virtual";

  /** In virtual threads that are in a monitor of their own, and before JDK 24 keep carriers. */
  public static final String IN_MONITOR = "in-monitor";

  /** In platform threads. */
  public static final String PLATFORM = "platform";

  /** In virtual threads, for an hour at most. */
  public static final String TIMED = "timed";

  /** In virtual threads, and the only one of the circle waits for nothing of others. */
  public static final String KEEPER = "keeper";

  private static final int LONG_ENOUGH_MILLIS = 200;

  private Circle() {}

  /**
   * Has threads wait.
   *
   * @throws Exception if it cannot
   */
  public static void main(String[] args) throws Exception {
    String how = args[0];
    int circle = Integer.parseInt(args[1]);
    int behind = Integer.parseInt(args[2]);
    List<Lock> locks = new ArrayList<>();
    for (int i = 0; i < circle; i++) {
      locks.add(i % 2 == 0 ? new ReentrantLock() : new ReentrantReadWriteLock().writeLock());
    }
    CountDownLatch haveOne = new CountDownLatch(circle);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < circle; i++) {
      Lock own = locks.get(i);
      Lock next = locks.get((i + 1) % circle);
      threads.add(start(how, "circle" + i, () -> keep(how, own, next, haveOne)));
    }
    haveOne.await();
    for (int i = 0; i < behind; i++) {
      threads.add(start(how, "behind" + i, () -> want(how, locks.get(0))));
    }
    for (Thread thread : threads) {
      while (thread.getState() != Thread.State.WAITING
          && thread.getState() != Thread.State.TIMED_WAITING) {
        Thread.sleep(1);
      }
    }
    Thread.sleep(LONG_ENOUGH_MILLIS);
    for (Thread thread : threads) {
      System.out.println(thread.getName() + "=" + thread.threadId());
    }
    System.exit(0);
  }

  private static Thread start(String how, String name, Runnable run) {
    return how.equals(PLATFORM)
        ? Thread.ofPlatform().daemon().name(name).start(run)
        : Thread.ofVirtual().name(name).start(run);
  }

  private static void keep(String how, Lock own, Lock next, CountDownLatch haveOne) {
    own.lock();
    try {
      haveOne.countDown();
      haveOne.await();
      if (how.equals(KEEPER)) {
        Thread.sleep(Long.MAX_VALUE);
      }
      want(how, next);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      own.unlock();
    }
  }

  private static void want(String how, Lock lock) {
    if (how.equals(IN_MONITOR)) {
      synchronized (new Object()) {
        lock.lock();
      }
    } else if (how.equals(TIMED)) {
      wantForAnHour(lock);
      return;
    } else {
      lock.lock();
    }
    lock.unlock();
  }

  private static void wantForAnHour(Lock lock) {
    try {
      if (lock.tryLock(1, TimeUnit.HOURS)) {
        lock.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
