package dev.loomtrace.e2e.program;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Goes on in its third chunk until it is killed. */
public final class Endless {
  /** Wait for each other. */
  record Player(LinkedBlockingQueue<Integer> mine, LinkedBlockingQueue<Integer> other)
      implements Runnable {
    @Override
    public void run() {
      try {
        while (true) {
          other.put(mine.take());
          TAKEN.incrementAndGet();
          Thread.sleep(Duration.ofNanos(50_000));
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static final AtomicInteger TAKEN = new AtomicInteger();

  private Endless() {}

  /** Runs. */
  public static void main(String[] args) throws InterruptedException {
    LinkedBlockingQueue<Integer> a = new LinkedBlockingQueue<>();
    LinkedBlockingQueue<Integer> b = new LinkedBlockingQueue<>();
    a.put(1);
    Thread player = Thread.startVirtualThread(new Player(a, b));
    Thread.startVirtualThread(new Player(b, a));
    for (int chunk = 1; chunk <= 2; chunk++) {
      while (TAKEN.get() < 20 * chunk) { // So that there are waits in each chunk.
        Thread.onSpinWait();
      }
      Rotation.rotate();
    }
    Threads.say("rotated", 2);
    player.join();
  }
}
