package dev.loomtrace.bridge;

import dev.loomtrace.FlightRecorder;
import dev.loomtrace.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * A program that does what triggers wait for, measures it, and waits for the dump: {@code WHAT
 * FOLDER}. Prints {@code id}, {@code thread} and {@code nanos} of the culprit.
 */
final class Triggering {
  private static final long MILLIS = 200;
  private static final long PATIENCE_SECONDS = 60;

  private Triggering() {}

  public static void main(String... arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "task" -> task();
      case "recorder" -> recorder();
      case "error" -> error();
      case "condition" -> condition();
      case "lock" -> lock();
      case "pinned" -> pinned();
      case "runnable" -> runnable();
      case "carriers" -> carriers();
      case "storm" -> storm(folder);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    long deadline = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000;
    while (dumps(folder) == 0 && System.nanoTime() - deadline < 0) {
      Thread.sleep(20);
    }
    System.out.println("dumps=" + dumps(folder));
  }

  private static long dumps(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jfr")).count();
    }
  }

  /** The application has a flight recorder of its own. */
  private static void recorder() throws InterruptedException {
    try (FlightRecorder recorder = new FlightRecorder()) {
      recorder.start();
      System.out.println("started=" + (recorder.isEnabled() ? 1 : 0));
      task();
    }
  }

  private static void say(long id, long thread, long nanos) {
    System.out.println("id=" + id);
    System.out.println("thread=" + thread);
    System.out.println("nanos=" + nanos);
  }

  private static void task() throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      Task.run("request", () -> {});
    }
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  long start = System.nanoTime();
                  Task task = Task.begin("request");
                  sleep(MILLIS);
                  task.end();
                  say(task.id(), Thread.currentThread().threadId(), System.nanoTime() - start);
                });
    thread.join();
    Task.run("request", () -> sleep(MILLIS)); // Too soon for a dump of its own.
  }

  private static void error() {
    Task task = Task.begin("request");
    task.fail(new IOException("no")).end();
    say(task.id(), Thread.currentThread().threadId(), 0);
  }

  /** After a while in which the flight recorder's threads are the only ones that do. */
  private static void condition() throws InterruptedException {
    sleep(5 * MILLIS);
    long start = System.nanoTime();
    ReentrantLock lock = new ReentrantLock();
    lock.lock();
    try {
      Condition never = lock.newCondition();
      for (long left = MILLIS * 1_000_000; left > 0; ) {
        left = never.awaitNanos(left);
      }
      say(0, Thread.currentThread().threadId(), System.nanoTime() - start);
    } finally {
      lock.unlock();
    }
  }

  private static void lock() throws InterruptedException {
    ReentrantLock lock = new ReentrantLock();
    CountDownLatch locked = new CountDownLatch(1);
    Thread holder =
        Thread.ofVirtual()
            .start(
                () -> {
                  lock.lock();
                  try {
                    locked.countDown();
                    sleep(2 * MILLIS);
                  } finally {
                    lock.unlock();
                  }
                });
    locked.await();
    Thread waiter =
        Thread.ofVirtual()
            .start(
                () -> {
                  long start = System.nanoTime();
                  lock.lock();
                  try {
                    say(0, Thread.currentThread().threadId(), System.nanoTime() - start);
                  } finally {
                    lock.unlock();
                  }
                });
    waiter.join();
    holder.join();
  }

  // A class that is being initialised pins whoever does it, on every JDK.
  private static final class Pinning {
    static final long NANOS;

    static {
      long start = System.nanoTime();
      LockSupport.parkNanos(MILLIS * 1_000_000);
      NANOS = System.nanoTime() - start;
    }

    private Pinning() {}
  }

  private static void pinned() throws InterruptedException {
    Thread.ofVirtual().start(() -> say(0, Thread.currentThread().threadId(), Pinning.NANOS)).join();
  }

  // With one carrier: a thread that computes has it, when another one is woken.
  private static void runnable() throws InterruptedException {
    AtomicLong woken = new AtomicLong();
    CountDownLatch ready = new CountDownLatch(1);
    Thread sleeper =
        Thread.ofVirtual()
            .unstarted(
                () -> {
                  ready.countDown();
                  LockSupport.park();
                  long nanos = System.nanoTime() - woken.get();
                  say(0, Thread.currentThread().threadId(), nanos);
                });
    sleeper.start();
    ready.await();
    while (sleeper.getState() != Thread.State.WAITING) {
      Thread.sleep(1);
    }
    AtomicBoolean computing = new AtomicBoolean();
    Thread hog =
        Thread.ofVirtual()
            .start(
                () -> {
                  computing.set(true);
                  compute(2 * MILLIS);
                });
    while (!computing.get()) {
      Thread.onSpinWait();
    }
    woken.set(System.nanoTime());
    LockSupport.unpark(sleeper);
    hog.join();
    sleeper.join();
  }

  private static void carriers() throws InterruptedException {
    List<Thread> hogs = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < 4; i++) {
      hogs.add(Thread.ofVirtual().start(() -> compute(5 * MILLIS)));
    }
    for (Thread hog : hogs) {
      hog.join();
    }
    say(0, 0, System.nanoTime() - start);
  }

  /** A hundred failed tasks a second, each of which measures how long its end takes. */
  private static void storm(Path folder) throws Exception {
    AtomicLong longest = new AtomicLong();
    long most = 0;
    Semaphore done = new Semaphore(0);
    int count = 500;
    for (int i = 0; i < count; i++) {
      Thread.ofVirtual()
          .start(
              () -> {
                Task task = Task.begin("request").fail(null);
                long start = System.nanoTime();
                task.end();
                longest.accumulateAndGet(System.nanoTime() - start, Math::max);
                done.release();
              });
      most = Math.max(most, dumps(folder));
      Thread.sleep(10);
    }
    done.acquire(count);
    System.out.println("longest=" + longest.get());
    System.out.println("most=" + most);
  }

  private static void compute(long millis) {
    long end = System.nanoTime() + millis * 1_000_000;
    while (System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
