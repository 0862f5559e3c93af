package dev.loomtrace.bridge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.FlightRecorder;

/** Virtual threads that are in the middle of something when a chunk ends. Prints who does what. */
@SuppressWarnings("WaitNotInLoop") // It is what is to be recorded.
public final class Border {
  /** What a thread is parked on, or whose monitor it waits at. */
  static final class Place {}

  /** Name of the thread that does not wait. */
  static final String RUNNING = "spinner";

  private static volatile boolean done;
  private static volatile Thread sleeper;

  private Border() {}

  /**
   * No arguments.
   *
   * @throws Exception if something fails
   */
  public static void main(String[] args) throws Exception {
    Place place = new Place();
    Place monitor = new Place();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread parked = Thread.startVirtualThread(() -> LockSupport.park(place));
      final Future<?> sleeping = executor.submit(Border::sleep);
      Thread accepting = Thread.startVirtualThread(() -> accept(server));
      Thread waiting = Thread.startVirtualThread(() -> waitAt(monitor));
      await(parked, Thread.State.WAITING);
      await(accepting, Thread.State.WAITING);
      await(waiting, Thread.State.WAITING);
      while (sleeper == null) {
        Thread.onSpinWait();
      }
      await(sleeper, Thread.State.TIMED_WAITING);
      Thread running = Thread.ofVirtual().name(RUNNING).start(Border::spin);
      Thread entering;
      synchronized (place) {
        entering = Thread.startVirtualThread(() -> enter(place));
        await(entering, Thread.State.BLOCKED);
        FlightRecorder.getFlightRecorder().takeSnapshot().close(); // A new chunk begins.
      }
      print("parked", parked);
      print("sleeping", sleeper);
      print("accepting", accepting);
      print("waiting", waiting);
      print("running", running);
      print("entering", entering);
      done = true;
      LockSupport.unpark(parked);
      sleeping.cancel(true);
      synchronized (monitor) {
        monitor.notifyAll();
      }
      new Socket(server.getInetAddress(), server.getLocalPort()).close();
      for (Thread thread : new Thread[] {parked, accepting, waiting, running, entering}) {
        thread.join();
      }
    }
  }

  private static void print(String name, Thread thread) {
    System.out.println(name + "=" + thread.threadId());
  }

  private static void sleep() {
    sleeper = Thread.currentThread();
    try {
      Thread.sleep(3_600_000);
    } catch (InterruptedException e) {
      // The end.
    }
  }

  private static void accept(ServerSocket server) {
    try {
      server.accept().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void waitAt(Object monitor) {
    synchronized (monitor) {
      try {
        monitor.wait();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static void enter(Object monitor) {
    synchronized (monitor) {
      monitor.notifyAll();
    }
  }

  private static void spin() {
    while (!done) {
      Thread.onSpinWait();
    }
  }

  private static void await(Thread thread, Thread.State state) {
    while (thread.getState() != state) {
      Thread.onSpinWait();
    }
  }
}
