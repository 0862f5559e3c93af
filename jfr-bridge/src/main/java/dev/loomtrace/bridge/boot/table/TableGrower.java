package dev.loomtrace.bridge.boot.table;

import java.util.concurrent.locks.LockSupport;

/** Enlarges the table of threads on request: hooks must not allocate, this thread may. */
public final class TableGrower extends Thread {
  private static volatile TableGrower instance;

  /** Set while somebody has asked; asking again, as thousands may at once, is one read then. */
  private static volatile boolean asked;

  private final Runnable grow;

  private TableGrower(Runnable grow) {
    super(root(), null, "loomtrace tables", 0, false); // Inherits nothing of who attaches.
    this.grow = grow;
    setDaemon(true);
    setContextClassLoader(null);
  }

  // Not in the application's group: it may count, list or interrupt its threads.
  private static ThreadGroup root() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    return group;
  }

  /**
   * Starts the thread, which sleeps until it is asked, unless it runs already. By one thread,
   * before any hook runs.
   *
   * @param grow enlarges the table if it is crowded
   */
  public static void start(Runnable grow) {
    if (instance == null) {
      TableGrower grower = new TableGrower(grow);
      grower.start();
      instance = grower;
    }
  }

  /** Has the table enlarged soon, if it is crowded. Neither blocks nor allocates. */
  static void ask() {
    if (!asked) {
      asked = true;
      LockSupport.unpark(instance);
    }
  }

  @Override
  public void run() {
    while (true) {
      LockSupport.park(this);
      if (asked) {
        try {
          grow.run();
        } catch (Throwable t) {
          Losses.suppressed(t);
        }
        asked = false;
      }
    }
  }
}
