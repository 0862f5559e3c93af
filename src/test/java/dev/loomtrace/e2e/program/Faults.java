package dev.loomtrace.e2e.program;

import dev.loomtrace.Task;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** Programs with a fault each, which say how often it struck and how long that took. */
public final class Faults {
  static final int QUEUERS = 40;
  static final int ROUNDS = 5;
  static final int PERMITS = 5;
  static final long HOLD = 5;
  static final long HOG = 100_000_000;
  static final int HOG_TURNS = 20;
  static final int VICTIMS = 20;
  // Of the short ones only a sample has stacks: enough of them that their number can be told.
  static final int READS = 1000;
  static final int ONE_SLOW_OF = 40;
  static final long SLOW = 120;
  static final int COLLECTIONS = 8;

  /** How many orders a backlog is made of. */
  public static final int ORDERS = 700;

  static final int LIVE_OBJECTS = 3_000_000;

  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final Semaphore POOL = new Semaphore(PERMITS);
  private static final Object MONITOR = new Object();
  private static final AtomicLong LOCKED = new AtomicLong();
  private static final AtomicLong POOLED = new AtomicLong();
  private static volatile boolean ends;
  private static volatile Object live;

  private Faults() {}

  /** Something that threads do. */
  private interface Work {
    void run() throws InterruptedException, IOException;
  }

  /** Plays the fault of that name. */
  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "queues" -> queues();
      case "hog" -> hog();
      case "pin" -> pin();
      case "peer" -> peer();
      case "collections" -> collections();
      case "backlog" -> backlog();
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  /** Orders come each 10 ms, and take 18 of the one thread that does them. */
  private static void backlog() throws InterruptedException {
    LinkedBlockingQueue<Task> orders = new LinkedBlockingQueue<>();
    AtomicLong done = new AtomicLong();
    Thread worker =
        start(
            () -> {
              while (!ends) {
                Task order = orders.take();
                Thread.sleep(18);
                order.end();
                done.incrementAndGet();
              }
            });
    for (int i = 0; i < ORDERS; i++) {
      orders.add(Task.open("order"));
      Thread.sleep(10);
    }
    ends = true;
    worker.join();
    System.out.println("done=" + done);
  }

  private static Thread start(Work work) {
    return Thread.startVirtualThread(
        () -> {
          try {
            work.run();
          } catch (InterruptedException | IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static void all(int threads, Work work) throws InterruptedException {
    List<Thread> started = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      started.add(start(work));
    }
    for (Thread thread : started) {
      thread.join();
    }
  }

  private static void queues() throws InterruptedException {
    all(QUEUERS, Faults::takeLock);
    all(QUEUERS, Faults::takePermit);
    System.out.println("locked=" + LOCKED);
    System.out.println("pooled=" + POOLED);
  }

  private static void takeLock() throws InterruptedException {
    for (int i = 0; i < ROUNDS; i++) {
      long begin = System.nanoTime();
      LOCK.lock();
      try {
        LOCKED.addAndGet(System.nanoTime() - begin);
        Thread.sleep(HOLD);
      } finally {
        LOCK.unlock();
      }
    }
  }

  private static void takePermit() throws InterruptedException {
    for (int i = 0; i < ROUNDS; i++) {
      long begin = System.nanoTime();
      POOL.acquire();
      POOLED.addAndGet(System.nanoTime() - begin);
      try {
        Thread.sleep(PERMITS * HOLD);
      } finally {
        POOL.release();
      }
    }
  }

  private static void hog() throws InterruptedException {
    Thread hog = start(Faults::keepCarrier);
    all(VICTIMS, Faults::wantCarrier);
    hog.join();
  }

  private static void keepCarrier() throws InterruptedException {
    long ran = 0;
    for (int i = 0; i < HOG_TURNS; i++) {
      long begin = System.nanoTime();
      while (System.nanoTime() - begin < HOG) {
        Thread.onSpinWait();
      }
      ran += System.nanoTime() - begin;
      Thread.sleep(1);
    }
    ends = true;
    System.out.println("ran=" + ran);
  }

  private static void wantCarrier() throws InterruptedException {
    while (!ends) {
      Thread.sleep(1);
    }
  }

  private static void pin() throws InterruptedException {
    Thread pinned = start(Faults::sleepInMonitor);
    all(VICTIMS, Faults::wantCarrier);
    pinned.join();
  }

  private static void sleepInMonitor() throws InterruptedException {
    long slept = 0;
    for (int i = 0; i < HOG_TURNS; i++) {
      long begin = System.nanoTime();
      synchronized (MONITOR) {
        Thread.sleep(HOG / 1_000_000);
      }
      slept += System.nanoTime() - begin;
      Thread.sleep(1);
    }
    ends = true;
    System.out.println("slept=" + slept);
  }

  private static void peer() throws IOException, InterruptedException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread peer = start(() -> answer(server));
      Thread client = start(() -> ask(server.getLocalPort()));
      client.join();
      peer.join();
    }
  }

  private static void answer(ServerSocket server) throws IOException, InterruptedException {
    try (Socket socket = server.accept()) {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      for (int i = 0; in.read() >= 0; i++) {
        Thread.sleep(i % ONE_SLOW_OF == 0 ? SLOW : 1);
        out.write(1);
      }
    }
  }

  private static void ask(int port) throws IOException {
    long slow = 0;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      for (int i = 0; i < READS; i++) {
        out.write(1);
        long begin = System.nanoTime();
        in.read();
        long took = System.nanoTime() - begin;
        slow += i % ONE_SLOW_OF == 0 ? took : 0;
      }
    }
    System.out.println("slow=" + slow);
  }

  private static void collections() {
    List<Object> objects = new ArrayList<>();
    for (int i = 0; i < LIVE_OBJECTS; i++) {
      objects.add(new long[1]);
    }
    live = objects;
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    long millis = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      millis += collector.getCollectionTime();
    }
    System.out.println("collected=" + millis * 1_000_000);
    System.out.println("live=" + (live == null ? 0 : 1));
  }
}
