package dev.loomtrace.e2e.program;

import java.util.ArrayList;
import java.util.List;

/**
 * Threads wait in {@code Object.wait} and are notified by others, while JFR begins new chunks. Who
 * notifies has seen that the wait has begun, and runs on until the waiting thread has gone on. It
 * prints for each waiting thread who notified it.
 */
public final class Notified {
  private static final int GROUP = 10;

  private static int notificationsOfChunk;
  private static int notifications;

  private Notified() {}

  /**
   * Arguments: how often all is done, and after how many notifications a new chunk begins.
   *
   * @throws Exception if something fails
   */
  public static void main(String[] args) throws Exception {
    int rounds = Integer.parseInt(args[0]);
    notificationsOfChunk = Integer.parseInt(args[1]);
    for (int i = 0; i < rounds; i++) {
      one(Thread.ofVirtual(), Thread.ofVirtual());
      one(Thread.ofVirtual(), Thread.ofPlatform().name("ringer"));
      one(Thread.ofPlatform(), Thread.ofVirtual());
      group();
      timeOut();
    }
    talk(rounds);
  }

  /** What threads wait at. */
  static final class Spot {
    private boolean open;
    private volatile int passed;

    synchronized void await(long millis) {
      try {
        do {
          wait(millis);
        } while (!open && millis == 0);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      passed++; // All of them have the monitor.
    }

    synchronized void open() {
      open = true;
      notifyAll();
    }

    void awaitPassed(int number) {
      while (passed < number) {
        Thread.onSpinWait();
      }
    }
  }

  record Waiter(Spot spot) implements Runnable {
    @Override
    public void run() {
      spot.await(0);
    }
  }

  record Impatient(Spot spot) implements Runnable {
    @Override
    public void run() {
      spot.await(1);
    }
  }

  record Notifier(Spot spot, int waiters) implements Runnable {
    @Override
    public void run() {
      spot.open();
      spot.awaitPassed(waiters);
    }
  }

  /** Two of them notify each other in turn, and wait for each other in the same monitor. */
  static final class Talk {
    private int turn;

    synchronized void speak(int speaker) {
      try {
        while (turn % 2 != speaker) {
          wait();
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      turn++;
      notifyAll();
    }
  }

  record Asks(Talk talk, int times) implements Runnable {
    @Override
    public void run() {
      for (int i = 0; i < times; i++) {
        talk.speak(0);
      }
    }
  }

  record Answers(Talk talk, int times) implements Runnable {
    @Override
    public void run() {
      for (int i = 0; i < times; i++) {
        talk.speak(1);
      }
    }
  }

  private static void one(Thread.Builder waiting, Thread.Builder notifying)
      throws InterruptedException {
    Spot spot = new Spot();
    Thread waiter = waiting.start(new Waiter(spot));
    notified(spot, List.of(waiter), notifying);
  }

  private static void group() throws InterruptedException {
    Spot spot = new Spot();
    List<Thread> waiters = new ArrayList<>();
    for (int i = 0; i < GROUP; i++) {
      waiters.add(Thread.startVirtualThread(new Waiter(spot)));
    }
    notified(spot, waiters, Thread.ofVirtual());
  }

  private static void notified(Spot spot, List<Thread> waiters, Thread.Builder notifying)
      throws InterruptedException {
    waiters.forEach(Threads::awaitWaiting);
    if (++notifications % notificationsOfChunk == 0) {
      Rotation.rotate(); // Within a wait, and once at most.
    }
    Thread notifier = notifying.start(new Notifier(spot, waiters.size()));
    Threads.join(waiters);
    notifier.join();
    String how = notifier.isVirtual() ? "virtual" : "platform";
    waiters.forEach(w -> Threads.say(how + "_notified_" + w.threadId(), notifier.threadId()));
  }

  private static void timeOut() throws InterruptedException {
    Thread.startVirtualThread(new Impatient(new Spot())).join();
  }

  private static void talk(int rounds) throws InterruptedException {
    Talk talk = new Talk();
    Thread asks = Thread.startVirtualThread(new Asks(talk, 10 * rounds));
    Thread answers = Thread.startVirtualThread(new Answers(talk, 10 * rounds));
    asks.join();
    answers.join();
    Threads.say("asks", asks.threadId());
    Threads.say("answers", answers.threadId());
  }
}
