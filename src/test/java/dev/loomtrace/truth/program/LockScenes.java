package dev.loomtrace.truth.program;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

/** Waits for synchronizers and monitors. */
final class LockScenes {
  /** Where monitors pin, a virtual thread that waits for one keeps its carrier. */
  private static final String MONITOR = "monitor";

  private static final String OBJECT_WAIT = "object wait";
  private static final int SHORT_ROUNDS = 20;
  private static final long SHORT_MILLIS = 5;

  private LockScenes() {}

  static List<Scene> all() {
    return List.of(
        Scene.of("lock", stage -> lock(stage, new ReentrantLock(), false)),
        Scene.of("lock-by-virtual", stage -> lock(stage, new ReentrantLock(), true)),
        Scene.of("lock-read-write", LockScenes::readWrite),
        Scene.of("lock-stamped", stage -> lock(stage, new StampedLock().asWriteLock(), false)),
        Scene.whole("lock-short", LockScenes::shortLocks),
        Scene.of("lock-timeout", LockScenes::lockTimeout),
        Scene.of("monitor", LockScenes::monitor),
        Scene.whole("monitor-short", LockScenes::shortMonitors),
        Scene.of("object-wait", LockScenes::objectWait),
        Scene.of("object-wait-timeout", LockScenes::objectWaitTimeout),
        Scene.of("condition", LockScenes::condition),
        Scene.of("condition-timeout", LockScenes::conditionTimeout),
        Scene.of("latch", stage -> latch(stage, false)),
        Scene.of("latch-by-virtual", stage -> latch(stage, true)),
        Scene.of("latch-timeout", LockScenes::latchTimeout),
        Scene.of("semaphore", LockScenes::semaphore),
        Scene.of("phaser", LockScenes::phaser),
        Scene.of("barrier", LockScenes::barrier),
        Scene.of("exchanger", LockScenes::exchanger),
        Scene.of("parked", stage -> parked(stage, false)),
        Scene.of("parked-by-virtual", stage -> parked(stage, true)),
        Scene.of("parked-timeout", LockScenes::parkedTimeout));
  }

  /** The words for a wait at a monitor, of this stage's thread. */
  static String atMonitor(Stage stage, String word) {
    boolean pins = stage.virtual() && Runtime.version().feature() < 24;
    return pins ? "pinned|" + word : word;
  }

  /** A wait that another thread ends by a call. */
  static void endedBy(Stage stage, boolean byVirtual, String words, Action wait, Action end)
      throws Exception {
    endedBy(stage, byVirtual, words, Cue.Wake.DIRECT, wait, end);
  }

  /** A wait at a monitor that another thread ends by a call. */
  static void endedAtMonitor(Stage stage, String words, Action wait, Action end) throws Exception {
    endedBy(stage, false, atMonitor(stage, words), Cue.Wake.INDIRECT, wait, end);
  }

  private static void endedBy(
      Stage stage, boolean byVirtual, String words, Cue.Wake wake, Action wait, Action end)
      throws Exception {
    Cue cue =
        stage.ender(
            byVirtual,
            words,
            Cue.Sight.STATE,
            wake,
            c -> {
              c.ready();
              c.awaitLongWait();
              c.waking();
              end.run();
              c.woken();
            });
    stage.task(() -> cue.waits(wait));
  }

  private static void lock(Stage stage, Lock lock, boolean byVirtual) throws Exception {
    Cue cue =
        stage.ender(
            byVirtual,
            "lock",
            Cue.Sight.STATE,
            Cue.Wake.DIRECT,
            c -> {
              lock.lock();
              try {
                c.ready();
                c.awaitLongWait();
                c.waking();
              } finally {
                lock.unlock();
              }
              c.woken();
            });
    stage.task(() -> cue.waits(lock::lock));
  }

  private static void readWrite(Stage stage) throws Exception {
    ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    Cue cue =
        stage.ender(
            "lock",
            Cue.Sight.STATE,
            c -> {
              lock.writeLock().lock();
              try {
                c.ready();
                c.awaitLongWait();
                c.waking();
              } finally {
                lock.writeLock().unlock();
              }
              c.woken();
            });
    stage.task(() -> cue.waits(lock.readLock()::lock));
  }

  private static void shortLocks(Stage stage) throws Exception {
    ReentrantLock lock = new ReentrantLock();
    Cue cue =
        stage.ender(
            "lock",
            Cue.Sight.STATE,
            c -> {
              for (int i = 0; i < SHORT_ROUNDS; i++) {
                lock.lock();
                try {
                  c.ready();
                  c.awaitWait();
                  Thread.sleep(SHORT_MILLIS);
                  c.waking();
                } finally {
                  lock.unlock();
                }
                c.woken();
                c.awaitOver();
              }
            });
    stage.task(
        () -> {
          for (int i = 0; i < SHORT_ROUNDS; i++) {
            cue.waits(lock::lock);
            lock.unlock();
          }
        });
  }

  private static void lockTimeout(Stage stage) throws Exception {
    ReentrantLock lock = new ReentrantLock();
    CountDownLatch kept = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    stage.other(
        false,
        () -> {
          lock.lock();
          try {
            kept.countDown();
            over.await();
          } finally {
            lock.unlock();
          }
        });
    kept.await();
    stage.ledger().wakerKind("lock", Ledger.TIMER);
    long millis = stage.length();
    stage.task(
        () -> {
          stage.timesOut("lock", millis, () -> lock.tryLock(millis, TimeUnit.MILLISECONDS));
          over.countDown();
        });
  }

  private static void monitor(Stage stage) throws Exception {
    Object monitor = new Object();
    Cue cue =
        stage.ender(
            false,
            atMonitor(stage, MONITOR),
            Cue.Sight.STATE,
            Cue.Wake.INDIRECT,
            c -> {
              synchronized (monitor) {
                c.ready();
                c.awaitLongWait();
                c.waking();
              }
              c.woken();
            });
    stage.task(() -> cue.waits(() -> enter(monitor)));
  }

  private static void shortMonitors(Stage stage) throws Exception {
    Object monitor = new Object();
    Cue cue =
        stage.ender(
            false,
            atMonitor(stage, MONITOR),
            Cue.Sight.STATE,
            Cue.Wake.INDIRECT,
            c -> {
              for (int i = 0; i < SHORT_ROUNDS; i++) {
                synchronized (monitor) {
                  c.ready();
                  c.awaitWait();
                  Thread.sleep(SHORT_MILLIS);
                  c.waking();
                }
                c.woken();
                c.awaitOver();
              }
            });
    stage.task(
        () -> {
          for (int i = 0; i < SHORT_ROUNDS; i++) {
            cue.waits(() -> enter(monitor));
          }
        });
  }

  private static void enter(Object monitor) {
    synchronized (monitor) {
      Thread.onSpinWait();
    }
  }

  private static void objectWait(Stage stage) throws Exception {
    Object monitor = new Object();
    boolean[] over = {false};
    Action wait =
        () -> {
          synchronized (monitor) {
            while (!over[0]) {
              monitor.wait();
            }
          }
        };
    Action end =
        () -> {
          synchronized (monitor) {
            over[0] = true;
            monitor.notifyAll();
          }
        };
    endedAtMonitor(stage, OBJECT_WAIT, wait, end);
  }

  private static void objectWaitTimeout(Stage stage) throws Exception {
    Object monitor = new Object();
    String words = atMonitor(stage, OBJECT_WAIT);
    long millis = stage.length();
    stage.ledger().wakerKind(words, Ledger.TIMER);
    stage.task(() -> stage.timesOut(words, millis, () -> await(monitor, millis)));
  }

  @SuppressWarnings({"WaitNotInLoop", "WakelessWait"}) // It is the limit that is to end it.
  private static void await(Object monitor, long millis) throws InterruptedException {
    synchronized (monitor) {
      monitor.wait(millis);
    }
  }

  private static void condition(Stage stage) throws Exception {
    ReentrantLock lock = new ReentrantLock();
    Condition condition = lock.newCondition();
    boolean[] over = {false};
    Action wait =
        () -> {
          lock.lock();
          try {
            while (!over[0]) {
              condition.await();
            }
          } finally {
            lock.unlock();
          }
        };
    Action end =
        () -> {
          lock.lock();
          try {
            over[0] = true;
            condition.signal();
          } finally {
            lock.unlock();
          }
        };
    endedBy(stage, false, "condition", wait, end);
  }

  @SuppressWarnings("WaitNotInLoop") // It is the limit that is to end it.
  private static void conditionTimeout(Stage stage) throws Exception {
    ReentrantLock lock = new ReentrantLock();
    Condition condition = lock.newCondition();
    long millis = stage.length();
    stage.ledger().wakerKind("condition", Ledger.TIMER);
    stage.task(
        () -> {
          lock.lock();
          try {
            stage.timesOut(
                "condition", millis, () -> condition.await(millis, TimeUnit.MILLISECONDS));
          } finally {
            lock.unlock();
          }
        });
  }

  private static void latch(Stage stage, boolean byVirtual) throws Exception {
    CountDownLatch latch = new CountDownLatch(1);
    endedBy(stage, byVirtual, "latch", latch::await, latch::countDown);
  }

  private static void latchTimeout(Stage stage) throws Exception {
    CountDownLatch latch = new CountDownLatch(1);
    long millis = stage.length();
    stage.ledger().wakerKind("latch", Ledger.TIMER);
    stage.task(
        () -> stage.timesOut("latch", millis, () -> latch.await(millis, TimeUnit.MILLISECONDS)));
  }

  private static void semaphore(Stage stage) throws Exception {
    Semaphore semaphore = new Semaphore(0);
    endedBy(stage, false, "semaphore", semaphore::acquire, semaphore::release);
  }

  private static void phaser(Stage stage) throws Exception {
    Phaser phaser = new Phaser(2);
    endedBy(stage, false, "phaser", phaser::arriveAndAwaitAdvance, phaser::arrive);
  }

  private static void barrier(Stage stage) throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(2);
    endedBy(stage, false, "phaser", barrier::await, barrier::await);
  }

  private static void exchanger(Stage stage) throws Exception {
    Exchanger<Integer> exchanger = new Exchanger<>();
    endedBy(stage, false, "exchanger", () -> exchanger.exchange(1), () -> exchanger.exchange(2));
  }

  private static void parked(Stage stage, boolean byVirtual) throws Exception {
    boolean[] over = {false};
    Action wait =
        () -> {
          do {
            LockSupport.park(stage);
          } while (!over[0]);
        };
    Action end =
        () -> {
          over[0] = true;
          LockSupport.unpark(stage.actor());
        };
    endedBy(stage, byVirtual, "parked", wait, end);
  }

  private static void parkedTimeout(Stage stage) throws Exception {
    long millis = stage.length();
    stage.ledger().wakerKind("parked", Ledger.TIMER);
    stage.task(
        () ->
            stage.timesOut(
                "parked",
                millis,
                () -> LockSupport.parkNanos(stage, TimeUnit.MILLISECONDS.toNanos(millis))));
  }
}
