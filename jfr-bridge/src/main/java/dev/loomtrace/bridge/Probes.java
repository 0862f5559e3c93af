package dev.loomtrace.bridge;

import dev.loomtrace.event.EventNames;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import jdk.jfr.consumer.RecordedEvent;

/** Virtual threads that wait in known ways, a known number of times. */
@SuppressWarnings("ThreadPriorityCheck") // Yields are one of the ways.
final class Probes {
  /** Threads that each wait once to enter a monitor. */
  static final int MONITOR_ROUNDS = 100;

  private static final int YIELDS = 100;
  private static final int YIELDS_BEFORE_MONITOR = 3;
  // Few: a recording of the application's that is on has them too.
  private static final int TIMED_YIELDS = 2_000;

  /**
   * What a recording must have.
   *
   * @param count how often
   * @param event which events
   */
  record Expectation(String subject, long count, Predicate<RecordedEvent> event) {
    long in(List<RecordedEvent> events) {
      return events.stream().filter(event).count();
    }
  }

  private final Duration patience;
  private final List<Expectation> expectations = new ArrayList<>();
  private Thread lasting;

  /** Probes that wait for each of their threads so long, and fail then. */
  Probes(Duration patience) {
    this.patience = patience;
  }

  /** Whether threads at monitors give up their carriers in this JDK. */
  static boolean monitorsYield() {
    return Preflight.monitorsYield();
  }

  /** What was done, as it must be found. */
  List<Expectation> expectations() {
    return expectations;
  }

  /** Id of a thread that waits all the time. */
  long lasting() {
    return lasting.threadId();
  }

  /** Does everything once or more; {@link #release} must follow, whatever happens. */
  void run() throws InterruptedException, IOException, TimeoutException {
    lasting = Thread.ofVirtual().unstarted(LockSupport::park);
    lasting.start();
    awaitState(lasting, Thread.State.WAITING);
    parks();
    sleeps();
    yields();
    network();
    executors();
    monitors();
  }

  /** Has the thread that waits all the time go on. */
  void release() {
    LockSupport.unpark(lasting);
  }

  /** Waits for its end. */
  void finish() throws InterruptedException, TimeoutException {
    end(lasting);
  }

  void parks() throws InterruptedException, TimeoutException {
    Thread parked = Thread.ofVirtual().start(LockSupport::park);
    awaitState(parked, Thread.State.WAITING);
    LockSupport.unpark(parked);
    end(parked);
    long waker = Thread.currentThread().threadId();
    expect(
        "park, woken by the thread that unparked",
        1,
        block(parked)
            .and(state(EventNames.STATE_PARKED))
            .and(e -> e.getLong(EventNames.WAKER) == waker));
    expect("create", 1, about(EventNames.VIRTUAL_THREAD_CREATE, parked));
    expect("first mount", 1, by(EventNames.VIRTUAL_THREAD_START, parked));
    expect("life", 1, by(EventNames.VIRTUAL_THREAD_RUN, parked));
  }

  private void sleeps() throws InterruptedException, TimeoutException {
    Thread sleeper =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    Thread.sleep(2);
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
    end(sleeper);
    expect(
        "sleep, ended by the timer",
        1,
        block(sleeper)
            .and(reason(EventNames.REASON_SLEEP))
            .and(e -> e.getInt(EventNames.WAKE_KIND) == EventNames.WAKE_TIMER));
  }

  private void yields() throws InterruptedException, TimeoutException {
    Thread yielding = Thread.ofVirtual().start(() -> giveWay(YIELDS));
    end(yielding);
    expect("yields", YIELDS, block(yielding).and(state(EventNames.STATE_YIELDED)));
  }

  private void network() throws InterruptedException, IOException, TimeoutException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread acceptor =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      server.accept().close();
                    } catch (IOException e) {
                      throw new IllegalStateException(e);
                    }
                  });
      awaitState(acceptor, Thread.State.WAITING);
      new Socket(server.getInetAddress(), server.getLocalPort()).close();
      end(acceptor);
      expect(
          "socket, woken by the poller",
          1,
          block(acceptor)
              .and(reason(EventNames.REASON_NETWORK))
              .and(e -> e.getInt(EventNames.WAKE_KIND) == EventNames.WAKE_POLLER));
    }
  }

  private void executors() throws InterruptedException, TimeoutException {
    Thread[] worker = new Thread[1];
    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    executor.execute(() -> worker[0] = Thread.currentThread());
    executor.shutdown();
    if (!executor.awaitTermination(patience.toSeconds(), TimeUnit.SECONDS)) {
      throw stuck();
    }
    expect(
        "life without a wait, of a thread of an executor",
        1,
        about(EventNames.VIRTUAL_THREAD_RUN, worker[0])
            .and(e -> e.getClass(EventNames.TASK_CLASS) != null));
  }

  /** Monitors, where they give up the carrier. */
  void monitors() throws InterruptedException, TimeoutException {
    if (!monitorsYield()) {
      return;
    }
    long[] ids = new long[MONITOR_ROUNDS];
    for (int i = 0; i < MONITOR_ROUNDS; i++) {
      Object monitor = new Object();
      Thread entering = Thread.ofVirtual().unstarted(() -> enter(monitor));
      synchronized (monitor) {
        entering.start();
        ids[i] = entering.threadId();
        // Its state alone is not enough: it says so before it is certain that it has to wait.
        await(() -> entering.toString().endsWith("/blocked"));
      }
      end(entering);
    }
    Arrays.sort(ids);
    expect(
        "monitors",
        MONITOR_ROUNDS,
        e ->
            isBlock(e)
                && e.getInt(EventNames.STATE) == EventNames.STATE_MONITOR_ENTER
                && Arrays.binarySearch(ids, e.getLong(EventNames.THREAD)) >= 0);
  }

  /** Nanoseconds that a yield takes, the median of some rounds. */
  long nanosPerYield() throws InterruptedException, TimeoutException {
    long[] rounds = new long[5];
    for (int i = 0; i < rounds.length; i++) {
      long start = System.nanoTime();
      Thread thread = Thread.ofVirtual().start(() -> giveWay(TIMED_YIELDS));
      end(thread);
      rounds[i] = (System.nanoTime() - start) / TIMED_YIELDS;
    }
    Arrays.sort(rounds);
    return rounds[rounds.length / 2];
  }

  private static void giveWay(int times) {
    for (int i = 0; i < times; i++) {
      Thread.yield();
    }
  }

  private static void enter(Object monitor) {
    // Events of threads before: after those JFR loses what a carrier writes.
    giveWay(YIELDS_BEFORE_MONITOR);
    synchronized (monitor) {
      monitor.notifyAll();
    }
  }

  private void awaitState(Thread thread, Thread.State state) throws TimeoutException {
    await(() -> thread.getState() == state);
  }

  private void await(BooleanSupplier condition) throws TimeoutException {
    long begin = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begin > patience.toNanos()) {
        throw stuck();
      }
      Thread.yield();
    }
  }

  private void end(Thread thread) throws InterruptedException, TimeoutException {
    if (!thread.join(patience)) {
      throw stuck();
    }
  }

  private TimeoutException stuck() {
    return new TimeoutException(
        "one made no progress in " + patience.toSeconds() + " s: are all carriers busy or pinned?");
  }

  private void expect(String subject, long count, Predicate<RecordedEvent> event) {
    expectations.add(new Expectation(subject, count, event));
  }

  private static Predicate<RecordedEvent> block(Thread thread) {
    long id = thread.threadId();
    return e -> isBlock(e) && isBy(e, id);
  }

  private static Predicate<RecordedEvent> by(String name, Thread thread) {
    long id = thread.threadId();
    return e -> e.getEventType().getName().equals(name) && isBy(e, id);
  }

  private static Predicate<RecordedEvent> about(String name, Thread thread) {
    long id = thread.threadId();
    return e -> e.getEventType().getName().equals(name) && e.getLong(EventNames.THREAD) == id;
  }

  private static Predicate<RecordedEvent> state(int state) {
    return e -> e.getInt(EventNames.STATE) == state;
  }

  private static Predicate<RecordedEvent> reason(int reason) {
    return e -> e.getInt(EventNames.REASON) == reason;
  }

  private static boolean isBlock(RecordedEvent event) {
    String name = event.getEventType().getName();
    return name.equals(EventNames.VIRTUAL_THREAD_BLOCK)
        || name.equals(EventNames.VIRTUAL_THREAD_LONG_BLOCK)
        || name.equals(EventNames.VIRTUAL_THREAD_MONITOR_BLOCK);
  }

  private static boolean isBy(RecordedEvent event, long id) {
    return event.getThread() != null && event.getThread().getJavaThreadId() == id;
  }
}
