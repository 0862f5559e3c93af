package dev.loomtrace.bridge.boot;

/** What the instrumented management of the scheduler calls. */
public final class SchedulerHooks {
  private SchedulerHooks() {}

  /** The number of carriers was set, by the current thread. */
  public static void parallelismSet() {
    if (SchedulerEvent.enabled()) {
      write();
    }
  }

  static void write() {
    try {
      int parallelism = Hooks.internals().parallelism();
      SchedulerEvent.commit(
          SchedulerEvent.timestamp(),
          0,
          parallelism,
          Hooks.internals().maxPoolSize(parallelism),
          ThreadTable.lost(),
          Losses.errors(),
          Losses.exhausted());
    } catch (Throwable t) {
      StatusPass.suppressed(t);
    }
  }
}
