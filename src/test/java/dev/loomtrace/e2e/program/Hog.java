package dev.loomtrace.e2e.program;

import java.util.ArrayList;
import java.util.List;

/**
 * A virtual thread starts 50 others and then computes, on the only carrier, so that they wait. It
 * prints for how long it did, and how long they waited altogether, and the first of them alone,
 * until it was done.
 */
public final class Hog {
  private static final int VICTIMS = 50;
  private static final long SPIN = 400_000_000;

  private static volatile long kept;
  private static volatile long waited;
  private static volatile long firstWaited;

  private Hog() {}

  /**
   * Takes no arguments.
   *
   * @throws Exception if something fails
   */
  public static void main(String[] args) throws Exception {
    List<Thread> victims = new ArrayList<>();
    Thread hog = Thread.startVirtualThread(() -> hog(victims));
    hog.join();
    Threads.join(victims);
    Threads.say("hog", hog.threadId());
    Threads.say("kept", kept);
    Threads.say("waited", waited);
    Threads.say("victim", victims.getFirst().threadId());
    Threads.say("victimWaited", firstWaited);
  }

  private static void hog(List<Thread> victims) {
    long began = System.nanoTime();
    long[] created = new long[VICTIMS];
    for (int i = 0; i < VICTIMS; i++) {
      created[i] = System.nanoTime();
      victims.add(Thread.startVirtualThread(Hog::rest));
    }
    long end = spin(began + SPIN);
    long sum = 0;
    for (long time : created) {
      sum += end - time;
    }
    kept = end - began;
    firstWaited = end - created[0];
    waited = sum;
  }

  @SuppressWarnings("ThreadPriorityCheck") // That it leaves its carrier is what is looked at.
  private static void rest() {
    Thread.yield();
  }

  private static long spin(long until) {
    long now = System.nanoTime();
    while (now < until) {
      now = System.nanoTime();
    }
    return now;
  }
}
