package dev.loomtrace.bridge;

import java.util.ArrayList;
import java.util.List;

/** Virtual threads that end without ever having waited. */
public final class Brief {
  private static final int GROUP = 100;

  private Brief() {}

  /**
   * Argument: threads (a multiple of 100).
   *
   * @throws InterruptedException never
   */
  public static void main(String[] args) throws InterruptedException {
    int threads = Integer.parseInt(args[0]);
    List<Thread> group = new ArrayList<>();
    for (int i = 0; i < threads; i += GROUP) {
      group.clear();
      for (int k = 0; k < GROUP; k++) {
        group.add(Thread.startVirtualThread(() -> {}));
      }
      for (Thread thread : group) {
        thread.join();
      }
    }
    System.out.println("threads=" + threads);
  }
}
