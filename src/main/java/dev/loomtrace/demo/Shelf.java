package dev.loomtrace.demo;

import dev.loomtrace.Log;
import dev.loomtrace.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Where the goods are. Customers take from it, and one worker keeps it filled. */
final class Shelf {
  private static final int DELIVERY = 1000;
  private static final int LOW = 50;
  private static final int ROUNDS = 300;

  private final Partners partners;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition low = lock.newCondition();
  private int pieces = DELIVERY;

  Shelf(Partners partners) {
    this.partners = partners;
  }

  /** Takes one piece. */
  void take(String item) {
    lock.lock();
    try {
      Work.digest(item, ROUNDS); // Looks for it.
      pieces--;
      if (pieces < LOW) {
        low.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The worker's whole life: to wait until there is little left, and to order more. */
  void keepFilled() {
    lock.lock();
    try {
      while (true) {
        while (pieces >= LOW) {
          low.await();
        }
        // The fault: all customers wait for this lock, and it waits for the supplier.
        pieces += Task.call("restock", () -> partners.order(DELIVERY));
        Log.log("shelf", "filled up to " + pieces);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }
}
