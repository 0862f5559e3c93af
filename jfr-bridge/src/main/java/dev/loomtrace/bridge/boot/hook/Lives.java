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
 * Writes the start and the end of threads' lives.
 *
 * <p>What a virtual thread writes itself makes JFR describe that thread, which costs several times
 * what the event does. So a thread that never waits writes nothing: its carrier writes all of its
 * life when it is over. A thread that waits records at that moment when it started, because readers
 * must know that of a wait that does not end.
 */
public final class Lives {
  private Lives() {}

  /**
   * The current thread runs for the first time.
   *
   * @return ticks now; 0 if no recording enables its events
   */
  static long begin(Thread thread, long carrier, Runnable task) {
    boolean run = RunEvent.enabled();
    boolean start = StartEvent.enabled();
    boolean blocks = Blocks.enabled();
    long now = run ? RunEvent.timestamp() : start ? StartEvent.timestamp() : 0;
    long handle = run || blocks ? ThreadTable.add(thread.threadId()) : ThreadTable.NONE;
    // Recorded later only if every event is on that may have to say it.
    if (handle >= 0 && run && blocks && MonitorBlockEvent.enabled() && StatusEvent.enabled()) {
      ThreadTable.start(handle, now, carrier);
    } else if (start) {
      StartEvent.commit(now, 0, carrier, TaskClass.of(task), 0);
    }
    return now;
  }

  /**
   * The current thread is about to wait, before it notes that: from then on others may record the
   * wait. Never fails.
   *
   * @param handle its entry
   */
  static void beforeWait(Thread thread, long handle, long carrier) {
    recordStart(thread, handle, carrier, 0);
  }

  /** The same, at a monitor, by the carrier that it has just left. */
  static void beforeMonitorWait(Thread thread, long handle, long carrier) {
    recordStart(thread, handle, carrier, thread.threadId());
  }

  // Id 0: the thread itself writes it; else its carrier does.
  private static void recordStart(Thread thread, long handle, long carrier, long id) {
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
   * @param start ticks at its first mount; 0: unknown, because no recording was on
   */
  static void end(long start, long firstCarrier, long carrier) {
    write(
        /* now= */ RunEvent.timestamp(),
        start,
        firstCarrier,
        carrier,
        /* thread= */ 0,
        /* task= */ null,
        /* name= */ null);
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
    write(
        now,
        start,
        /* firstCarrier= */ carrier,
        carrier,
        /* thread= */ thread.threadId(),
        task,
        /* name= */ name.isEmpty() ? null : name);
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
        /* start= */ known ? start : now,
        /* duration= */ known ? now - start : 0,
        /* carrier= */ known ? firstCarrier : 0,
        /* endCarrier= */ carrier,
        thread,
        task,
        name);
  }
}
