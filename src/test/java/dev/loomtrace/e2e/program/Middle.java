package dev.loomtrace.e2e.program;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/** Begins to record while its threads wait and run, and ends the recording while they still do. */
public final class Middle {
  /** Waits from before the recording until after it. */
  static final class Throughout implements Runnable {
    volatile boolean over;

    @Override
    public void run() {
      while (!over) {
        LockSupport.park(this);
      }
    }
  }

  /** Waits from before the recording until the middle of it. */
  static final class Until implements Runnable {
    volatile boolean over;

    @Override
    public void run() {
      while (!over) {
        LockSupport.park(this);
      }
    }
  }

  /** Runs from before the recording until the middle of it. */
  static final class Runs implements Runnable {
    volatile boolean begun;
    volatile boolean over;

    @Override
    public void run() {
      begun = true;
      while (!over) {
        Thread.onSpinWait();
      }
    }
  }

  /** Is older than the recording, and then goes on waiting within it. */
  record Takes(LinkedBlockingQueue<Integer> queue, int times) implements Runnable {
    @Override
    public void run() {
      try {
        for (int i = 0; i < times; i++) {
          queue.take();
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static final int THREADS = 20;
  private static final int TIMES = 10;

  private Middle() {}

  /**
   * Argument: the recording's file.
   *
   * @throws Exception if something fails
   */
  public static void main(String[] args) throws Exception {
    List<Throughout> throughout = new ArrayList<>();
    List<Until> until = new ArrayList<>();
    List<Thread> waiting = new ArrayList<>();
    Runs runs = new Runs();
    LinkedBlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
    for (int i = 0; i < THREADS; i++) {
      throughout.add(new Throughout());
      until.add(new Until());
      waiting.add(Thread.startVirtualThread(throughout.getLast()));
      waiting.add(Thread.startVirtualThread(until.getLast()));
    }
    Thread taker = Thread.startVirtualThread(new Takes(queue, TIMES));
    Thread runner = Thread.startVirtualThread(runs);
    waiting.forEach(Threads::awaitWaiting);
    Threads.awaitWaiting(taker);
    while (!runs.begun) {
      Thread.onSpinWait();
    }
    try (Recording recording = new Recording(Configuration.getConfiguration("default"))) {
      recording.setDestination(Path.of(args[0]));
      recording.start();
      for (int i = 0; i < TIMES; i++) {
        Threads.awaitWaiting(taker);
        queue.add(i);
        while (!queue.isEmpty()) {
          Thread.onSpinWait();
        }
        if (i == TIMES / 2) {
          Rotation.rotate();
        }
      }
      taker.join();
      runs.over = true;
      runner.join();
      for (int i = 0; i < THREADS; i++) {
        until.get(i).over = true;
        LockSupport.unpark(waiting.get(2 * i + 1));
        waiting.get(2 * i + 1).join();
      }
      recording.stop();
    }
    for (int i = 0; i < THREADS; i++) {
      throughout.get(i).over = true;
      LockSupport.unpark(waiting.get(2 * i));
      waiting.get(2 * i).join();
    }
    Threads.say("threads", THREADS);
    Threads.say("takes", TIMES);
  }
}
