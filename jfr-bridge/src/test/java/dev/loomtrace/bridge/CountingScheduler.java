package dev.loomtrace.bridge;

import java.lang.reflect.Constructor;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * A scheduler of virtual threads that counts: executions minus threads is the number of waits that
 * gave up the carrier, whatever anybody's hooks saw.
 */
final class CountingScheduler {
  private final LongAdder executions = new LongAdder();
  private final LongAdder threads = new LongAdder();
  private final LongAdder ended = new LongAdder();
  private final ThreadPoolExecutor carriers;
  private final ThreadFactory factory;

  CountingScheduler(int parallelism) throws ReflectiveOperationException {
    // A queue without locks: in JDK 21 a virtual thread that waits for a queue's lock can only go
    // on through that queue, and nobody else gets the lock before it.
    carriers =
        new ThreadPoolExecutor(
            parallelism,
            parallelism,
            0,
            TimeUnit.SECONDS,
            new LinkedTransferQueue<>(),
            Thread.ofPlatform().daemon().name("c-", 0).factory());
    carriers.prestartAllCoreThreads();
    Executor counting =
        task -> {
          executions.increment();
          carriers.execute(task);
        };
    Constructor<?> constructor =
        Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
            .getDeclaredConstructor(Executor.class);
    constructor.setAccessible(true);
    Thread.Builder.OfVirtual builder = (Thread.Builder.OfVirtual) constructor.newInstance(counting);
    factory =
        task -> {
          threads.increment();
          return builder.unstarted(
              () -> {
                try {
                  task.run();
                } finally {
                  ended.increment();
                }
              });
        };
  }

  /** Makes virtual threads that run here. */
  ThreadFactory factory() {
    return factory;
  }

  /** Waits for all threads' ends, ends the carriers, and prints the counts. */
  void finish() {
    while (ended.sum() < threads.sum()) {
      Thread.onSpinWait();
    }
    carriers.close();
    System.out.println("executions=" + executions);
    System.out.println("threads=" + threads);
  }
}
