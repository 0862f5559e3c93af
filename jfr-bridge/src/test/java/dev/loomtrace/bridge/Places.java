package dev.loomtrace.bridge;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that wait at several places in the code, at each for another length of time, at all of
 * them about the same time in sum. Each place is a class of its own, which is what its waits are
 * parked on: so any recording of a wait says where it was, with a stack or without.
 */
public final class Places {
  /** A place that waits. */
  interface Place {
    /** Waits here, for this long or more. */
    void waitHere(long nanos);
  }

  static final class First implements Place {
    @Override
    public void waitHere(long nanos) {
      LockSupport.parkNanos(this, nanos);
    }
  }

  static final class Second implements Place {
    @Override
    public void waitHere(long nanos) {
      LockSupport.parkNanos(this, nanos);
    }
  }

  static final class Third implements Place {
    @Override
    public void waitHere(long nanos) {
      LockSupport.parkNanos(this, nanos);
    }
  }

  static final class Fourth implements Place {
    @Override
    public void waitHere(long nanos) {
      LockSupport.parkNanos(this, nanos);
    }
  }

  static final class Fifth implements Place {
    @Override
    public void waitHere(long nanos) {
      LockSupport.parkNanos(this, nanos);
    }
  }

  static final class Sixth implements Place {
    @Override
    public void waitHere(long nanos) {
      LockSupport.parkNanos(this, nanos);
    }
  }

  static final class Seventh implements Place {
    @Override
    public void waitHere(long nanos) {
      LockSupport.parkNanos(this, nanos);
    }
  }

  private static final Place[] PLACES = {
    new First(), new Second(), new Third(), new Fourth(), new Fifth(), new Sixth(), new Seventh(),
  };
  private static final long[] MICROS = {50, 200, 1_000, 3_000, 8_000, 12_000, 40_000};
  private static final long TURN = 20_000;

  private Places() {}

  /**
   * Arguments: threads, milliseconds.
   *
   * @throws InterruptedException never
   */
  public static void main(String[] args) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[1]));
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(args[0]); i++) {
      Random random = new Random(i);
      threads.add(Thread.startVirtualThread(() -> waitAround(random, end)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void waitAround(Random random, long end) {
    while (System.nanoTime() - end < 0) {
      int place = random.nextInt(PLACES.length);
      for (long waited = 0; waited < TURN; waited += MICROS[place]) {
        PLACES[place].waitHere(TimeUnit.MICROSECONDS.toNanos(MICROS[place]));
      }
    }
  }
}
