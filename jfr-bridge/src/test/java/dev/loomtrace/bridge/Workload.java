package dev.loomtrace.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Does everything that makes virtual threads wait, and counts what it can count itself. Its threads
 * run on a scheduler that counts executions: executions minus threads is the number of waits that
 * gave up the carrier, whatever anybody's hooks saw.
 */
@SuppressWarnings("ThreadPriorityCheck") // Yields are what is to be recorded.
public final class Workload {
  private static final AtomicLong EXECUTIONS = new AtomicLong();
  private static final AtomicLong THREADS = new AtomicLong();
  private static final AtomicLong SLEEPS = new AtomicLong();
  private static final AtomicLong YIELDS = new AtomicLong();
  private static final AtomicLong BATONS = new AtomicLong();
  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final Object MONITOR = new Object();
  private static final LinkedBlockingQueue<Integer> QUEUE = new LinkedBlockingQueue<>();

  /** What threads park on that are woken by the one thread that hands batons on. */
  static final class Baton {
    private final Thread holder;
    private volatile boolean mine;

    Baton(Thread holder) {
      this.holder = holder;
    }
  }

  private Workload() {}

  /**
   * Arguments: number of threads, operations of each, seed of the random choice.
   *
   * @throws Exception if something fails
   */
  public static void main(String[] args) throws Exception {
    int threads = Integer.parseInt(args[0]);
    int operations = Integer.parseInt(args[1]);
    long seed = Long.parseLong(args[2]);

    ExecutorService carriers =
        Executors.newFixedThreadPool(2, Thread.ofPlatform().daemon().name("c-", 0).factory());
    Executor counting =
        task -> {
          EXECUTIONS.incrementAndGet();
          carriers.execute(task);
        };
    ThreadFactory factory = virtualThreadsOn(counting);
    LinkedBlockingQueue<Baton> batons = new LinkedBlockingQueue<>();
    Thread waker =
        Thread.ofPlatform()
            .daemon()
            .name("waker")
            .start(
                () -> {
                  try {
                    while (true) {
                      Baton baton = batons.take();
                      // It must have parked: else its permit would be there before, and no wait.
                      while (baton.holder.getState() != Thread.State.WAITING) {
                        Thread.onSpinWait();
                      }
                      baton.mine = true;
                      LockSupport.unpark(baton.holder);
                    }
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread echo = factory.newThread(() -> serve(server, factory));
    echo.start();
    List<Thread> all = new ArrayList<>();
    try (ExecutorService executor = Executors.newThreadPerTaskExecutor(factory)) {
      for (int i = 0; i < threads; i++) {
        Random random = new Random(seed + i);
        Runnable work = () -> work(random, operations, server.getLocalPort(), factory, batons);
        if (i % 2 == 0) {
          executor.execute(work);
        } else {
          Thread thread = factory.newThread(work);
          thread.start();
          all.add(thread);
        }
      }
    }
    for (Thread thread : all) {
      thread.join();
    }
    server.close();
    echo.join();
    carriers.shutdown();
    System.out.println("executions=" + EXECUTIONS);
    System.out.println("threads=" + THREADS);
    System.out.println("sleeps=" + SLEEPS);
    System.out.println("yields=" + YIELDS);
    System.out.println("batons=" + BATONS);
    System.out.println("waker=" + waker.threadId());
  }

  private static ThreadFactory virtualThreadsOn(Executor scheduler)
      throws ReflectiveOperationException {
    Constructor<?> constructor =
        Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
            .getDeclaredConstructor(Executor.class);
    constructor.setAccessible(true);
    Thread.Builder.OfVirtual builder =
        (Thread.Builder.OfVirtual) constructor.newInstance(scheduler);
    return task -> {
      THREADS.incrementAndGet();
      return builder.unstarted(task);
    };
  }

  private static void work(
      Random random,
      int operations,
      int port,
      ThreadFactory factory,
      LinkedBlockingQueue<Baton> batons) {
    try {
      for (int i = 0; i < operations; i++) {
        switch (random.nextInt(10)) {
          case 0 -> sleep(random);
          case 1, 2 -> {
            YIELDS.incrementAndGet();
            Thread.yield();
          }
          case 3 -> {
            Baton baton = new Baton(Thread.currentThread());
            BATONS.incrementAndGet();
            batons.add(baton);
            while (!baton.mine) {
              LockSupport.park(baton);
            }
          }
          case 4 -> {
            LOCK.lock();
            try {
              spin(random);
            } finally {
              LOCK.unlock();
            }
          }
          case 5 -> {
            synchronized (MONITOR) {
              spin(random);
              if (random.nextInt(8) == 0) {
                sleep(random);
              }
            }
          }
          case 6 -> {
            synchronized (MONITOR) {
              if (random.nextBoolean()) {
                MONITOR.wait(1 + random.nextInt(3));
              } else {
                MONITOR.notifyAll();
              }
            }
          }
          case 7 -> {
            QUEUE.put(i);
            QUEUE.take();
          }
          case 8 -> {
            Thread child = factory.newThread(() -> spin(random));
            child.start();
            child.join();
          }
          default -> talk(port);
        }
      }
    } catch (InterruptedException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void sleep(Random random) throws InterruptedException {
    SLEEPS.incrementAndGet();
    Thread.sleep(Duration.ofNanos(100_000 + random.nextInt(1_000_000)));
  }

  private static void spin(Random random) {
    int rounds = random.nextInt(200);
    for (int i = 0; i < rounds; i++) {
      Thread.onSpinWait();
    }
  }

  private static void talk(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      for (int i = 0; i < 3; i++) {
        out.write(i);
        if (in.read() != i) {
          throw new IOException("no echo");
        }
      }
    }
  }

  private static void serve(ServerSocket server, ThreadFactory factory) {
    try {
      while (true) {
        Socket socket = server.accept();
        factory.newThread(() -> echo(socket)).start();
      }
    } catch (IOException e) {
      // Closed: the end.
    }
  }

  private static void echo(Socket socket) {
    try (socket) {
      int octet = socket.getInputStream().read();
      while (octet >= 0) {
        socket.getOutputStream().write(octet);
        octet = socket.getInputStream().read();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
