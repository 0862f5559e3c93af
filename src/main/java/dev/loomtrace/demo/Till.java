package dev.loomtrace.demo;

import dev.loomtrace.Region;
import java.io.InterruptedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** Gives numbers to orders, one after the other: a worker takes them from a queue. */
final class Till {
  private static final int ROUNDS = 100;

  private record Order(String item, CompletableFuture<Long> number) {}

  private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();

  /** Puts an order in the queue and waits for its number. */
  long number(String item) throws InterruptedIOException {
    Order order = new Order(item, new CompletableFuture<>());
    try {
      orders.put(order);
      return order.number().join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the queue is closed");
    }
  }

  /** The worker's whole life. */
  void work() {
    try {
      for (long number = 1; ; number++) {
        Order order = orders.take();
        Region.run("write bill", () -> Work.digest(order.item(), ROUNDS));
        order.number().complete(number);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
