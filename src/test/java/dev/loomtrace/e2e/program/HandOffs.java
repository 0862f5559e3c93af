package dev.loomtrace.e2e.program;

import dev.loomtrace.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A task waits for a lock, whose owner waits for a queue, into which one puts who waits for a
 * future, which one completes who waits for two threads to end, of which the late one waits for a
 * permit, which one gives who sleeps. Each of them sleeps as well before it lets the one before go
 * on. It prints who they are, and how long each one kept the one before waiting by itself.
 */
public final class HandOffs {
  private static final long NAP = 150;

  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final BlockingQueue<String> QUEUE = new LinkedBlockingQueue<>();
  private static final CompletableFuture<String> FUTURE = new CompletableFuture<>();
  private static final Semaphore PERMITS = new Semaphore(0);
  private static final long[] OWN = new long[6];
  private static volatile boolean allWait;

  private HandOffs() {}

  /**
   * Takes no arguments.
   *
   * @throws Exception if something fails
   */
  public static void main(String[] args) throws Exception {
    List<Thread> threads = new ArrayList<>();
    threads.add(Thread.ofPlatform().name("owner").start(HandOffs::give));
    Threads.await(threads.getLast(), Thread.State.TIMED_WAITING);
    Thread late = Thread.startVirtualThread(HandOffs::acquire);
    Threads.await(late, Thread.State.WAITING);
    threads.add(late);
    Thread early = Thread.startVirtualThread(() -> {});
    threads.add(Thread.startVirtualThread(() -> complete(early, late)));
    Threads.awaitWaiting(threads.getLast());
    threads.add(Thread.ofPlatform().name("feeder").start(HandOffs::feed));
    Threads.awaitWaiting(threads.getLast());
    threads.add(Thread.startVirtualThread(HandOffs::holdTheLock));
    Threads.awaitWaiting(threads.getLast());
    threads.add(Thread.startVirtualThread(HandOffs::order));
    Threads.awaitWaiting(threads.getLast());
    allWait = true;
    Threads.join(threads);
    for (int i = 0; i < OWN.length; i++) {
      Threads.say("thread" + i, threads.get(OWN.length - 1 - i).threadId());
      Threads.say("own" + i, OWN[i]);
    }
  }

  /** By itself, since a time until now, the thread kept the one before it waiting. */
  private static void nap(int number, long since) throws InterruptedException {
    Thread.sleep(NAP);
    OWN[number] = System.nanoTime() - since;
  }

  private static void order() {
    Task.run(
        "order",
        () -> {
          LOCK.lock();
          try {
            QUEUE.clear(); // Whatever is to be done with it.
          } finally {
            LOCK.unlock();
          }
        });
  }

  private static void holdTheLock() {
    LOCK.lock();
    try {
      QUEUE.take();
      nap(1, System.nanoTime());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      LOCK.unlock();
    }
  }

  private static void feed() {
    try {
      FUTURE.get();
      nap(2, System.nanoTime());
      QUEUE.put("fed");
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void complete(Thread early, Thread late) {
    try {
      early.join();
      late.join();
      nap(3, System.nanoTime());
      FUTURE.complete("done");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void acquire() {
    try {
      PERMITS.acquire();
      nap(4, System.nanoTime());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void give() {
    try {
      while (!allWait) {
        Thread.sleep(1);
      }
      nap(5, System.nanoTime());
      PERMITS.release();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
