package dev.loomtrace.e2e.program;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Many threads: short-lived ones, and ones that all wait at the same time. */
public final class Many {
  static final class Brief implements Runnable {
    @Override
    public void run() {
      Thread.onSpinWait();
    }
  }

  static final class Waiter implements Runnable {
    private volatile boolean over;

    @Override
    public void run() {
      while (!over) {
        LockSupport.park(this);
      }
    }
  }

  /** Lets the others go, one after the other. */
  record Waker(List<Waiter> waiters, List<Thread> threads) implements Runnable {
    @Override
    public void run() {
      for (int i = 0; i < waiters.size(); i++) {
        waiters.get(i).over = true;
        LockSupport.unpark(threads.get(i));
      }
    }
  }

  private Many() {}

  /**
   * Arguments: how many of each.
   *
   * @throws Exception if something fails
   */
  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[0]);
    Rotation.rotate();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      threads.add(Thread.startVirtualThread(new Brief()));
    }
    Threads.join(threads);
    Rotation.rotate();
    threads.clear();
    List<Waiter> waiters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      waiters.add(new Waiter());
      threads.add(Thread.startVirtualThread(waiters.getLast()));
    }
    threads.forEach(Threads::awaitWaiting);
    Rotation.rotate();
    Rotation.rotate();
    Thread waker = Thread.startVirtualThread(new Waker(waiters, threads));
    waker.join();
    Threads.join(threads);
    Threads.say("waker", waker.threadId());
  }
}
