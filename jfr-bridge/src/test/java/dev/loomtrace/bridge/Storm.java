package dev.loomtrace.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;

/**
 * Random operations of virtual threads, errors included, whose results do not depend on when they
 * run: the sum of them is the same with an agent and without, or something broke.
 */
@SuppressWarnings({
  "ThreadPriorityCheck",
  "InfiniteRecursion",
  "WaitNotInLoop"
}) // They are what is to be done.
public final class Storm {
  private static final int DEPTH_OF_YIELD = 200;
  private static final int SHORT_LIVED_AT_ONCE = 1000;
  private static final int INITIALIZING_AT_ONCE = 3;

  private final LongAdder sum = new LongAdder();
  private final LongAdder uncaught = new LongAdder();
  private final ReentrantLock lock = new ReentrantLock();
  private final Object monitor = new Object();
  private final ArrayBlockingQueue<Integer> queue = new ArrayBlockingQueue<>(8);
  private final Echo echo;
  private final LongAdder failures = new LongAdder();
  private long underLock;
  private long underMonitor;
  private volatile boolean done;

  private Storm() throws IOException {
    echo = new Echo(Thread.ofVirtual().factory());
  }

  /**
   * Arguments: number of threads, operations of each, number of further threads that come and go
   * meanwhile, seed, and {@code record} to start, stop and dump recordings all the time.
   *
   * @throws Exception if something fails
   */
  public static void main(String[] args) throws Exception {
    new Storm()
        .run(
            Integer.parseInt(args[0]),
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]),
            Long.parseLong(args[3]),
            args.length > 4);
  }

  private void run(int threads, int operations, int shortLived, long seed, boolean record)
      throws Exception {
    Thread recorder = Thread.ofPlatform().unstarted(this::recordAndDump);
    if (record) {
      recorder.start();
    }
    List<Thread> all = new ArrayList<>();
    all.add(Thread.ofPlatform().start(() -> comeAndGo(shortLived)));
    for (int i = 0; i < threads; i++) {
      Random random = new Random(seed + i);
      all.add(Thread.startVirtualThread(() -> work(random, operations)));
    }
    for (Thread thread : all) {
      thread.join();
    }
    echo.finish();
    done = true;
    recorder.join();
    System.out.println("operations=" + (long) threads * operations);
    System.out.println("sum=" + (sum.sum() + uncaught.sum() + underLock + underMonitor));
    System.out.println("failures=" + failures);
    printHealth();
  }

  static void printHealth() throws ReflectiveOperationException {
    try {
      Class<?> boot = Class.forName("dev.loomtrace.bridge.boot.Boot", true, null);
      ((Map<?, ?>) boot.getMethod("health").invoke(null))
          .forEach((counter, value) -> System.out.println(counter + "=" + value));
    } catch (ClassNotFoundException e) {
      // Without the agent.
    }
  }

  private void recordAndDump() {
    try {
      Path file = Files.createTempFile("storm", ".jfr");
      recordAndDump(file);
      Files.delete(file);
    } catch (IOException e) {
      failures.increment();
      throw new UncheckedIOException(e);
    }
  }

  private void recordAndDump(Path file) throws IOException {
    while (!done) {
      try (Recording recording = new Recording()) {
        recording.enable("loomtrace.VirtualThreadLongBlock").withThreshold(Duration.ZERO);
        recording.start();
        for (int i = 0; i < 3; i++) {
          FlightRecorder.getFlightRecorder().takeSnapshot().close();
        }
        recording.dump(file);
      }
    }
  }

  // The half of them wait once.
  private void comeAndGo(int count) {
    Semaphore places = new Semaphore(SHORT_LIVED_AT_ONCE);
    for (int i = 0; i < count; i++) {
      boolean yields = i % 2 == 0;
      places.acquireUninterruptibly();
      Thread.startVirtualThread(
          () -> {
            if (yields) {
              Thread.yield();
            }
            sum.increment();
            places.release();
          });
    }
    places.acquireUninterruptibly(SHORT_LIVED_AT_ONCE);
  }

  private void work(Random random, int operations) {
    for (int i = 0; i < operations; i++) {
      try {
        operation(random, i);
      } catch (Throwable t) {
        failures.increment();
        throw new IllegalStateException(t);
      }
    }
  }

  private void operation(Random random, int value) throws Exception {
    switch (random.nextInt(18)) {
      case 0, 1 -> Thread.yield();
      case 2 -> Thread.sleep(Duration.ofNanos(random.nextInt(500_000)));
      case 3 -> {
        lock.lock();
        try {
          underLock += value;
        } finally {
          lock.unlock();
        }
      }
      case 4, 5 -> {
        synchronized (monitor) {
          underMonitor += value;
          if (random.nextInt(4) == 0) {
            monitor.wait(1);
          } else {
            monitor.notifyAll();
          }
        }
      }
      case 6 -> handOver(value);
      case 7 -> interrupt(value);
      case 8 -> timeOut();
      case 9 -> fail(value);
      case 10 -> overflow();
      case 11 -> outOfMemory();
      case 12 -> startAndJoin(Pinned::park);
      case 13 -> sum.add(CompletableFuture.supplyAsync(() -> value).get());
      case 14 -> tasks(value);
      case 15 -> loadAndInitialize();
      case 16 -> talk(value);
      default -> {
        Object pinned = new Object();
        synchronized (pinned) {
          LockSupport.parkNanos(1 + random.nextInt(200_000));
        }
      }
    }
  }

  private void handOver(int value) throws InterruptedException {
    SynchronousQueue<Integer> meeting = new SynchronousQueue<>();
    Thread taker =
        Thread.startVirtualThread(
            () -> {
              try {
                sum.add(meeting.take());
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    meeting.put(value);
    taker.join();
    queue.put(value);
    sum.add(queue.take());
  }

  // However it stands when the interrupt comes, it ends the wait.
  private void interrupt(int value) throws InterruptedException {
    Thread waiting =
        Thread.startVirtualThread(
            () -> {
              try {
                if (value % 3 == 0) {
                  new CountDownLatch(1).await();
                } else if (value % 3 == 1) {
                  Thread.sleep(Duration.ofHours(1));
                } else {
                  Object never = new Object();
                  synchronized (never) {
                    while (sum.sum() >= 0) {
                      never.wait();
                    }
                  }
                }
              } catch (InterruptedException e) {
                sum.add(value);
              }
            });
    if (value % 2 == 0) {
      Thread.yield();
    }
    waiting.interrupt();
    waiting.join();
  }

  private void timeOut() throws InterruptedException {
    sum.add(new SynchronousQueue<Integer>().poll(50, TimeUnit.MICROSECONDS) == null ? 1 : 1000);
    sum.add(new CountDownLatch(1).await(50, TimeUnit.MICROSECONDS) ? 1000 : 1);
  }

  private void fail(int value) throws InterruptedException {
    Thread failing =
        Thread.ofVirtual()
            .uncaughtExceptionHandler((thread, e) -> uncaught.add(value))
            .start(
                () -> {
                  Thread.yield();
                  throw new IllegalStateException("as it should");
                });
    failing.join();
  }

  // Waits next to the end of the stack would break the JDK itself: a plain JDK 25 crashes, and 21
  // hangs. So only before and after.
  private void overflow() throws InterruptedException {
    startAndJoin(
        () -> {
          try {
            sum.add(descend(0));
          } catch (StackOverflowError e) {
            Thread.yield();
            sum.add(1);
          }
        });
  }

  private static long descend(int depth) {
    if (depth == DEPTH_OF_YIELD) {
      Thread.yield();
    }
    return descend(depth + 1) + 1;
  }

  private void outOfMemory() throws InterruptedException {
    startAndJoin(
        () -> {
          try {
            sum.add(new long[Integer.MAX_VALUE].length);
          } catch (OutOfMemoryError e) {
            Thread.yield();
            sum.add(1);
          }
        });
  }

  private void tasks(int value) {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      executor.execute(() -> sum.add(value));
      executor.execute(Thread::yield);
    }
  }

  // Several want the same class at once: one initialises it, and waits meanwhile with its carrier;
  // the others wait for that in the VM.
  private void loadAndInitialize() throws InterruptedException {
    ClassLoader loader = new FreshLoader();
    List<Thread> users = new ArrayList<>();
    for (int i = 0; i < INITIALIZING_AT_ONCE; i++) {
      users.add(
          Thread.startVirtualThread(
              () -> {
                try {
                  Class<?> fresh = Class.forName(Initialized.class.getName(), true, loader);
                  sum.add((int) fresh.getMethod("value").invoke(null));
                } catch (ReflectiveOperationException e) {
                  throw new IllegalStateException(e);
                }
              }));
    }
    for (Thread user : users) {
      user.join();
    }
  }

  private void talk(int value) throws IOException {
    if (value % 2 == 0) {
      echo.talk();
    } else {
      echo.timeOut();
    }
    sum.add(value);
  }

  private static void startAndJoin(Runnable task) throws InterruptedException {
    Thread.startVirtualThread(task).join();
  }

  /** Defines {@link Initialized} anew. */
  private static final class FreshLoader extends ClassLoader {
    private static final byte[] CLASS_FILE = classFile();

    static {
      registerAsParallelCapable();
    }

    FreshLoader() {
      super(Storm.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.equals(Initialized.class.getName())) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : defineClass(name, CLASS_FILE, 0, CLASS_FILE.length);
      }
    }

    private static byte[] classFile() {
      try (InputStream in = Storm.class.getResourceAsStream("Storm$Initialized.class")) {
        return in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Waits in each way while it is initialised. */
  public static final class Initialized {
    private static final int VALUE;

    static {
      Thread.yield();
      LockSupport.parkNanos(50_000);
      try {
        Thread.sleep(Duration.ofNanos(50_000));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      VALUE = 5;
    }

    private Initialized() {}

    /** What the initialiser left. */
    public static int value() {
      return VALUE;
    }
  }
}
