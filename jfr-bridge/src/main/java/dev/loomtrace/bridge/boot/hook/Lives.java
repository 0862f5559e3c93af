package dev.loomtrace.bridge.boot.hook;

import dev.loomtrace.bridge.boot.event.Blocks;
import dev.loomtrace.bridge.boot.event.MonitorBlockEvent;
import dev.loomtrace.bridge.boot.event.PrimerEvent;
import dev.loomtrace.bridge.boot.event.RunEvent;
import dev.loomtrace.bridge.boot.event.StartEvent;
import dev.loomtrace.bridge.boot.event.StatusEvent;
import dev.loomtrace.bridge.boot.jdk.TaskClass;
import dev.loomtrace.bridge.boot.table.Losses;
import dev.loomtrace.bridge.boot.table.ThreadTable;

/**
 * Writes the begin and the end of threads' lives.
 *
 * <p>What a virtual thread writes itself makes JFR describe that thread, which costs several times
 * what the event does. So a thread that never waits writes nothing: its carrier writes all of its
 * life when it is over. One that waits says then when it began, because readers must know that of a
 * wait that does not end.
 */
public final class Lives {
  private Lives() {}

  /**
   * The current thread runs for the first time.
   *
   * @return ticks now; 0: nobody wants to know
   */
  static long begin(Thread thread, long carrier, Runnable task) {
    boolean run = RunEvent.enabled();
    boolean start = StartEvent.enabled();
    boolean blocks = Blocks.wanted();
    long now = run ? RunEvent.timestamp() : start ? StartEvent.timestamp() : 0;
    long handle = run || blocks ? ThreadTable.add(thread.threadId()) : ThreadTable.NONE;
    // Later only if everything is recorded that may have to tell it.
    if (handle >= 0 && run && blocks && MonitorBlockEvent.enabled() && StatusEvent.enabled()) {
      ThreadTable.start(handle, now, carrier);
    } else if (start) {
      StartEvent.commit(now, 0, carrier, TaskClass.of(task), 0);
    }
    return now;
  }

  /**
   * The current thread is about to wait, before it notes that: from then on others tell of the
   * wait. Never fails.
   *
   * @param handle its entry
   */
  static void beforeWait(Thread thread, long handle, long carrier) {
    tellStart(thread, handle, carrier, 0);
  }

  /** The same, at a monitor, by the carrier that it has just left. */
  static void beforeMonitorWait(Thread thread, long handle, long carrier) {
    tellStart(thread, handle, carrier, thread.threadId());
  }

  // Id 0: the thread itself tells it; else its carrier does.
  private static void tellStart(Thread thread, long handle, long carrier, long id) {
    try {
      long start = ThreadTable.firstRun(handle, carrier);
      if (start != 0 && StartEvent.enabled()) {
        if (id != 0) {
          PrimerEvent.commit(start, 0);
        }
        StartEvent.commit(start, 0, carrier, TaskClass.ofThread(thread), id);
      }
    } catch (Throwable t) {
      Losses.suppressed(t);
    }
  }

  /**
   * The current thread ends.
   *
   * @param start ticks at its first mount; 0: not known, because no recording wanted to know
   */
  static void end(long start, long firstCarrier, long carrier) {
    write(RunEvent.timestamp(), start, firstCarrier, carrier, 0, null, null);
  }

  /**
   * By its carrier: a thread has ended.
   *
   * @param start ticks at its first mount, since which it has run on this carrier; 0: not known
   */
  static void ended(Thread thread, long start) {
    long now = RunEvent.timestamp();
    long carrier = Thread.currentThread().threadId();
    Class<?> task = TaskClass.ofThread(thread);
    String name = thread.getName();
    PrimerEvent.commit(now, 0);
    write(now, start, carrier, carrier, thread.threadId(), task, name.isEmpty() ? null : name);
  }

  private static void write(
      long now,
      long start,
      long firstCarrier,
      long carrier,
      long thread,
      Class<?> task,
      String name) {
    boolean known = start != 0;
    RunEvent.commit(
        known ? start : now,
        known ? now - start : 0,
        known ? firstCarrier : 0,
        carrier,
        thread,
        task,
        name);
  }
}
