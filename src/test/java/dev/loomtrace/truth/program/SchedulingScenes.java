package dev.loomtrace.truth.program;

import java.lang.invoke.MethodHandles;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** What threads do without others: running, sleeping, waiting for a carrier, being stopped. */
@SuppressWarnings("ThreadPriorityCheck") // A yield is what is to be recorded.
final class SchedulingScenes {
  private static final long MILLI = 1_000_000;
  private static final long BUSY_MILLIS = 80;
  private static final int SHORT_ROUNDS = 15;
  private static final long SHORT_MILLIS = 5;
  private static final int SMALL_OBJECTS = 1_500_000;
  private static final int LARGE_ARRAY = 80 << 20;
  private static final long LATE_MILLIS = 400;
  private static final long LATE_AT_LEAST = 10 * MILLI;

  private SchedulingScenes() {}

  static List<Scene> all() {
    return List.of(
        Scene.of("sleep", SchedulingScenes::sleep),
        Scene.whole("sleep-short", SchedulingScenes::sleepShort),
        Scene.of("sleep-interrupted", SchedulingScenes::interrupted),
        Scene.of("cpu", SchedulingScenes::cpu),
        Scene.whole("cpu-between-sleeps", SchedulingScenes::cpuBetweenSleeps),
        Scene.of("pinned", Scene.Kinds.VIRTUAL, SchedulingScenes::pinned),
        Scene.of("pinned-monitor", Scene.Kinds.VIRTUAL, SchedulingScenes::pinnedByMonitor),
        Scene.of("carrier-after-park", Scene.Kinds.VIRTUAL, SchedulingScenes::unparkedBehindHogs),
        Scene.of("carrier-after-sleep", Scene.Kinds.VIRTUAL, SchedulingScenes::sleepBehindHogs),
        Scene.of("carrier-after-yield", Scene.Kinds.VIRTUAL, SchedulingScenes::yieldToHogs),
        Scene.whole("gc", SchedulingScenes::collection),
        Scene.whole("safepoint-late", SchedulingScenes::lateSafepoint));
  }

  private static void sleep(Stage stage) throws Exception {
    stage.ledger().wakerKind("sleep", Ledger.TIMER);
    stage.task(() -> stage.sleeps(stage.length()));
  }

  private static void sleepShort(Stage stage) throws Exception {
    stage.ledger().wakerKind("sleep", Ledger.TIMER);
    stage.task(
        () -> {
          for (int i = 0; i < SHORT_ROUNDS; i++) {
            stage.sleeps(SHORT_MILLIS);
          }
        });
  }

  private static void interrupted(Stage stage) throws Exception {
    Action wait =
        () -> {
          try {
            Thread.sleep(Long.MAX_VALUE);
          } catch (InterruptedException expected) {
            // That was the end of it.
          }
        };
    LockScenes.endedBy(stage, false, "sleep", wait, () -> stage.actor().interrupt());
  }

  private static void cpu(Stage stage) throws Exception {
    stage.task(() -> stage.works(stage.length()));
  }

  private static void cpuBetweenSleeps(Stage stage) throws Exception {
    stage.task(
        () -> {
          for (int i = 0; i < SHORT_ROUNDS; i++) {
            stage.sleeps(SHORT_MILLIS);
            stage.works(SHORT_MILLIS);
          }
        });
  }

  /** Sleeps below the JVM's frames. */
  private static void pinned(Stage stage) throws Exception {
    Class<?> slow = SlowClass.another();
    long millis = stage.length();
    SlowSleep sleep = new SlowSleep(stage, millis);
    stage.task(
        () -> {
          SlowClass.in(sleep);
          MethodHandles.lookup().ensureInitialized(slow);
        });
  }

  /** A sleep that is pinned. */
  private record SlowSleep(Stage stage, long millis) implements Action {
    @Override
    public void run() throws Exception {
      stage.middle();
      Watch.Wait watched = stage.watch().about();
      long about = System.nanoTime();
      Thread.sleep(millis);
      long over = System.nanoTime();
      stage.ledger().piece("pinned", about, watched.begun(over), about + millis * MILLI, over);
    }
  }

  /** Sleeps in a monitor, which pinned before JDK 24. */
  private static void pinnedByMonitor(Stage stage) throws Exception {
    Object monitor = new Object();
    long millis = stage.length();
    boolean pins = Runtime.version().feature() < 24;
    Action sleep = pins ? new SlowSleep(stage, millis) : () -> stage.sleeps(millis);
    stage.task(() -> in(monitor, sleep));
  }

  private static void in(Object monitor, Action action) throws Exception {
    synchronized (monitor) {
      action.run();
    }
  }

  // Threads that keep all carriers.

  private static int carriers() {
    return Integer.getInteger("jdk.virtualThreadScheduler.parallelism");
  }

  /** Threads that keep their carriers until they are let go. */
  private static final class Hogs {
    private final AtomicInteger running = new AtomicInteger();
    private volatile boolean over;

    /** Starts them, as many as given. */
    void start(Stage stage, int count) {
      for (int i = 0; i < count; i++) {
        stage.other(true, () -> keep(stage));
      }
    }

    private void keep(Stage stage) {
      Gaps gaps = new Gaps();
      int before = running.getAndIncrement();
      while (!over) {
        gaps.goOn();
        Thread.onSpinWait();
      }
      if (before == 0) {
        stage.ledger().mayHaveStopped(gaps.total());
      }
    }

    /** Waits until that many keep a carrier. */
    void await(int count) {
      while (running.get() < count) {
        LockSupport.parkNanos(MILLI / 10);
      }
    }

    void end() {
      over = true;
    }
  }

  /** Waits until the actor has said that it is about to wait, and does. */
  private static void awaitWaiting(Stage stage, Moment about) {
    about.await();
    while (stage.actor().getState() != Thread.State.WAITING
        && stage.actor().getState() != Thread.State.TIMED_WAITING) {
      LockSupport.parkNanos(MILLI / 10);
    }
  }

  private static void unparkedBehindHogs(Stage stage) throws Exception {
    Hogs hogs = new Hogs();
    Moment about = new Moment();
    Moment waking = new Moment();
    Moment woken = new Moment();
    Moment released = new Moment();
    Thread waker =
        stage.other(
            false,
            () -> {
              awaitWaiting(stage, about);
              long seen = System.nanoTime();
              hogs.start(stage, carriers());
              hogs.await(carriers());
              waking.now();
              LockSupport.unpark(stage.actor());
              woken.now();
              stage.ledger().piece("parked", about.time(), seen, waking.time(), woken.time());
              stage.goesOnFor();
              released.now();
              hogs.end();
            });
    stage.ledger().waker("parked", waker);
    stage.task(
        () -> {
          about.now();
          while (!waking.passed()) {
            LockSupport.park(stage);
          }
          long over = System.nanoTime();
          stage.ledger().piece("runnable", waking.time(), woken.time(), released.time(), over);
        });
  }

  private static void sleepBehindHogs(Stage stage) throws Exception {
    Hogs hogs = new Hogs();
    Moment about = new Moment();
    Moment seen = new Moment();
    Moment taken = new Moment();
    Moment released = new Moment();
    long millis = BUSY_MILLIS;
    stage.ledger().wakerKind("sleep", Ledger.TIMER);
    stage.other(
        false,
        () -> {
          awaitWaiting(stage, about);
          seen.now();
          hogs.start(stage, carriers());
          hogs.await(carriers());
          taken.now();
          Thread.sleep(millis);
          stage.goesOnFor();
          released.now();
          hogs.end();
        });
    stage.task(
        () -> {
          about.now();
          Thread.sleep(millis);
          long over = System.nanoTime();
          long due = about.time() + millis * MILLI;
          stage.ledger().piece("sleep", about.time(), seen.time(), due, due + MILLI);
          stage.ledger().piece("runnable", due, due + MILLI, released.time(), over);
        });
    if (taken.time() > about.time() + millis * MILLI) {
      throw new Disturbed("the sleep was over before the carriers were taken");
    }
  }

  private static void yieldToHogs(Stage stage) throws Exception {
    Hogs hogs = new Hogs();
    Moment onCarrier = new Moment();
    Moment queued = new Moment();
    Moment yielded = new Moment();
    Moment released = new Moment();
    stage.other(
        false,
        () -> {
          onCarrier.await();
          hogs.start(stage, carriers());
          hogs.await(carriers() - 1);
          queued.now();
          hogs.await(carriers());
          yielded.now();
          stage.goesOnFor();
          released.now();
          hogs.end();
        });
    stage.task(
        () -> {
          onCarrier.now();
          queued.spin();
          long about = System.nanoTime();
          Thread.yield();
          long over = System.nanoTime();
          String words = "runnable|yield";
          if (!released.passed()) {
            throw new Disturbed("it went on before the others");
          }
          stage.ledger().piece(words, about, yielded.time(), released.time(), over);
        });
  }

  // Stops of the world.

  private static void collection(Stage stage) throws Exception {
    Object[] live = new Object[SMALL_OBJECTS];
    for (int i = 0; i < live.length; i++) {
      live[i] = new Object[] {i};
    }
    stage.task(
        () -> {
          long paused = pauseMillis();
          long before = System.nanoTime();
          System.gc();
          long after = System.nanoTime();
          long pause = Math.max(0, pauseMillis() - paused - 1) * MILLI;
          long spare = Math.max(0, after - before - pause);
          stage.ledger().piece("stopped", before, before + spare, before + spare + pause, after);
        });
    if (live[SMALL_OBJECTS - 1] == null) {
      throw new IllegalStateException("what lives is gone");
    }
  }

  private static long pauseMillis() {
    long millis = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      millis += collector.getCollectionTime();
    }
    return millis;
  }

  /** Made only once, and when it is needed. */
  private static final class Large {
    private static final int[] ARRAY = new int[LARGE_ARRAY];

    private Large() {}
  }

  /** Another thread copies a large array, in which it cannot stop, while the world is to stop. */
  private static void lateSafepoint(Stage stage) throws Exception {
    int[] array = Large.ARRAY;
    long first = copy(array);
    long takes = Math.min(first, copy(array));
    Moment running = new Moment();
    Moment copying = new Moment();
    Moment asked = new Moment();
    stage.other(
        false,
        () -> {
          running.spin();
          copying.now();
          copy(array);
        });
    stage.other(
        false,
        () -> {
          copying.spin();
          asked.now();
          System.gc();
        });
    stage.task(
        () -> {
          long paused = pauseMillis();
          running.now();
          long last = running.time();
          long end = last + LATE_MILLIS * MILLI;
          long gapBegin = 0;
          long gapEnd = 0;
          while (last < end) {
            long now = System.nanoTime();
            if (now - last > gapEnd - gapBegin) {
              gapBegin = last;
              gapEnd = now;
            }
            last = now;
          }
          long must = Math.max(gapBegin, asked.time() + MILLI);
          long copied = copying.time() + takes;
          if (!copying.passed() || copied < must + LATE_AT_LEAST || copied > gapEnd) {
            throw new Disturbed("the copy did not hold up the stop");
          }
          long pause = Math.max(0, pauseMillis() - paused - 1) * MILLI;
          long until = Math.min(gapEnd, copied + pause);
          stage.ledger().piece("stopped", gapBegin, must, until, gapEnd);
        });
  }

  private static long copy(int[] array) {
    long before = System.nanoTime();
    System.arraycopy(array, 0, array, 1, array.length - 1);
    return System.nanoTime() - before;
  }
}
