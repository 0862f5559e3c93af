package dev.loomtrace.e2e.program;

import dev.loomtrace.Log;
import dev.loomtrace.Region;
import dev.loomtrace.Task;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Requests as tasks, with regions and logs. One is slow: it waits for a lock, for a socket and,
 * pinned, for a class, while chunks of the recording end.
 */
public final class Requests {
  private static final int REQUESTS = 200;
  private static final ReentrantLock LOCK = new ReentrantLock();

  // Not in the class that waits for it: nobody else could touch that.
  private static volatile boolean ready;

  static final class SlowClass {
    static {
      while (!ready) {
        LockSupport.park(SlowClass.class);
      }
    }
  }

  /** A request that takes no time. */
  @SuppressWarnings("try") // Begun to be ended.
  record Request(int number) implements Runnable {
    @Override
    public void run() {
      try (Task task = Task.begin("request");
          Region price = Region.begin("price")) {
        Log.log("sku", Integer.toString(number));
        LOCK.lock();
        try {
          Thread.onSpinWait();
        } finally {
          LOCK.unlock();
        }
      }
    }
  }

  /** The slow one. */
  @SuppressWarnings("try") // Begun to be ended.
  record SlowRequest(Socket socket) implements Runnable {
    @Override
    public void run() {
      try (Task task = Task.begin("slow request")) {
        Region.run("lock", this::lock);
        Region.run("read", this::read);
        Region.run("load", this::load);
        Log.log("slow", "done");
      }
    }

    private void lock() {
      LOCK.lock();
      try {
        Thread.onSpinWait();
      } finally {
        LOCK.unlock();
      }
    }

    private void read() {
      try {
        if (socket.getInputStream().read() != 1) {
          throw new IOException("something else was sent");
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    private void load() {
      try {
        MethodHandles.lookup().ensureInitialized(SlowClass.class);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private Requests() {}

  /**
   * Runs.
   *
   * @throws Exception if something fails
   */
  public static void main(String[] args) throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket server = new ServerSocket(0, 1, loopback);
        Socket to = new Socket(loopback, server.getLocalPort());
        Socket from = server.accept()) {
      Thread slow = Thread.ofVirtual().unstarted(new SlowRequest(from));
      List<Thread> threads = new ArrayList<>();
      LOCK.lock();
      try {
        slow.start();
        Threads.awaitWaiting(slow);
        for (int i = 0; i < REQUESTS; i++) {
          threads.add(Thread.startVirtualThread(new Request(i)));
        }
        threads.forEach(Threads::awaitWaiting);
        delay();
      } finally {
        LOCK.unlock();
      }
      Threads.join(threads);
      Threads.awaitWaiting(slow);
      delay();
      to.getOutputStream().write(1);
      while (!pinned(slow)) {
        Thread.onSpinWait();
      }
      delay();
      ready = true;
      LockSupport.unpark(slow);
      slow.join();
      Threads.say("slow", slow.threadId());
      Threads.say("requests", REQUESTS);
    }
  }

  private static boolean pinned(Thread thread) {
    return LockSupport.getBlocker(thread) == SlowClass.class;
  }

  // A new chunk, and more than the time from which a wait is one that gets a stack.
  private static void delay() {
    Rotation.rotate();
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < 20_000_000) {
      LockSupport.parkNanos(1_000_000);
    }
  }
}
