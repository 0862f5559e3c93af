package dev.loomtrace.e2e.program;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Waits for a lock for the first time when it is told to by a line of the standard input, and says
 * how long; ends with its standard input.
 */
public final class LateWait {
  private static final Object LOCK = new Object();
  private static final long HOLD_MILLIS = 60;
  private static volatile long waited;

  private LateWait() {}

  private static void late() {
    long begin = System.nanoTime();
    synchronized (LOCK) {
      waited = System.nanoTime() - begin;
    }
  }

  /** Does all of it. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Thread.ofVirtual().start(() -> {}).join();
    System.out.println("ready=1");
    while (in.readLine() != null) {
      Thread thread;
      synchronized (LOCK) {
        thread = Thread.ofVirtual().start(LateWait::late);
        while (thread.getState() != Thread.State.BLOCKED) {
          Thread.sleep(1);
        }
        Thread.sleep(HOLD_MILLIS);
      }
      thread.join();
      System.out.println("waited=" + waited);
    }
  }
}
