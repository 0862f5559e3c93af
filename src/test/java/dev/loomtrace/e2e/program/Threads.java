package dev.loomtrace.e2e.program;

import java.util.Collection;
import java.util.List;

/** What the programs do to threads. */
final class Threads {
  private Threads() {}

  /** Runs on until the thread is in one of these states. */
  static void await(Thread thread, Thread.State... states) {
    List<Thread.State> wanted = List.of(states);
    while (!wanted.contains(thread.getState())) {
      Thread.onSpinWait();
    }
  }

  /** Runs on until the thread waits with or without a limit. */
  static void awaitWaiting(Thread thread) {
    await(thread, Thread.State.WAITING, Thread.State.TIMED_WAITING);
  }

  static void join(Collection<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** Prints a fact for the test. */
  static void say(String name, long value) {
    System.out.println(name + "=" + value);
  }
}
