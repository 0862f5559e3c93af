package dev.loomtrace.tool;

import dev.loomtrace.Task;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A program to be recorded: {@code Naps COUNT [forever]} starts so many virtual threads that each
 * take a nap in a task of their own, says so, and ends or goes on.
 */
public final class Naps {
  private Naps() {}

  /** Runs it. */
  public static void main(String[] arguments) throws InterruptedException {
    int count = Integer.parseInt(arguments[0]);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        executor.execute(() -> Task.run("nap", Naps::nap));
      }
    }
    System.out.println("napped " + count);
    if (arguments.length > 1) {
      new CountDownLatch(1).await();
    }
  }

  private static void nap() {
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
