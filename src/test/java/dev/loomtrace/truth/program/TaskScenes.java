package dev.loomtrace.truth.program;

import dev.loomtrace.Task;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;

/** Tasks on which several threads work, at a time or one after the other. */
final class TaskScenes {
  private static final long MILLI = 1_000_000;
  private static final long WORK_MILLIS = 60;

  private static final long START = 5 * MILLI;

  /** Nobody works on the task, as far as it takes to hand it over. */
  private static final String NOBODY = "unknown";

  private TaskScenes() {}

  static List<Scene> all() {
    return List.of(
        Scene.whole("attach", TaskScenes::attach),
        Scene.whole("wrap", TaskScenes::wrap),
        Scene.whole("wrap-executor", TaskScenes::wrapExecutor),
        Scene.whole("inherited", stage -> inherited(stage, stage.virtual())),
        Scene.whole("inherited-by-other-kind", stage -> inherited(stage, !stage.virtual())),
        Scene.whole("fan-out-running", TaskScenes::fanOutRunning),
        Scene.whole("fan-out-sleeping", TaskScenes::fanOutSleeping),
        new Scene("deadlock", Scene.Kinds.BOTH, Scene.Cut.ALWAYS, TaskScenes::deadlock));
  }

  private static ExecutorService pool(Stage stage) throws Exception {
    ExecutorService pool =
        Executors.newSingleThreadExecutor(
            stage.virtual()
                ? Thread.ofVirtual().factory()
                : Thread.ofPlatform().daemon().factory());
    pool.submit(() -> {}).get(); // Its thread exists before the task.
    return pool;
  }

  /** A task that the actor opens, and of which another thread does everything. */
  private static void attach(Stage stage) throws Exception {
    ExecutorService pool = pool(stage);
    CountDownLatch over = new CountDownLatch(1);
    stage.thread(
        () -> {
          long before = System.nanoTime();
          Task task = Task.open(stage.task());
          long opened = System.nanoTime();
          stage.ledger().begin(before, opened);
          pool.execute(
              () -> {
                Task.Scope scope = task.attach();
                try {
                  stage.ledger().piece(NOBODY, before, opened, before, System.nanoTime());
                  sleepAndWork(stage);
                } finally {
                  scope.close();
                  end(stage, task);
                  over.countDown();
                }
              });
          over.await();
        });
    pool.shutdown();
  }

  private static void sleepAndWork(Stage stage) {
    try {
      stage.sleeps(WORK_MILLIS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    stage.works(WORK_MILLIS);
  }

  private static void end(Stage stage, Task task) {
    long ending = System.nanoTime();
    task.end();
    stage.ledger().end(ending, System.nanoTime());
  }

  /** A chain of steps that a pool does, after the thread that began the task has ended. */
  private static void wrap(Stage stage) throws Exception {
    ExecutorService pool = pool(stage);
    CompletableFuture<?>[] chain = {null};
    stage.thread(
        () -> {
          long before = System.nanoTime();
          Task task = Task.begin(stage.task());
          long begun = System.nanoTime();
          stage.ledger().begin(before, begun);
          long[] stepped = {0};
          chain[0] =
              CompletableFuture.runAsync(
                      Task.wrap(
                          () -> {
                            stage.ledger().piece(NOBODY, before, begun, before, System.nanoTime());
                            sleepAndWork(stage);
                            stepped[0] = System.nanoTime();
                          }),
                      pool)
                  .thenRunAsync(
                      Task.wrap(
                          () -> {
                            long now = System.nanoTime();
                            stage.ledger().piece(NOBODY, stepped[0], now, stepped[0], now);
                            sleepAndWork(stage);
                          }),
                      pool)
                  .thenRun(() -> end(stage, task));
        });
    chain[0].join();
    pool.shutdown();
  }

  /** What the pool does is part of the task, for which the actor waits. */
  private static void wrapExecutor(Stage stage) throws Exception {
    ExecutorService pool = pool(stage);
    ExecutorService wrapped = Task.wrapExecutor(pool);
    stage.task(
        () -> {
          long[] times = {0, 0};
          long asked = System.nanoTime();
          wrapped
              .submit(
                  () -> {
                    times[0] = System.nanoTime();
                    stage.works(WORK_MILLIS);
                    times[1] = System.nanoTime();
                  })
              .get();
          long got = System.nanoTime();
          stage.ledger().piece("future", asked, times[0], asked, times[0]);
          stage.ledger().piece("future|runnable", times[1], got, times[1], got);
        });
    pool.shutdown();
  }

  /** The task goes on in a thread that was started in it. */
  private static void inherited(Stage stage, boolean byVirtual) throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    stage.thread(
        () -> {
          long before = System.nanoTime();
          Task task = Task.begin(stage.task());
          stage.ledger().begin(before, System.nanoTime());
          stage.sleeps(WORK_MILLIS);
          long starting = System.nanoTime();
          stage.start(
              byVirtual,
              () -> {
                long now = System.nanoTime();
                stage.ledger().piece("runnable|unknown", starting, now, starting, now);
                sleepAndWork(stage);
                end(stage, task);
                over.countDown();
              });
        });
    over.await();
  }

  /** While one of them runs the task does, whatever the others wait for. */
  private static void fanOutRunning(Stage stage) throws Exception {
    stage.task(
        () -> {
          long starting = System.nanoTime();
          long[] times = {0, 0};
          Thread sleeper = stage.start(stage.virtual(), () -> Thread.sleep(WORK_MILLIS / 2));
          Thread worker =
              stage.start(
                  stage.virtual(),
                  () -> {
                    times[0] = System.nanoTime();
                    stage.works(WORK_MILLIS * 2);
                    times[1] = System.nanoTime();
                  });
          worker.join();
          sleeper.join();
          long joined = System.nanoTime();
          stage.ledger().piece("join|sleep|runnable", starting, times[0], starting, times[0]);
          stage.ledger().piece("join|runnable", times[1], joined, times[1], joined);
        });
  }

  /** While all of them wait, so does the task. */
  private static void fanOutSleeping(Stage stage) throws Exception {
    stage.task(
        () -> {
          long about = System.nanoTime();
          Thread one = stage.start(stage.virtual(), () -> Thread.sleep(WORK_MILLIS));
          Thread two = stage.start(stage.virtual(), () -> Thread.sleep(WORK_MILLIS * 2));
          Watch.Wait watched = stage.watch().about();
          one.join();
          two.join();
          long over = System.nanoTime();
          // The later child may come to its sleep after that, but not by much.
          long begun = watched.begun(over) + START;
          long due = about + 2 * WORK_MILLIS * MILLI;
          stage.ledger().piece("join|sleep|runnable", about, begun, due, over);
        });
  }

  /** Two threads that wait for each other for ever. */
  private static void deadlock(Stage stage) throws Exception {
    ReentrantLock own = new ReentrantLock();
    ReentrantLock theirs = new ReentrantLock();
    Moment ownKept = new Moment();
    Moment theirsKept = new Moment();
    Moment about = new Moment();
    Thread other =
        stage.start(
            false,
            () -> {
              theirs.lock();
              theirsKept.now();
              ownKept.spin();
              own.lock();
            });
    stage.begin(
        () -> {
          own.lock();
          ownKept.now();
          theirsKept.spin();
          stage.within(
              () -> {
                about.now();
                theirs.lock();
              });
        });
    about.await();
    while (stage.actor().getState() != Thread.State.WAITING
        || other.getState() != Thread.State.WAITING) {
      Thread.sleep(1);
    }
    long seen = System.nanoTime();
    stage.goesOnFor();
    stage.ledger().piece("lock", about.time(), seen, Long.MAX_VALUE, Long.MAX_VALUE);
  }
}
