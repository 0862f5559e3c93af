package dev.loomtrace.e2e.program;

/**
 * A thread yields to another that keeps the only carrier while chunks of the recording end and
 * begin: it is runnable all the time, and only its own event, long after, says that it yielded.
 *
 * <p>Prints the id of who yielded.
 */
@SuppressWarnings("ThreadPriorityCheck") // The yield is what is to be recorded.
public final class Starved {
  private static volatile boolean queued;
  private static volatile boolean running;
  private static volatile boolean over;

  private Starved() {}

  /**
   * Argument: how many chunks begin meanwhile.
   *
   * @throws Exception if something fails
   */
  public static void main(String[] args) throws Exception {
    Thread starved = Thread.startVirtualThread(Starved::yieldOnce);
    Thread other = Thread.startVirtualThread(Starved::keepTheCarrier);
    queued = true;
    awaitRunning();
    for (int i = Integer.parseInt(args[0]); i > 0; i--) {
      Rotation.rotate();
    }
    over = true;
    starved.join();
    other.join();
    Threads.say("starved", starved.threadId());
  }

  private static void yieldOnce() {
    while (!queued) {
      Thread.onSpinWait();
    }
    Thread.yield();
  }

  private static void keepTheCarrier() {
    running = true;
    while (!over) {
      Thread.onSpinWait();
    }
  }

  private static void awaitRunning() {
    while (!running) {
      Thread.onSpinWait();
    }
  }
}
