package dev.loomtrace.benchmarks.overhead;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.FlightRecorder;

/**
 * The JVM that is measured: very many parked virtual threads, and a busy one that looks how long it
 * is kept from running while chunks are rotated.
 *
 * <p>One of the {@link Commands}: {@code stall KIND SECONDS}, where KIND is platform or virtual,
 * answers with the longest time that the busy thread did not run, of each second, in nanoseconds.
 */
public final class RotationRunner {
  private static final int PARKED = 100_000;
  private static final AtomicInteger WOKEN = new AtomicInteger();

  private RotationRunner() {}

  /** Obeys until the input ends. */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<Thread> parked = new ArrayList<>();
    for (int i = 0; i < PARKED; i++) {
      parked.add(Thread.startVirtualThread(RotationRunner::parkForEver));
    }
    awaitParked(parked);
    Commands.obey(
        () -> makeReady(parked),
        words -> stall(words[1].equals("virtual"), Integer.parseInt(words[2])));
  }

  private static void parkForEver() {
    while (!Thread.interrupted()) {
      LockSupport.park();
      WOKEN.incrementAndGet();
    }
  }

  private static void makeReady(List<Thread> parked) {
    wake(parked); // So that it is known since when they wait, as in an application.
    // Their stacks are new then, and moving 100,000 of them holds everybody up, whoever records.
    System.gc();
  }

  private static void wake(List<Thread> parked) {
    WOKEN.set(0);
    parked.forEach(LockSupport::unpark);
    while (WOKEN.get() < parked.size()) {
      Thread.onSpinWait();
    }
    awaitParked(parked);
  }

  private static void awaitParked(List<Thread> parked) {
    for (Thread thread : parked) {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
  }

  private static String stall(boolean virtual, int seconds) throws InterruptedException {
    long[] longest = new long[seconds];
    Runnable busy = () -> beBusy(virtual, longest);
    Thread thread = virtual ? Thread.ofVirtual().start(busy) : Thread.ofPlatform().start(busy);
    for (int i = 0; i < seconds; i++) {
      Thread.sleep(500);
      FlightRecorder.getFlightRecorder().takeSnapshot().close();
      Thread.sleep(500);
    }
    thread.join();
    StringJoiner result = new StringJoiner(" ");
    for (long nanos : longest) {
      result.add(Long.toString(nanos));
    }
    return result.toString();
  }

  @SuppressWarnings("ThreadPriorityCheck") // Yielding goes through the hooks each time.
  private static void beBusy(boolean virtual, long[] longest) {
    long last = System.nanoTime();
    for (int i = 0; i < longest.length; i++) {
      long end = last + TimeUnit.SECONDS.toNanos(1);
      while (last - end < 0) {
        if (virtual) {
          Thread.yield();
        }
        long now = System.nanoTime();
        longest[i] = Math.max(longest[i], now - last);
        last = now;
      }
    }
  }
}
