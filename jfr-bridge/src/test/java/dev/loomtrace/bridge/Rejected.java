package dev.loomtrace.bridge;

import java.lang.reflect.Constructor;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** A virtual thread whose scheduler does not take it. */
public final class Rejected {
  private Rejected() {}

  /**
   * No arguments.
   *
   * @throws ReflectiveOperationException if this JDK has no such schedulers
   */
  public static void main(String[] args) throws ReflectiveOperationException {
    Executor refusing =
        task -> {
          throw new RejectedExecutionException();
        };
    Constructor<?> constructor =
        Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
            .getDeclaredConstructor(Executor.class);
    constructor.setAccessible(true);
    Thread.Builder.OfVirtual builder = (Thread.Builder.OfVirtual) constructor.newInstance(refusing);
    int rejected = 0;
    try {
      builder.start(() -> {});
    } catch (RejectedExecutionException e) {
      rejected++;
    }
    System.out.println("rejected=" + rejected);
  }
}
