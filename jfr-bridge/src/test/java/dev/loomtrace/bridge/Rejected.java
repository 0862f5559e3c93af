package dev.loomtrace.bridge;

import java.lang.reflect.Constructor;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** A virtual thread that its scheduler takes, and one that it does not. */
public final class Rejected {
  private Rejected() {}

  /**
   * No arguments.
   *
   * @throws ReflectiveOperationException if this JDK has no such schedulers
   * @throws InterruptedException never
   */
  public static void main(String[] args) throws ReflectiveOperationException, InterruptedException {
    AtomicInteger places = new AtomicInteger(1);
    Executor limited =
        task -> {
          if (places.getAndDecrement() <= 0) {
            throw new RejectedExecutionException();
          }
          Thread.ofPlatform().start(task);
        };
    Constructor<?> constructor =
        Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
            .getDeclaredConstructor(Executor.class);
    constructor.setAccessible(true);
    Thread.Builder.OfVirtual builder = (Thread.Builder.OfVirtual) constructor.newInstance(limited);
    builder.start(() -> {}).join();
    int rejected = 0;
    try {
      builder.start(() -> {});
    } catch (RejectedExecutionException e) {
      rejected++;
    }
    System.out.println("rejected=" + rejected);
  }
}
