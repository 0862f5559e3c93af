package dev.loomtrace.trace;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PoolWorkersTest {
  private static boolean isIdle(String... functions) {
    return PoolWorkers.isIdle(
        Stack.of(Arrays.stream(functions).map(f -> new Frame(1, f, "", 1)).toList()));
  }

  @Test
  void aWorkerThatWaitsForWorkIsIdle() {
    assertTrue(
        isIdle(
            "java/util/concurrent/locks/LockSupport.park",
            "java/util/concurrent/LinkedBlockingQueue.take",
            "java/util/concurrent/ThreadPoolExecutor.getTask",
            "java/util/concurrent/ThreadPoolExecutor.runWorker",
            "java/lang/Thread.run"));
    assertTrue(isIdle("runtime.gopark", "runtime.gcBgMarkWorker"));
    assertFalse(PoolWorkers.isIdle(Stack.NONE));
  }

  @Test
  void whoWaitsInItsWorkIsNot() {
    assertFalse(
        isIdle(
            "java/util/concurrent/locks/LockSupport.park",
            "java/util/concurrent/LinkedBlockingQueue.take",
            "com.acme.shop/Till.work",
            "java/util/concurrent/ThreadPoolExecutor.runWorker",
            "java/lang/Thread.run"));
    // A queue of the application's own, whose code waits for something else.
    assertFalse(
        isIdle(
            "java/util/concurrent/locks/ReentrantLock.lock",
            "com.acme.shop/OwnQueue.take",
            "java/util/concurrent/ThreadPoolExecutor.getTask",
            "java/lang/Thread.run"));
    // The thread of a poller does work too.
    assertFalse(
        isIdle(
            "java/util/concurrent/locks/ReentrantLock.lock",
            "io.undertow.server/Connectors.executeRootHandler",
            "org.xnio.nio/WorkerThread.run"));
    assertFalse(isIdle("runtime.gopark", "main.main"));
  }
}
