package dev.loomtrace.bridge;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Does everything that makes virtual threads wait, and counts what it can count itself. Its threads
 * run on a scheduler that counts the rest.
 */
@SuppressWarnings({"ThreadPriorityCheck", "WaitNotInLoop"}) // They are what is to be recorded.
public final class Workload {
  private static final int MONITORS = 4;
  private static final int OPERATIONS_PER_CLOCK_SAMPLE = 50_000;

  private final LongAdder sleeps = new LongAdder();
  private final LongAdder yields = new LongAdder();
  private final LongAdder pins = new LongAdder();
  private final AtomicLong operations = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition condition = lock.newCondition();
  private final Object[] monitors = new Object[MONITORS];
  private final LinkedBlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
  private final CountingScheduler scheduler;
  private final ThreadFactory factory;
  private final HandOvers handOvers;
  private final Echo echo;

  private Workload(int carriers) throws ReflectiveOperationException, IOException {
    scheduler = new CountingScheduler(carriers);
    factory = scheduler.factory();
    handOvers = new HandOvers(factory);
    echo = new Echo(factory);
    for (int i = 0; i < MONITORS; i++) {
      monitors[i] = new Object();
    }
  }

  /**
   * Arguments: number of threads, operations of each, seed of the random choice, file for what is
   * known of single parks, number of carriers.
   *
   * @throws Exception if something fails
   */
  public static void main(String[] args) throws Exception {
    new Workload(Integer.parseInt(args[4]))
        .run(
            Integer.parseInt(args[0]),
            Integer.parseInt(args[1]),
            Long.parseLong(args[2]),
            Path.of(args[3]));
  }

  private void run(int threads, int operationsOfEach, long seed, Path samples) throws Exception {
    ClockEvent.sample();
    List<Thread> all = new ArrayList<>();
    try (ExecutorService executor = Executors.newThreadPerTaskExecutor(factory)) {
      for (int i = 0; i < threads; i++) {
        Random random = new Random(seed + i);
        Runnable work = () -> work(random, operationsOfEach);
        if (i % 2 == 0) {
          executor.execute(work);
        } else {
          Thread thread = factory.newThread(work);
          thread.start();
          all.add(thread);
        }
      }
    }
    for (Thread thread : all) {
      thread.join();
    }
    echo.finish();
    handOvers.finish(samples);
    scheduler.finish();
    ClockEvent.sample();
    System.out.println("sleeps=" + sleeps);
    System.out.println("yields=" + yields);
    System.out.println("pins=" + pins);
  }

  private void work(Random random, int operationsOfEach) {
    try {
      for (int i = 0; i < operationsOfEach; i++) {
        operation(random);
        if (operations.incrementAndGet() % OPERATIONS_PER_CLOCK_SAMPLE == 0) {
          ClockEvent.sample();
        }
      }
    } catch (InterruptedException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void operation(Random random) throws InterruptedException, IOException {
    switch (random.nextInt(16)) {
      case 0 -> sleep(random);
      case 1 -> LockSupport.parkNanos(1 + random.nextInt(1_000_000));
      case 2, 3, 4, 5 -> {
        yields.increment();
        Thread.yield();
      }
      case 6, 7, 8 -> handOvers.await();
      case 9 -> {
        lock.lock();
        try {
          spin(random);
          if (random.nextInt(8) == 0) {
            condition.awaitNanos(100_000);
          }
        } finally {
          lock.unlock();
        }
      }
      case 10 -> {
        synchronized (monitors[random.nextInt(MONITORS)]) {
          spin(random);
          if (random.nextInt(8) == 0) {
            sleep(random);
          }
        }
      }
      case 11 -> waitOrNotify(random);
      case 12 -> {
        queue.put(1);
        queue.take();
      }
      case 13 -> startAndJoin(() -> spin(random));
      case 14 -> {
        if (random.nextInt(8) == 0) {
          pins.increment();
          startAndJoin(Pinned::park);
        }
      }
      default -> {
        if (random.nextInt(4) == 0) {
          echo.talk();
        }
      }
    }
  }

  private void waitOrNotify(Random random) throws InterruptedException {
    Object monitor = monitors[random.nextInt(MONITORS)];
    synchronized (monitor) {
      if (random.nextBoolean()) {
        monitor.wait(1 + random.nextInt(3));
      } else {
        monitor.notifyAll();
      }
    }
  }

  private void startAndJoin(Runnable task) throws InterruptedException {
    Thread child = factory.newThread(task);
    child.start();
    child.join();
  }

  private void sleep(Random random) throws InterruptedException {
    sleeps.increment();
    Sleeps.sleep(Duration.ofNanos(100_000 + random.nextInt(1_000_000)));
  }

  private static void spin(Random random) {
    int rounds = random.nextInt(200);
    for (int i = 0; i < rounds; i++) {
      Thread.onSpinWait();
    }
  }
}
