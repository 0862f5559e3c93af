package dev.loomtrace.e2e.program;

import dev.loomtrace.bridge.Sleeps;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Virtual threads and a pool of platform threads at the JDK's own scheduler: they hand work to each
 * other, read files, talk over sockets, contend, are pinned, and make garbage, while new chunks
 * begin about three times a second.
 */
@SuppressWarnings({
  "ThreadPriorityCheck",
  "try"
}) // Yields are wanted, and a close that ends a thread.
public final class Mix {
  private static final AtomicLong SLEEPS = new AtomicLong();
  private static final AtomicLong SLEEPS_IN_MONITOR = new AtomicLong();
  private static final AtomicLong YIELDS = new AtomicLong();
  private static final AtomicLong PINS = new AtomicLong();
  private static final AtomicLong STARTS = new AtomicLong();
  private static final Object MONITOR = new Object();

  /** Parks while it is initialised, wherever its bytes are defined once more. */
  static final class Slow {
    static {
      // Whoever has a permit does not wait.
      LockSupport.unpark(Thread.currentThread());
      LockSupport.park();
      LockSupport.parkNanos(200_000);
    }
  }

  /** One of the threads that do everything. */
  record Worker(
      Random random,
      int operations,
      int port,
      Path file,
      ExecutorService pool,
      LinkedBlockingQueue<Thread> answers)
      implements Runnable {
    private static final byte[] SLOW = bytesOfSlow();

    private static byte[] bytesOfSlow() {
      try (InputStream in = Mix.class.getResourceAsStream("Mix$Slow.class")) {
        return in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void run() {
      try {
        for (int i = 0; i < operations; i++) {
          operate(random.nextInt(12));
        }
      } catch (IOException | InterruptedException | IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }

    private void operate(int what)
        throws IOException, InterruptedException, IllegalAccessException {
      switch (what) {
        case 0, 1 -> sleep();
        case 2, 3 -> {
          YIELDS.incrementAndGet();
          Thread.yield();
        }
        case 4 -> {
          PINS.incrementAndGet();
          MethodHandles.lookup().defineHiddenClass(SLOW, true);
        }
        case 5 -> Files.readAllBytes(file);
        case 6 -> talk();
        case 7 -> {
          SLEEPS_IN_MONITOR.incrementAndGet();
          synchronized (MONITOR) {
            sleep();
          }
        }
        case 8 -> {
          synchronized (MONITOR) {
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < 1_000_000) {
              MONITOR.wait(1);
            }
          }
        }
        case 9 -> {
          STARTS.incrementAndGet();
          Thread child = Thread.ofVirtual().start(new Child());
          child.join();
        }
        case 10 -> askPool();
        default -> litter();
      }
    }

    private void sleep() throws InterruptedException {
      SLEEPS.incrementAndGet();
      Sleeps.sleep(Duration.ofNanos(100_000 + random.nextInt(1_000_000)));
    }

    private void talk() throws IOException {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.getOutputStream().write(42);
        if (socket.getInputStream().read() != 42) {
          throw new IOException("no echo");
        }
      }
    }

    // A platform thread answers.
    private void askPool() throws InterruptedException {
      ArrayBlockingQueue<Thread> answer = new ArrayBlockingQueue<>(1);
      pool.execute(() -> answer.add(Thread.currentThread()));
      answers.add(answer.take());
    }

    private static void litter() {
      List<byte[]> garbage = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        garbage.add(new byte[10_000]);
      }
      if (garbage.size() != 200) {
        throw new IllegalStateException();
      }
    }
  }

  static final class Child implements Runnable {
    @Override
    public void run() {
      Thread.onSpinWait();
    }
  }

  private Mix() {}

  /**
   * Arguments: number of threads, operations of each, seed of the random choice.
   *
   * @throws Exception if something fails
   */
  public static void main(String[] args) throws Exception {
    int threads = Integer.parseInt(args[0]);
    int operations = Integer.parseInt(args[1]);
    long seed = Long.parseLong(args[2]);
    ScheduledFuture<?> rotation = Rotation.every(Duration.ofMillis(100));
    Path file = Files.createTempFile("loomtrace", ".txt");
    LinkedBlockingQueue<Thread> answers = new LinkedBlockingQueue<>();
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        ExecutorService pool = Executors.newFixedThreadPool(3)) {
      Files.write(file, new byte[50_000]);
      Thread echo = Thread.startVirtualThread(() -> serve(server));
      List<Thread> workers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        Random random = new Random(seed + i);
        int port = server.getLocalPort();
        workers.add(
            Thread.startVirtualThread(new Worker(random, operations, port, file, pool, answers)));
      }
      Threads.join(workers);
      server.close();
      echo.join();
    } finally {
      Files.delete(file);
    }
    rotation.cancel(false);
    if (answers.stream().anyMatch(Thread::isVirtual)) {
      throw new IllegalStateException("a pool of platform threads answers");
    }
    Threads.say("workers", threads);
    Threads.say("sleeps", SLEEPS.get());
    Threads.say("sleepsInMonitor", SLEEPS_IN_MONITOR.get());
    Threads.say("yields", YIELDS.get());
    Threads.say("pins", PINS.get());
    Threads.say("starts", STARTS.get());
  }

  private static void serve(ServerSocket server) {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.startVirtualThread(() -> echo(socket));
      }
    } catch (IOException e) {
      // Closed: the end.
    }
  }

  private static void echo(Socket socket) {
    try (socket) {
      socket.getOutputStream().write(socket.getInputStream().read());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
