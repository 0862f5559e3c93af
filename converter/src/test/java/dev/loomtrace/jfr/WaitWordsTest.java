package dev.loomtrace.jfr;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.TraceState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What a wait is called that goes through a class of the JDK's: each is made here, as this JDK
 * makes it, so that a class that is renamed is found.
 */
@Isolated("records its own JVM")
class WaitWordsTest {
  private static final long LONG_NANOS = Duration.ofMillis(20).toNanos();

  private static final Set<Thread.State> WAITS =
      EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

  /** Something that waits. */
  private interface Waiting {
    void run() throws Exception;
  }

  /** A wait of at least {@link #LONG_NANOS} by the word that it should have. */
  private record Case(String word, Waiting waiting) {}

  @TempDir Path folder;

  /** Acts when the calling thread has waited for some time. */
  private static void later(Waiting act) {
    Thread waiter = Thread.currentThread();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                napBeside(waiter);
                act.run();
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
  }

  private static Map<String, Case> cases() {
    Map<String, Case> cases = new LinkedHashMap<>();
    cases.put("latch", new Case("latch", WaitWordsTest::latch));
    cases.put("semaphore", new Case("semaphore", WaitWordsTest::semaphore));
    cases.put("phaser", new Case("phaser", WaitWordsTest::phaser));
    cases.put("barrier", new Case("phaser", WaitWordsTest::barrier));
    cases.put("exchanger", new Case("exchanger", WaitWordsTest::exchanger));
    cases.put("pool", new Case("executor close", () -> close(Executors.newFixedThreadPool(1))));
    cases.put("forkjoin", new Case("executor close", () -> close(new ForkJoinPool(1))));
    cases.put(
        "virtual",
        new Case("executor close", () -> close(Executors.newVirtualThreadPerTaskExecutor())));
    cases.put("joinVirtual", new Case("join", () -> join(Thread.ofVirtual())));
    cases.put("joinPlatform", new Case("join", () -> join(Thread.ofPlatform())));
    cases.put("futureTask", new Case("future", WaitWordsTest::futureTask));
    cases.put("completable", new Case("future", WaitWordsTest::completable));
    cases.put("lock", new Case("lock", WaitWordsTest::lock));
    cases.put("readWriteLock", new Case("lock", WaitWordsTest::readWriteLock));
    cases.put("stampedLock", new Case("lock", WaitWordsTest::stampedLock));
    cases.put("condition", new Case("condition", WaitWordsTest::condition));
    cases.put("parked", new Case("parked (Object)", WaitWordsTest::parked));
    cases.put("sleep", new Case("sleep", () -> TimeUnit.NANOSECONDS.sleep(2 * LONG_NANOS)));
    putQueue(cases, "arrayQueue", new ArrayBlockingQueue<>(1));
    putQueue(cases, "linkedQueue", new LinkedBlockingQueue<>(1));
    putQueue(cases, "linkedDeque", new LinkedBlockingDeque<>(1));
    putQueue(cases, "synchronousQueue", new SynchronousQueue<>());
    cases.put("transferQueue", new Case("queue take", () -> take(new LinkedTransferQueue<>())));
    cases.put("priorityQueue", new Case("queue take", () -> take(new PriorityBlockingQueue<>())));
    return cases;
  }

  private static void putQueue(Map<String, Case> cases, String name, BlockingQueue<String> queue) {
    cases.put(name + "Take", new Case("queue take", () -> take(queue)));
    cases.put(name + "Put", new Case("queue put", () -> put(queue)));
  }

  private static void latch() throws Exception {
    CountDownLatch latch = new CountDownLatch(1);
    later(latch::countDown);
    latch.await();
  }

  private static void semaphore() throws Exception {
    Semaphore semaphore = new Semaphore(0);
    later(semaphore::release);
    semaphore.acquire();
  }

  private static void phaser() {
    Phaser phaser = new Phaser(2);
    later(phaser::arrive);
    phaser.arriveAndAwaitAdvance();
  }

  private static void barrier() throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(2);
    later(barrier::await);
    barrier.await();
  }

  private static void exchanger() throws Exception {
    Exchanger<String> exchanger = new Exchanger<>();
    later(() -> exchanger.exchange(""));
    exchanger.exchange("");
  }

  /** Naps while the other thread waits, however late it comes to that on a busy machine. */
  private static void napBeside(Thread waiter) {
    while (!WAITS.contains(waiter.getState())) {
      LockSupport.parkNanos(LONG_NANOS / 20);
    }
    LockSupport.parkNanos(2 * LONG_NANOS);
  }

  private static void join(Thread.Builder builder) throws InterruptedException {
    Thread waiter = Thread.currentThread();
    builder.start(() -> napBeside(waiter)).join();
  }

  private static void close(ExecutorService executor) {
    Thread waiter = Thread.currentThread();
    try (executor) {
      executor.execute(() -> napBeside(waiter));
    }
  }

  private static void futureTask() throws Exception {
    FutureTask<String> task = new FutureTask<>(() -> "");
    later(task::run);
    task.get();
  }

  private static void completable() throws Exception {
    CompletableFuture<String> future = new CompletableFuture<>();
    later(() -> future.complete(""));
    future.get();
  }

  private static void lock() throws Exception {
    ReentrantLock lock = new ReentrantLock();
    waitFor(lock, lock);
  }

  private static void readWriteLock() throws Exception {
    ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    waitFor(lock.writeLock(), lock.readLock());
  }

  /** Waits for a lock while another thread keeps the one that excludes it. */
  private static void waitFor(Lock kept, Lock wanted) throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    AtomicBoolean wants = new AtomicBoolean();
    Thread waiter = Thread.currentThread();
    Thread.ofVirtual()
        .start(
            () -> {
              kept.lock();
              try {
                held.countDown();
                while (!wants.get()) {
                  LockSupport.parkNanos(LONG_NANOS / 20);
                }
                napBeside(waiter);
              } finally {
                kept.unlock();
              }
            });
    held.await();
    wants.set(true);
    wanted.lock();
    try {
      held.await();
    } finally {
      wanted.unlock();
    }
  }

  private static void stampedLock() {
    StampedLock lock = new StampedLock();
    long stamp = lock.writeLock();
    later(() -> lock.unlockWrite(stamp));
    lock.unlockRead(lock.readLock());
  }

  @SuppressWarnings("WaitNotInLoop") // one that wakes early fails the test, as it should
  private static void condition() throws Exception {
    ReentrantLock lock = new ReentrantLock();
    Condition condition = lock.newCondition();
    lock.lock();
    try {
      later(
          () -> {
            lock.lock();
            try {
              condition.signal();
            } finally {
              lock.unlock();
            }
          });
      condition.await();
    } finally {
      lock.unlock();
    }
  }

  private static void parked() {
    Thread me = Thread.currentThread();
    later(() -> LockSupport.unpark(me));
    LockSupport.park(new Object());
  }

  private static void take(BlockingQueue<String> queue) throws Exception {
    later(() -> queue.put(""));
    queue.take();
  }

  private static void put(BlockingQueue<String> queue) throws Exception {
    while (queue.remainingCapacity() > 0) {
      queue.put("");
    }
    later(queue::take);
    queue.put("");
  }

  @Test
  void eachWaitHasTheWordOfWhatIsWaitedFor() throws Exception {
    Map<String, Case> cases = cases();
    Map<Long, String> names = new HashMap<>();
    Path file = folder.resolve("waits.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ThreadStart");
      for (String event : new String[] {"ThreadPark", "ThreadSleep", "JavaMonitorWait"}) {
        recording.enable("jdk." + event).withThreshold(Duration.ZERO).withStackTrace();
      }
      recording.start();
      for (Map.Entry<String, Case> entry : cases.entrySet()) {
        Thread thread =
            Thread.ofPlatform().name(entry.getKey()).start(() -> run(entry.getValue().waiting()));
        names.put(thread.threadId(), entry.getKey());
        thread.join();
      }
      recording.dump(file);
    }
    Map<String, String> expected = new LinkedHashMap<>();
    cases.forEach((name, wait) -> expected.put(name, wait.word()));
    assertEquals(expected, found(cases, longest(file), names));
  }

  private static void run(Waiting waiting) {
    try {
      waiting.run();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, String> found(
      Map<String, Case> cases, Map<Long, String> words, Map<Long, String> names) {
    Map<String, String> byName = new HashMap<>();
    words.forEach((thread, word) -> byName.put(names.getOrDefault(thread, ""), word));
    Map<String, String> found = new LinkedHashMap<>();
    cases.keySet().forEach(name -> found.put(name, byName.get(name)));
    return found;
  }

  /** The word of each thread's longest wait of known reason. */
  private static Map<Long, String> longest(Path file) throws IOException {
    Map<Long, Long> durations = new HashMap<>();
    Map<Long, String> words = new HashMap<>();
    TraceState state = new TraceState();
    byte[] bytes = Files.readAllBytes(file);
    try (JfrTraceReader trace = new JfrTraceReader(new ByteArrayInputStream(bytes))) {
      while (trace.next()) {
        if (trace.kind() == EventKind.GO_TRANSITION && trace.goFrom() == GoState.WAITING) {
          TraceState.Goroutine g = state.goroutine(trace.resourceId());
          long duration = trace.time() - g.since();
          boolean known = g.cause().isTold() && !g.cause().word().isEmpty();
          if (known && duration > durations.getOrDefault(g.id(), 0L)) {
            durations.put(g.id(), duration);
            words.put(g.id(), g.cause().word());
          }
        }
        state.accept(trace);
      }
    }
    return words;
  }
}
