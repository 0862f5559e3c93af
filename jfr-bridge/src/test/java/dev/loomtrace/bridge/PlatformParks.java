package dev.loomtrace.bridge;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.FlightRecorder;

/** Platform threads that hand a turn on, sleep, and wait until a limit or until interrupted. */
public final class PlatformParks {
  /** Before the name of each thread whose waits are counted. */
  static final String NAME = "holder-";

  private static final int THREADS = 4;

  private PlatformParks() {}

  /** What those threads wait on until the time is over. */
  static final class Limit {}

  /** What those threads wait on until they are interrupted, once. */
  static final class Bell {
    private boolean rung;
  }

  /**
   * Arguments: how often each thread waits in each way, and a file for the parks.
   *
   * @throws Exception if something fails
   */
  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[0]);
    ClockEvent.sample();
    HandOvers handOvers = new HandOvers(Thread.ofVirtual().factory());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(Thread.ofPlatform().name(NAME + i).start(() -> waits(handOvers, count)));
    }
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        if (thread.getState() == Thread.State.WAITING
            && LockSupport.getBlocker(thread) instanceof Bell bell
            && !bell.rung) {
          bell.rung = true;
          HandOvers.letItWait();
          thread.interrupt();
        }
        Thread.onSpinWait();
      }
    }
    ClockEvent.sample();
    handOvers.finish(Path.of(args[1]));
    System.out.println("sleeps=" + THREADS * count);
    System.out.println("limits=" + THREADS * count);
    System.out.println("interrupts=" + THREADS * count);
    System.out.println("interrupter=" + Thread.currentThread().threadId());
  }

  private static void waits(HandOvers handOvers, int count) {
    try {
      Limit limit = new Limit();
      for (int i = 0; i < count; i++) {
        handOvers.await();
        Thread.sleep(0, 100_000);
        long due = System.nanoTime() + 100_000;
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(limit, due - System.nanoTime());
        }
        Bell bell = new Bell();
        while (!Thread.interrupted()) {
          LockSupport.park(bell);
        }
        if (i == count / 2) {
          FlightRecorder.getFlightRecorder().takeSnapshot().close();
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
