package dev.loomtrace.e2e.program;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;

/** Has its recording grow as fast as it can, until it is large enough. */
@SuppressWarnings("ThreadPriorityCheck") // Yields are what is to be recorded.
public final class Flood {
  /** Stops and goes on all the time. */
  static final class Busy implements Runnable {
    private static volatile boolean over;

    @Override
    public void run() {
      while (!over) {
        for (int i = 0; i < 20; i++) {
          Thread.yield();
        }
        LockSupport.parkNanos(this, 100_000);
      }
    }
  }

  private static final int THREADS = 500;

  private Flood() {}

  /** Argument: the size in bytes. */
  public static void main(String[] args) throws InterruptedException {
    long bytes = Long.parseLong(args[0]);
    Recording recording = FlightRecorder.getFlightRecorder().getRecordings().getFirst();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(Thread.startVirtualThread(new Busy()));
    }
    while (recording.getSize() < bytes) {
      LockSupport.parkNanos(10_000_000);
    }
    Busy.over = true;
    Threads.join(threads);
  }
}
