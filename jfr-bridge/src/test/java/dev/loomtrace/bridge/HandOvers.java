package dev.loomtrace.bridge;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Parks of which the program itself knows who ended them, and when they began and ended by its own
 * clock. Several threads, platform and virtual, hand a turn on.
 */
final class HandOvers {
  static final int MAX_SAMPLES = 200_000;

  /** What a thread parks on. */
  static final class Baton {
    private final Thread holder = Thread.currentThread();
    private volatile long waker;
    private volatile boolean mine;
  }

  /**
   * A park.
   *
   * @param before nanoseconds before it
   * @param after nanoseconds after it
   * @param waker who handed the baton on
   */
  record Park(long thread, long before, long after, long waker) {}

  // Adding to it never waits: a holder that is seen waiting waits for its baton.
  private final LinkedTransferQueue<Baton> waiting = new LinkedTransferQueue<>();
  private final List<Park> parks = new ArrayList<>();
  private final AtomicLong count = new AtomicLong();
  private final List<Thread> wakers = new ArrayList<>();

  HandOvers(ThreadFactory virtual) {
    wakers.add(Thread.ofPlatform().daemon().name("waker-1").unstarted(this::handOn));
    wakers.add(Thread.ofPlatform().daemon().name("waker-2").unstarted(this::handOn));
    wakers.add(virtual.newThread(this::handOn));
    wakers.forEach(Thread::start);
  }

  /** Parks until somebody hands the baton on. */
  void await() {
    Baton baton = new Baton();
    count.incrementAndGet();
    waiting.add(baton);
    long before = System.nanoTime();
    while (!baton.mine) {
      LockSupport.park(baton);
    }
    long after = System.nanoTime();
    synchronized (parks) {
      if (parks.size() < MAX_SAMPLES) {
        parks.add(new Park(baton.holder.threadId(), before, after, baton.waker));
      }
    }
  }

  /** Waits for longer than the shortest wait of a platform thread that is recorded, 1 us. */
  static void letItWait() {
    long due = System.nanoTime() + 5_000;
    while (System.nanoTime() < due) {
      Thread.onSpinWait();
    }
  }

  private void handOn() {
    try {
      while (true) {
        Baton baton = waiting.take();
        // It must have parked: else its permit would be there before, and no wait.
        while (baton.holder.getState() != Thread.State.WAITING) {
          Thread.onSpinWait();
        }
        letItWait();
        baton.waker = Thread.currentThread().threadId();
        baton.mine = true;
        LockSupport.unpark(baton.holder);
      }
    } catch (InterruptedException e) {
      // The end.
    }
  }

  /** Ends the wakers, and writes down what is known of the parks. */
  void finish(Path samples) throws InterruptedException, IOException {
    for (Thread waker : wakers) {
      waker.interrupt();
      waker.join();
    }
    System.out.println("handOvers=" + count);
    write(parks, samples);
  }

  /** Writes parks for {@link ParkCheck}. */
  static void write(List<Park> parks, Path samples) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(samples)))) {
      for (Park park : parks) {
        out.writeLong(park.thread());
        out.writeLong(park.before());
        out.writeLong(park.after());
        out.writeLong(park.waker());
      }
    }
  }
}
