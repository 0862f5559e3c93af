package dev.loomtrace.bridge;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.FlightRecorder;

/**
 * Virtual threads that change what they do all the time (park, yield, park pinned, come to a
 * monitor), while one chunk after the other begins. Prints their ids.
 */
@SuppressWarnings("ThreadPriorityCheck") // The yield is wanted.
public final class Restless {
  private static final int THREADS = 8;

  private static final Object MONITOR = new Object();
  private static volatile boolean done;

  private Restless() {}

  /**
   * Argument: how often a new chunk begins.
   *
   * @throws InterruptedException never
   */
  public static void main(String[] args) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(Thread.startVirtualThread(Restless::run));
    }
    for (int i = Integer.parseInt(args[0]); i > 0; i--) {
      FlightRecorder.getFlightRecorder().takeSnapshot().close();
    }
    done = true;
    for (Thread thread : threads) {
      thread.join();
      System.out.println("thread" + thread.threadId() + "=" + thread.threadId());
    }
  }

  private static void run() {
    while (!done) {
      Pinned.park();
      Thread.yield();
      LockSupport.parkNanos(1_000);
      synchronized (MONITOR) {
        LockSupport.parkNanos(1_000);
      }
    }
  }
}
