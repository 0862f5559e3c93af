package dev.loomtrace.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import jdk.jfr.FlightRecorder;

/**
 * Platform threads that wait for each other's monitors and locks, in the language of Java 17: each
 * has one and wants the next one's, and one more, {@code behind}, wants the first. Or one that
 * keeps a monitor and waits for none, and those that want it; or threads that take two in an order
 * that has no circle, or that wait for something else than what is had.
 *
 * <p>Argument: what they do. Prints the id of each thread, and exits when all wait.
 */
public final class HangingProgram {
  /** A circle of two monitors. */
  public static final String TWO_MONITORS = "two";

  /** A circle of three monitors. */
  public static final String THREE_MONITORS = "three";

  /** A circle of a monitor and a lock. */
  public static final String MIXED = "mixed";

  /** The same, but who waits for the lock does so for a time only. */
  public static final String TIMED = "timed";

  /** A thread sleeps in a monitor that others want. */
  public static final String KEEPER = "keeper";

  /** A thread waits in a monitor of its own, so that it does not have it, and wants another. */
  public static final String WAITER = "waiter";

  /**
   * Two threads, each in the monitor of a future, wait for the other one's result, which others
   * might set; and one more wants the first one's monitor.
   */
  public static final String FUTURES = "futures";

  /** Nobody waits for long; the recording's chunks end many times meanwhile. */
  public static final String HEALTHY = "healthy";

  private static final int LONG_ENOUGH_MILLIS = 200;
  private static final int ROTATIONS = 25;
  private static final int BETWEEN_MILLIS = 40;

  /** What one thread at a time has, by both ways to have it. */
  private static final class Thing {
    private final Lock lock;

    private Thing(boolean monitor) {
      lock = monitor ? null : new ReentrantLock();
    }

    private void with(boolean timed, Runnable then) {
      if (lock == null) {
        synchronized (this) {
          then.run();
        }
        return;
      }
      take(timed);
      try {
        then.run();
      } finally {
        lock.unlock();
      }
    }

    private void take(boolean timed) {
      try {
        if (!timed) {
          lock.lock();
        } else if (!lock.tryLock(1, TimeUnit.HOURS)) {
          throw new IllegalStateException("an hour has gone by");
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private HangingProgram() {}

  /**
   * Has threads wait.
   *
   * @throws Exception if it cannot
   */
  public static void main(String[] args) throws Exception {
    List<Thread> threads =
        switch (args[0]) {
          case TWO_MONITORS -> circle(2, 0, false);
          case THREE_MONITORS -> circle(3, 0, false);
          case MIXED -> circle(2, 1, false);
          case TIMED -> circle(2, 1, true);
          case KEEPER -> keeper();
          case WAITER -> waiter();
          case FUTURES -> futures();
          case HEALTHY -> healthy();
          default -> throw new IllegalArgumentException(args[0]);
        };
    for (Thread thread : threads) {
      while (thread.getState() != Thread.State.WAITING
          && thread.getState() != Thread.State.TIMED_WAITING
          && thread.getState() != Thread.State.BLOCKED) {
        Thread.sleep(1);
      }
    }
    Thread.sleep(LONG_ENOUGH_MILLIS);
    for (Thread thread : threads) {
      System.out.println(thread.getName().replaceAll("\\W", "") + "=" + id(thread));
    }
    System.out.flush();
    Runtime.getRuntime().exit(0);
  }

  @SuppressWarnings("deprecation") // Java 17 has no other.
  private static long id(Thread thread) {
    return thread.getId();
  }

  private static Thread start(String name, Runnable run) {
    Thread thread = new Thread(run, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Thread> circle(int size, int locks, boolean timed)
      throws InterruptedException {
    List<Thing> things = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      things.add(new Thing(i >= locks));
    }
    CountDownLatch haveOne = new CountDownLatch(size);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Thing own = things.get(i);
      Thing next = things.get((i + 1) % size);
      // Names that look like lines of a thread dump: they are not to be believed.
      String name = i == 0 ? "cir\"cle\"0\n" : "circle" + i;
      threads.add(
          start(
              name,
              () ->
                  own.with(
                      false,
                      () -> {
                        haveOne.countDown();
                        await(haveOne);
                        want(next, timed);
                      })));
    }
    haveOne.await();
    threads.add(start("behind", () -> want(things.get(size - 1), false)));
    return threads;
  }

  private static void want(Thing thing, boolean timed) {
    thing.with(timed, () -> System.out.println("took it"));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Thread> keeper() throws InterruptedException {
    Thing kept = new Thing(true);
    CountDownLatch has = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    threads.add(
        start(
            "keeper",
            () ->
                kept.with(
                    false,
                    () -> {
                      has.countDown();
                      sleep(Long.MAX_VALUE);
                    })));
    has.await();
    for (int i = 0; i < 3; i++) {
      threads.add(start("wanter" + i, () -> want(kept, false)));
    }
    return threads;
  }

  private static List<Thread> waiter() throws InterruptedException {
    Object left = new Object();
    Thing kept = new Thing(true);
    CountDownLatch has = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    threads.add(
        start(
            "waiter",
            () ->
                kept.with(
                    false,
                    () -> {
                      synchronized (left) {
                        has.countDown();
                        waitForEver(left);
                      }
                    })));
    has.await();
    threads.add(
        start(
            "having",
            () -> {
              synchronized (left) {
                want(kept, false);
              }
            }));
    Thread.sleep(LONG_ENOUGH_MILLIS);
    threads.add(
        start(
            "behind",
            () -> {
              synchronized (left) {
                System.out.println("took it");
              }
            }));
    return threads;
  }

  private static List<Thread> futures() throws InterruptedException {
    List<FutureTask<String>> futures =
        List.of(new FutureTask<>(() -> ""), new FutureTask<>(() -> ""));
    CountDownLatch haveOne = new CountDownLatch(2);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      FutureTask<String> own = futures.get(i);
      FutureTask<String> other = futures.get(1 - i);
      threads.add(
          start(
              "gets" + i,
              () -> {
                synchronized (own) {
                  haveOne.countDown();
                  await(haveOne);
                  get(other);
                }
              }));
    }
    haveOne.await();
    threads.add(
        start(
            "behind",
            () -> {
              synchronized (futures.get(0)) {
                System.out.println("took it");
              }
            }));
    return threads;
  }

  private static void get(FutureTask<String> future) {
    try {
      future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void waitForEver(Object monitor) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        monitor.wait();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Thread> healthy() throws InterruptedException {
    List<Thing> things = List.of(new Thing(true), new Thing(false), new Thing(true));
    for (int i = 0; i < 6; i++) {
      int first = i % 2;
      start(
          "healthy" + i,
          () -> {
            while (true) {
              things
                  .get(first)
                  .with(false, () -> things.get(2).with(false, () -> sleep(first + 1)));
              things.get(0).with(false, () -> things.get(1).with(false, () -> sleep(1)));
            }
          });
    }
    for (int i = 0; i < ROTATIONS; i++) {
      Thread.sleep(BETWEEN_MILLIS);
      FlightRecorder.getFlightRecorder().takeSnapshot().close(); // Ends a chunk.
    }
    return List.of();
  }
}
