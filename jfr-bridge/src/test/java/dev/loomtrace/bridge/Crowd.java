package dev.loomtrace.bridge;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;

/**
 * More virtual threads alive at once than the recorder's first table has places, some parked and
 * some at a monitor; and a few that live while many others come and go.
 */
public final class Crowd {
  private static final int OLD = 100;
  private static final int AT_ONCE = 1000;

  private final CountingScheduler scheduler = new CountingScheduler(2);
  private final ThreadFactory factory = scheduler.factory();
  private final List<HandOvers.Park> parks = new ArrayList<>();
  private final long waker = Thread.currentThread().threadId();
  private volatile boolean go;

  private Crowd() throws ReflectiveOperationException {}

  /** What the crowd is parked on. */
  static final class Place {}

  /**
   * Arguments: threads alive at once, threads that come and go, file for what is known of the old
   * threads' parks.
   *
   * @throws Exception if something fails
   */
  public static void main(String[] args) throws Exception {
    new Crowd().run(Integer.parseInt(args[0]), Integer.parseInt(args[1]), Path.of(args[2]));
  }

  private void run(int alive, int others, Path samples) throws Exception {
    ClockEvent.sample();
    List<Thread> old = start(OLD, this::parkKnown, Thread.State.WAITING);
    comeAndGo(others);
    Object monitor = new Object();
    List<Thread> parked = start(alive / 2, this::park, Thread.State.WAITING);
    List<Thread> entering;
    synchronized (monitor) {
      entering = new ArrayList<>();
      for (int i = parked.size(); i < alive; i++) {
        entering.add(started(() -> enter(monitor)));
      }
      // Where monitors pin, as many as there are carriers get that far.
      await(entering.get(0), Thread.State.BLOCKED);
    }
    go = true;
    parked.forEach(LockSupport::unpark);
    old.forEach(LockSupport::unpark);
    join(parked);
    join(entering);
    join(old);
    scheduler.finish();
    HandOvers.write(parks, samples);
    ClockEvent.sample();
    System.out.println("parked=" + parked.size());
    System.out.println("old=" + old.size());
    System.out.println("waker=" + waker);
  }

  private List<Thread> start(int count, Runnable task, Thread.State state) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      threads.add(started(task));
    }
    threads.forEach(thread -> await(thread, state));
    return threads;
  }

  private Thread started(Runnable task) {
    Thread thread = factory.newThread(task);
    thread.start();
    return thread;
  }

  private void comeAndGo(int count) throws InterruptedException {
    Semaphore places = new Semaphore(AT_ONCE);
    for (int i = 0; i < count; i++) {
      places.acquire();
      started(places::release);
    }
    places.acquire(AT_ONCE);
  }

  private void parkKnown() {
    Object blocker = new HandOvers.Baton();
    long before = System.nanoTime();
    while (!go) {
      LockSupport.park(blocker);
    }
    long after = System.nanoTime();
    synchronized (parks) {
      parks.add(new HandOvers.Park(Thread.currentThread().threadId(), before, after, waker));
    }
  }

  private void park() {
    Object blocker = new Place();
    while (!go) {
      LockSupport.park(blocker);
    }
  }

  private static void enter(Object monitor) {
    synchronized (monitor) {
      monitor.notifyAll();
    }
  }

  private static void await(Thread thread, Thread.State state) {
    while (thread.getState() != state) {
      Thread.onSpinWait();
    }
  }

  private static void join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
