package dev.loomtrace.e2e.program;

import dev.loomtrace.bridge.Workload;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;

/** {@link Workload}, whose scheduler counts the waits, while new chunks begin. */
public final class RotatingWorkload {
  private RotatingWorkload() {}

  /**
   * Arguments: those of {@link Workload#main}.
   *
   * @throws ExecutionException if the workload fails
   */
  public static void main(String[] args) throws ExecutionException, InterruptedException {
    FutureTask<Void> workload =
        new FutureTask<>(
            () -> {
              Workload.main(args);
              return null;
            });
    ScheduledFuture<?> rotation = Rotation.every(Duration.ofMillis(300));
    // The scheduler's threads inherit the group in which the JDK's own carriers are.
    Thread.ofPlatform().group(new ThreadGroup("CarrierThreads")).start(workload);
    workload.get();
    rotation.cancel(false);
  }
}
