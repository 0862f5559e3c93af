package dev.loomtrace.bridge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A virtual thread fills the heap again and again, while others park, yield, wait for monitors and
 * locks, and try to get memory until they have it: all of them come through.
 *
 * <p>Memory is asked for in pieces so large that some is left for the JDK when there is none for
 * another piece. With less than that, a plain JDK loses threads: those that go on or wait without
 * memory for a continuation or a task die, or are never run again.
 */
@SuppressWarnings({"ThreadPriorityCheck", "WaitNotInLoop"}) // They are what is to be done.
public final class FullHeap {
  private static final int PIECE = 4 << 20;

  private final CountDownLatch start = new CountDownLatch(1);
  private final LongAdder sum = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final ReentrantLock lock = new ReentrantLock();
  private final Object monitor = new Object();
  private long underLock;
  private long underMonitor;
  private volatile boolean done;
  private volatile long largest;

  private FullHeap() {}

  /** A piece of memory, and those before it. */
  private static final class Piece {
    private final Piece before;
    private final byte[] memory = new byte[PIECE];

    Piece(Piece before) {
      this.before = before;
    }

    long size() {
      long size = 0;
      for (Piece piece = this; piece != null; piece = piece.before) {
        size += piece.memory.length;
      }
      return size;
    }
  }

  /**
   * Arguments: number of threads, operations of each, seed.
   *
   * @throws Exception if something fails
   */
  public static void main(String[] args) throws Exception {
    new FullHeap()
        .run(Integer.parseInt(args[0]), Integer.parseInt(args[1]), Long.parseLong(args[2]));
  }

  private void run(int threads, int operations, long seed) throws Exception {
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Random random = new Random(seed + i);
      all.add(Thread.startVirtualThread(() -> work(random, operations)));
    }
    Thread eater = Thread.startVirtualThread(this::eat);
    start.countDown();
    for (Thread thread : all) {
      thread.join();
    }
    done = true;
    eater.join();
    System.out.println("operations=" + (long) threads * operations);
    System.out.println("sum=" + (sum.sum() + underLock + underMonitor));
    System.out.println("refused=" + refused);
    System.out.println("filled=" + largest);
    Storm.printHealth();
  }

  private void eat() {
    while (!done) {
      fill();
      pause();
    }
  }

  /** Takes all that there is, and gives it back. */
  private void fill() {
    Piece all = null;
    try {
      while (true) {
        all = new Piece(all);
      }
    } catch (OutOfMemoryError e) {
      refused.increment();
    }
    largest = all == null ? largest : Math.max(largest, all.size());
  }

  private void work(Random random, int operations) {
    try {
      start.await();
      for (int i = 0; i < operations; i++) {
        operation(random, i);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void operation(Random random, int value) throws InterruptedException {
    switch (random.nextInt(8)) {
      case 0, 1 -> Thread.yield();
      case 2 -> pause();
      case 3 -> {
        lock.lock();
        try {
          underLock += value;
        } finally {
          lock.unlock();
        }
      }
      case 4 -> {
        synchronized (monitor) {
          underMonitor += value;
          monitor.wait(1);
        }
      }
      case 5 -> {
        synchronized (monitor) {
          underMonitor += value;
          Thread.yield();
        }
      }
      case 6 -> LockSupport.parkNanos(this, 200_000);
      default -> {
        if (random.nextInt(8) == 0) {
          take(value);
        }
      }
    }
    sum.increment();
  }

  private void take(int value) {
    while (true) {
      try {
        byte[] piece = new byte[PIECE];
        piece[value] = 1;
        sum.add(value * piece[value]);
        return;
      } catch (OutOfMemoryError e) {
        refused.increment();
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(Duration.ofMillis(1));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
