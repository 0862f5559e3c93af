package dev.loomtrace.bridge;

import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.FlightRecorder;

/**
 * Virtual threads that park until they are woken, and one that is made before and started after
 * that. Prints whether the agent is installed and how often threads parked.
 */
public final class Waiting {
  private static final int THREADS = 5;

  private Waiting() {}

  /**
   * Argument: 0, or 1 to wait for a line on the standard input before the threads are woken.
   *
   * @throws Exception if something fails
   */
  public static void main(String[] args) throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(Thread.ofVirtual().start(() -> LockSupport.park(threads)));
    }
    for (Thread thread : threads) {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
    Thread late = Thread.ofVirtual().unstarted(() -> {});
    if (args[0].equals("1")) {
      System.out.println("ready");
      System.in.read();
      FlightRecorder.getFlightRecorder().takeSnapshot().close(); // A new chunk begins.
    }
    for (Thread thread : threads) {
      LockSupport.unpark(thread);
      thread.join();
      System.out.println("thread" + threads.indexOf(thread) + "=" + thread.threadId());
    }
    late.start();
    late.join();
    System.out.println("late=" + late.threadId());
    System.out.println("parks=" + THREADS);
    System.out.println("installed=" + installed());
    System.out.println("light=" + lightEvents());
  }

  /** Whether JFR's writer of fields is kept from being compiled into each commit. */
  private static int lightEvents() throws ReflectiveOperationException {
    try {
      Class<?> writer = Class.forName("jdk.jfr.internal.event.EventWriter", false, null);
      Annotation[] annotations = writer.getDeclaredMethod("putLong", long.class).getAnnotations();
      return Arrays.toString(annotations).contains("DontInline") ? 1 : 0;
    } catch (ClassNotFoundException e) {
      return 0;
    }
  }

  private static int installed() throws ReflectiveOperationException {
    try {
      Class<?> boot = Class.forName("dev.loomtrace.bridge.boot.Boot", true, null);
      return (boolean) boot.getMethod("isInstalled").invoke(null) ? 1 : 0;
    } catch (ClassNotFoundException e) {
      return 0;
    }
  }
}
