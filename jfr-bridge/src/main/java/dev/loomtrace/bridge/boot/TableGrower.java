package dev.loomtrace.bridge.boot;

import java.util.concurrent.locks.LockSupport;

/**
 * Makes {@link ThreadTable} larger when it is asked to: hooks must not allocate, this thread may.
 * It sleeps until then.
 */
final class TableGrower extends Thread {
  private static final TableGrower INSTANCE = new TableGrower();

  /** Set while somebody has asked; asking again, as thousands may at once, is one read then. */
  private static volatile boolean asked;

  private TableGrower() {
    super(root(), null, "loomtrace tables", 0, false); // Inherits nothing of who attaches.
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

  static void begin() {
    if (INSTANCE.getState() == State.NEW) {
      INSTANCE.start();
    }
  }

  /** Has the table looked at, soon. Neither blocks nor allocates. */
  static void ask() {
    if (!asked) {
      asked = true;
      LockSupport.unpark(INSTANCE);
    }
  }

  @Override
  public void run() {
    while (true) {
      LockSupport.park(this);
      if (asked) {
        try {
          ThreadTable.grow();
        } catch (Throwable t) {
          Losses.suppressed(t);
        }
        asked = false;
      }
    }
  }
}
