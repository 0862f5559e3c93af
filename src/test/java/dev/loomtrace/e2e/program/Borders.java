package dev.loomtrace.e2e.program;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that wait, in several ways, while chunks of the recording end and begin. Of each it
 * prints its id, the number of borders, and two durations between which the wait's own must lie:
 * the time for which it was certain to wait, and the time in which it did nothing else.
 */
public final class Borders {
  /** A way to wait until released. */
  abstract static class Waiter implements Runnable {
    private long before;
    private volatile long after;

    @Override
    public final void run() {
      try {
        prepare();
        before = System.nanoTime();
        await();
        after = System.nanoTime();
      } catch (IOException | InterruptedException | IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }

    void prepare() throws IOException {}

    abstract void await() throws IOException, InterruptedException, IllegalAccessException;

    abstract void release(Thread self) throws IOException;
  }

  static final class Park extends Waiter {
    private volatile boolean over;

    @Override
    void await() {
      while (!over) {
        LockSupport.park(this);
      }
    }

    @Override
    void release(Thread self) {
      over = true;
      LockSupport.unpark(self);
    }
  }

  static final class Take extends Waiter {
    private final LinkedBlockingQueue<Integer> queue = new LinkedBlockingQueue<>();

    @Override
    void await() throws InterruptedException {
      queue.take();
    }

    @Override
    void release(Thread self) {
      queue.add(1);
    }
  }

  static final class ObjectWait extends Waiter {
    private boolean over;

    @Override
    synchronized void await() throws InterruptedException {
      while (!over) {
        wait();
      }
    }

    @Override
    synchronized void release(Thread self) {
      over = true;
      notifyAll();
    }
  }

  static final class Read extends Waiter {
    private final ServerSocket server;
    private final Socket to;
    private final Socket from;

    Read() throws IOException {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      server = new ServerSocket(0, 1, loopback);
      to = new Socket(loopback, server.getLocalPort());
      from = server.accept();
    }

    @Override
    void await() throws IOException {
      if (from.getInputStream().read() != 1) {
        throw new IOException("something else was sent");
      }
    }

    @Override
    void release(Thread self) throws IOException {
      to.getOutputStream().write(1);
    }
  }

  /** The carrier waits too: the frames of a class's initialisation are on the stack. */
  static final class Pin extends Waiter {
    static volatile boolean over;

    static final class SlowClass {
      static {
        while (!over) {
          LockSupport.park(SlowClass.class);
        }
      }
    }

    @Override
    void await() throws IllegalAccessException {
      MethodHandles.lookup().ensureInitialized(SlowClass.class);
    }

    @Override
    void release(Thread self) {
      over = true;
      LockSupport.unpark(self);
    }
  }

  /** One that runs all the time. */
  static final class Run implements Runnable {
    private volatile boolean over;

    @Override
    public void run() {
      while (!over) {
        Thread.onSpinWait();
      }
    }
  }

  private Borders() {}

  /**
   * Arguments: 0, or 1 to leave out the waits in monitors; then the numbers of borders.
   *
   * @throws Exception if something fails
   */
  public static void main(String[] args) throws Exception {
    boolean monitors = args[0].equals("0");
    Run runner = new Run();
    Thread running = Thread.startVirtualThread(runner);
    Threads.say("Run_id", running.threadId());
    for (int i = 1; i < args.length; i++) {
      span(Integer.parseInt(args[i]), monitors, i == 1);
    }
    runner.over = true;
    running.join();
  }

  private static void span(int borders, boolean monitors, boolean pin)
      throws IOException, InterruptedException {
    List<Waiter> waiters = new ArrayList<>(List.of(new Park(), new Take(), new Read()));
    if (monitors) {
      waiters.add(new ObjectWait());
    }
    if (pin) {
      waiters.add(new Pin()); // Of a class, there is one initialisation.
    }
    List<Thread> threads = waiters.stream().map(Thread::startVirtualThread).toList();
    threads.forEach(Threads::awaitWaiting);
    long allWait = System.nanoTime();
    for (int i = 0; i < borders; i++) {
      Rotation.rotate();
    }
    long released = System.nanoTime();
    for (int i = 0; i < waiters.size(); i++) {
      waiters.get(i).release(threads.get(i));
    }
    Threads.join(threads);
    for (int i = 0; i < waiters.size(); i++) {
      Waiter waiter = waiters.get(i);
      String name = waiter.getClass().getSimpleName() + borders;
      Threads.say(name + "_id", threads.get(i).threadId());
      Threads.say(name + "_atLeast", released - allWait);
      Threads.say(name + "_atMost", waiter.after - waiter.before);
      Threads.say(name + "_borders", borders);
    }
  }
}
