package dev.loomtrace.truth.program;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/** Waits for what other threads hand over, and for their ends. */
final class HandOverScenes {
  private static final String TAKE = "queue take";
  private static final String PUT = "queue put";

  private HandOverScenes() {}

  static List<Scene> all() {
    return List.of(
        Scene.of("queue-linked", stage -> take(stage, new LinkedBlockingQueue<>(), false)),
        Scene.of(
            "queue-linked-by-virtual", stage -> take(stage, new LinkedBlockingQueue<>(), true)),
        Scene.of("queue-array", stage -> take(stage, new ArrayBlockingQueue<>(1), false)),
        Scene.of("queue-synchronous", stage -> take(stage, new SynchronousQueue<>(), false)),
        Scene.of("queue-transfer", stage -> take(stage, new LinkedTransferQueue<>(), false)),
        Scene.of("queue-put", HandOverScenes::put),
        Scene.of("queue-timeout", HandOverScenes::takeTimeout),
        Scene.of("future", stage -> future(stage, false)),
        Scene.of("future-by-virtual", stage -> future(stage, true)),
        Scene.of("future-task", HandOverScenes::futureTask),
        Scene.of("join-platform", stage -> join(stage, false)),
        Scene.of("join-virtual", stage -> join(stage, true)),
        Scene.of("join-own-child", HandOverScenes::joinOwnChild),
        Scene.of("executor-close", HandOverScenes::executorClose));
  }

  private static void take(Stage stage, BlockingQueue<Integer> queue, boolean byVirtual)
      throws Exception {
    LockScenes.endedBy(stage, byVirtual, TAKE, queue::take, () -> queue.put(1));
  }

  private static void put(Stage stage) throws Exception {
    BlockingQueue<Integer> queue = new ArrayBlockingQueue<>(1);
    queue.put(1);
    LockScenes.endedBy(stage, false, PUT, () -> queue.put(2), queue::take);
  }

  private static void takeTimeout(Stage stage) throws Exception {
    BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
    long millis = stage.length();
    stage.ledger().wakerKind(TAKE, Ledger.TIMER);
    stage.task(() -> stage.timesOut(TAKE, millis, () -> queue.poll(millis, TimeUnit.MILLISECONDS)));
  }

  private static void future(Stage stage, boolean byVirtual) throws Exception {
    CompletableFuture<Integer> future = new CompletableFuture<>();
    LockScenes.endedBy(stage, byVirtual, "future", future::get, () -> future.complete(1));
  }

  private static void futureTask(Stage stage) throws Exception {
    FutureTask<Integer> future = new FutureTask<>(() -> 1);
    LockScenes.endedBy(stage, false, "future", future::get, future::run);
  }

  // The thread whose end is waited for is the one that sees the wait begin.
  private static void join(Stage stage, boolean ofVirtual) throws Exception {
    Thread[] awaited = new Thread[1];
    CountDownLatch known = new CountDownLatch(1);
    // The end of a platform thread is told to those in its monitor.
    String words = ofVirtual ? "join" : LockScenes.atMonitor(stage, "join");
    Cue cue =
        stage.ender(
            ofVirtual,
            words,
            Cue.Sight.STATE,
            Cue.Wake.INDIRECT,
            c -> {
              awaited[0] = Thread.currentThread();
              known.countDown();
              c.ready();
              c.awaitLongWait();
              c.waking();
            });
    known.await();
    stage.task(() -> cue.waits(awaited[0]::join));
  }

  /** The start of its child must not end the wait for its end. */
  private static void joinOwnChild(Stage stage) throws Exception {
    long millis = stage.length();
    stage.task(
        () -> {
          long[] over = {0, 0};
          Thread child =
              stage.start(
                  stage.virtual(),
                  () -> {
                    Thread.sleep(millis);
                    over[0] = System.nanoTime();
                  });
          stage.middle();
          Watch.Wait watched = stage.watch().about();
          long about = System.nanoTime();
          child.join();
          long joined = System.nanoTime();
          String words = "join|sleep";
          stage.ledger().waker("join", child);
          // The child is in the task too, and what it does before and after its sleep is short.
          stage.ledger().piece(words, about, watched.begun(joined), over[0], joined);
          stage.ledger().mayHaveQueued(over[0], joined, joined);
        });
  }

  private static void executorClose(Stage stage) throws Exception {
    ExecutorService[] executor = {Executors.newVirtualThreadPerTaskExecutor()};
    Cue cue = stage.helper("executor close", Cue.Sight.STATE, c -> {});
    Thread[] last = new Thread[1];
    CountDownLatch known = new CountDownLatch(1);
    executor[0].execute(
        () -> {
          last[0] = Thread.currentThread();
          known.countDown();
          cue.ready();
          try {
            cue.awaitLongWait();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
          cue.waking();
        });
    known.await();
    stage.ledger().waker("executor close", last[0]);
    stage.task(() -> cue.waits(executor[0]::close));
  }
}
