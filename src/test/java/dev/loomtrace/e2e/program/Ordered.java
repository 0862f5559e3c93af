package dev.loomtrace.e2e.program;

import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;

/**
 * A healthy program whose threads take and leave locks all the time, two or three at once, always
 * the lower one first: they wait for each other, but never in a circle. Dumps its recording at
 * random moments.
 *
 * <p>Arguments: the folder of the dumps, and how many. Prints {@code taken}, how often all threads
 * have taken their locks.
 */
public final class Ordered {
  private static final int LOCKS = 4;
  private static final int THREADS = 12;
  private static final int MOST_MILLIS_BETWEEN_DUMPS = 150;
  private static final int MOST_NANOS_INSIDE = 200_000;
  private static final ReentrantLock[] ALL = new ReentrantLock[LOCKS];
  private static volatile boolean over;
  private static long taken; // Under the last lock.

  private Ordered() {}

  /**
   * Runs.
   *
   * @throws Exception if it cannot
   */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    int dumps = Integer.parseInt(args[1]);
    for (int i = 0; i < LOCKS; i++) {
      ALL[i] = new ReentrantLock();
    }
    Thread[] threads = new Thread[THREADS];
    for (int i = 0; i < THREADS; i++) {
      threads[i] =
          i % 3 == 0
              ? Thread.ofPlatform().start(Ordered::takeAndLeave)
              : Thread.ofVirtual().start(Ordered::takeAndLeave);
    }
    Recording recording = FlightRecorder.getFlightRecorder().getRecordings().get(0);
    for (int i = 0; i < dumps; i++) {
      Thread.sleep(1 + ThreadLocalRandom.current().nextInt(MOST_MILLIS_BETWEEN_DUMPS));
      recording.dump(folder.resolve("dump" + i + ".jfr"));
    }
    over = true;
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println("taken=" + taken);
  }

  private static void takeAndLeave() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    while (!over) {
      int first = random.nextInt(LOCKS - 1);
      int second = first + 1 + random.nextInt(LOCKS - 1 - first);
      ALL[first].lock();
      LockSupport.parkNanos(random.nextInt(MOST_NANOS_INSIDE));
      ALL[second].lock();
      taken += second == LOCKS - 1 ? 1 : 0;
      // Whoever lets go of the higher one first may want the lower one of the next thread at once.
      if (random.nextBoolean()) {
        ALL[first].unlock();
        LockSupport.parkNanos(random.nextInt(MOST_NANOS_INSIDE));
        ALL[second].unlock();
      } else {
        ALL[second].unlock();
        ALL[first].unlock();
      }
    }
  }
}
