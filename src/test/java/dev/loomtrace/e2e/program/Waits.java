package dev.loomtrace.e2e.program;

import static dev.loomtrace.e2e.program.Threads.awaitWaiting;

import dev.loomtrace.bridge.Sleeps;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Waits in every way, one kind after the other, each kind in a class of its own so that its threads
 * are known by their names. Each wait is certain: who ends it has first seen that it has begun. So
 * the program knows how many there are; it prints the number of each kind.
 *
 * <p>All of it is driven by one virtual thread, which never waits while it hands out wake-ups.
 */
@SuppressWarnings("ThreadPriorityCheck") // Yields are what is to be recorded.
public final class Waits {
  private static final int ROUNDS = 20;

  private Waits() {}

  /**
   * Argument: how many threads contend for a monitor. Where monitors pin, each takes a carrier.
   *
   * @throws Exception if something fails
   */
  public static void main(String[] args) throws Exception {
    int contenders = Integer.parseInt(args[0]);
    FutureTask<Void> driver = new FutureTask<>(new Driver(contenders));
    Thread thread = Thread.ofVirtual().start(driver);
    driver.get();
    Threads.say("driver", thread.threadId());
  }

  static final class Sleep implements Runnable {
    @Override
    public void run() {
      for (int i = 0; i < ROUNDS; i++) {
        sleep(Duration.ofNanos(200_000));
      }
    }
  }

  /** The same, but started by an executor, as a callable. */
  static final class Submitted implements Callable<Void> {
    @Override
    public Void call() {
      for (int i = 0; i < ROUNDS; i++) {
        sleep(Duration.ofNanos(200_000));
      }
      return null;
    }
  }

  static final class Yield implements Runnable {
    @Override
    public void run() {
      for (int i = 0; i < ROUNDS; i++) {
        Thread.yield();
      }
    }
  }

  static final class TimedPark implements Runnable {
    @Override
    public void run() {
      for (int i = 0; i < ROUNDS; i++) {
        Sleeps.usePermit();
        LockSupport.parkNanos(this, 200_000);
      }
    }
  }

  /** How many waits of a thread are over. */
  static final class Progress {
    private volatile int rounds;

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    void made() {
      rounds++;
    }

    void await(int wanted) {
      while (rounds < wanted) {
        Thread.onSpinWait();
      }
    }
  }

  static final class Park implements Runnable {
    private final Progress progress;
    private volatile int permits;

    Park(Progress progress) {
      this.progress = progress;
    }

    @Override
    public void run() {
      for (int i = 1; i <= ROUNDS; i++) {
        while (permits < i) {
          LockSupport.park(this);
        }
        progress.made();
      }
    }
  }

  record Lock(ReentrantLock lock) implements Runnable {
    @Override
    public void run() {
      lock.lock();
      try {
        Thread.onSpinWait();
      } finally {
        lock.unlock();
      }
    }
  }

  record Enter(Object monitor) implements Runnable {
    @Override
    public void run() {
      synchronized (monitor) {
        Thread.onSpinWait();
      }
    }
  }

  /** What threads wait for in {@code Object.wait}. */
  static final class Gate {
    private boolean open;

    synchronized void pass() {
      try {
        while (!open) {
          wait();
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    synchronized void open() {
      open = true;
      notifyAll();
    }
  }

  record ObjectWait(Gate gate) implements Runnable {
    @Override
    public void run() {
      gate.pass();
    }
  }

  record Join(Thread other) implements Runnable {
    @Override
    public void run() {
      try {
        other.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  record Read(Socket socket, Progress progress) implements Runnable {
    @Override
    public void run() {
      try (socket) {
        while (socket.getInputStream().read() >= 0) {
          progress.made();
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  record Accept(ServerSocket server, Progress progress) implements Runnable {
    @Override
    public void run() {
      try {
        for (int i = 0; i < ROUNDS; i++) {
          server.accept().close();
          progress.made();
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  record Take(BlockingQueue<Integer> queue, Progress progress) implements Runnable {
    @Override
    public void run() {
      takeAll(queue, progress);
    }
  }

  record HandOver(BlockingQueue<Integer> queue, Progress progress) implements Runnable {
    @Override
    public void run() {
      takeAll(queue, progress);
    }
  }

  record Result(List<CompletableFuture<Integer>> futures, Progress progress) implements Runnable {
    @Override
    public void run() {
      try {
        for (CompletableFuture<Integer> future : futures) {
          future.get();
          progress.made();
        }
      } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** The same, but the answer comes from a platform thread. */
  record Asked(CompletableFuture<Integer> future) implements Runnable {
    @Override
    public void run() {
      future.join();
    }
  }

  record Latch(CountDownLatch latch) implements Runnable {
    @Override
    public void run() {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Parks where it cannot unmount: in the initialisation of a class, below the JVM's frames. */
  static final class Pin implements Runnable {
    static volatile boolean over;

    @Override
    public void run() {
      try {
        MethodHandles.lookup().ensureInitialized(SlowClass.class);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  static final class SlowClass {
    static {
      while (!Pin.over) {
        LockSupport.park(SlowClass.class);
      }
    }
  }

  private static void sleep(Duration duration) {
    try {
      Sleeps.sleep(duration);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void takeAll(BlockingQueue<Integer> queue, Progress progress) {
    try {
      for (int i = 0; i < ROUNDS; i++) {
        queue.take();
        progress.made();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts the others and ends their waits. */
  private record Driver(int contenders) implements Callable<Void> {
    private static final int THREADS = 8;

    @Override
    public Void call() throws Exception {
      alone();
      park();
      locks();
      monitors();
      join();
      sockets();
      queues();
      ask();
      pin();
      return null;
    }

    private static void alone() throws InterruptedException, ExecutionException {
      List<Future<Void>> results = new ArrayList<>();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        threads.add(Thread.startVirtualThread(new Sleep()));
        threads.add(Thread.startVirtualThread(new Yield()));
        threads.add(Thread.startVirtualThread(new TimedPark()));
      }
      try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < THREADS; i++) {
          results.add(executor.submit(new Submitted()));
        }
      }
      for (Future<Void> result : results) {
        result.get();
      }
      Threads.join(threads);
      Threads.say("Sleep", THREADS * ROUNDS);
      Threads.say("Submitted", THREADS * ROUNDS);
      Threads.say("Yield", THREADS * ROUNDS);
      Threads.say("TimedPark", THREADS * ROUNDS);
    }

    private static void park() throws InterruptedException {
      Progress progress = new Progress();
      Park park = new Park(progress);
      Thread thread = Thread.startVirtualThread(park);
      for (int i = 1; i <= ROUNDS; i++) {
        awaitWaiting(thread);
        park.permits = i;
        LockSupport.unpark(thread);
        progress.await(i);
      }
      thread.join();
      Threads.say("Park", ROUNDS);
    }

    private static void locks() throws InterruptedException {
      ReentrantLock lock = new ReentrantLock();
      CountDownLatch latch = new CountDownLatch(1);
      List<Thread> threads = new ArrayList<>();
      lock.lock();
      try {
        for (int i = 0; i < THREADS; i++) {
          threads.add(Thread.startVirtualThread(new Lock(lock)));
          threads.add(Thread.startVirtualThread(new Latch(latch)));
        }
        threads.forEach(Threads::awaitWaiting);
      } finally {
        lock.unlock();
      }
      latch.countDown();
      Threads.join(threads);
      Threads.say("Lock", THREADS);
      Threads.say("Latch", THREADS);
    }

    private void monitors() throws InterruptedException {
      Object monitor = new Object();
      List<Thread> threads = new ArrayList<>();
      synchronized (monitor) {
        for (int i = 0; i < contenders; i++) {
          threads.add(Thread.startVirtualThread(new Enter(monitor)));
        }
        threads.forEach(t -> Threads.await(t, Thread.State.BLOCKED));
      }
      Threads.join(threads);
      threads.clear();
      Threads.say("Enter", contenders);
      Gate gate = new Gate();
      for (int i = 0; i < contenders; i++) {
        threads.add(Thread.startVirtualThread(new ObjectWait(gate)));
      }
      threads.forEach(Threads::awaitWaiting);
      gate.open();
      Threads.join(threads);
      Threads.say("ObjectWait", contenders);
    }

    private static void join() throws InterruptedException {
      List<Thread> joiners = new ArrayList<>();
      CountDownLatch latch = new CountDownLatch(1);
      for (int i = 0; i < THREADS; i++) {
        Thread awaited = Thread.startVirtualThread(() -> new Latch(latch).run());
        joiners.add(Thread.startVirtualThread(new Join(awaited)));
      }
      joiners.forEach(Threads::awaitWaiting);
      latch.countDown();
      Threads.join(joiners);
      Threads.say("Join", THREADS);
    }

    private static void sockets() throws IOException, InterruptedException {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      Progress read = new Progress();
      Progress accepted = new Progress();
      try (ServerSocket server = new ServerSocket(0, 50, loopback)) {
        Socket to = new Socket(loopback, server.getLocalPort());
        Thread reader = Thread.startVirtualThread(new Read(server.accept(), read));
        OutputStream out = to.getOutputStream();
        for (int i = 1; i < ROUNDS; i++) {
          awaitWaiting(reader);
          out.write(i);
          read.await(i);
        }
        awaitWaiting(reader);
        to.close();
        reader.join();
        Thread acceptor = Thread.startVirtualThread(new Accept(server, accepted));
        for (int i = 1; i <= ROUNDS; i++) {
          awaitWaiting(acceptor);
          new Socket(loopback, server.getLocalPort()).close();
          accepted.await(i);
        }
        acceptor.join();
      }
      Threads.say("Read", ROUNDS);
      Threads.say("Accept", ROUNDS);
    }

    private static void queues() throws InterruptedException {
      BlockingQueue<Integer> linked = new LinkedBlockingQueue<>();
      BlockingQueue<Integer> direct = new SynchronousQueue<>();
      List<CompletableFuture<Integer>> futures = new ArrayList<>();
      for (int i = 0; i < ROUNDS; i++) {
        futures.add(new CompletableFuture<>());
      }
      Progress taken = new Progress();
      Progress received = new Progress();
      Progress answered = new Progress();
      Thread taker = Thread.startVirtualThread(new Take(linked, taken));
      Thread receiver = Thread.startVirtualThread(new HandOver(direct, received));
      Thread asker = Thread.startVirtualThread(new Result(futures, answered));
      for (int i = 1; i <= ROUNDS; i++) {
        awaitWaiting(taker);
        linked.add(i);
        taken.await(i);
        awaitWaiting(receiver);
        direct.put(i);
        received.await(i);
        awaitWaiting(asker);
        futures.get(i - 1).complete(i);
        answered.await(i);
      }
      taker.join();
      receiver.join();
      asker.join();
      Threads.say("Take", ROUNDS);
      Threads.say("HandOver", ROUNDS);
      Threads.say("Result", ROUNDS);
    }

    private static void ask() throws InterruptedException {
      CompletableFuture<Integer> future = new CompletableFuture<>();
      Thread asker = Thread.startVirtualThread(new Asked(future));
      awaitWaiting(asker);
      Thread.ofPlatform().name("answerer").start(() -> future.complete(1));
      asker.join();
      Threads.say("Asked", 1);
    }

    private static void pin() throws InterruptedException {
      Thread thread = Thread.startVirtualThread(new Pin());
      awaitWaiting(thread);
      Pin.over = true;
      LockSupport.unpark(thread);
      thread.join();
      Threads.say("Pin", 1);
    }
  }
}
