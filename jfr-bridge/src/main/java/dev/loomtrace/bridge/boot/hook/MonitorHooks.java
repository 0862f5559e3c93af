package dev.loomtrace.bridge.boot.hook;

import dev.loomtrace.bridge.boot.event.Blocks;
import dev.loomtrace.bridge.boot.event.MonitorBlockEvent;
import dev.loomtrace.bridge.boot.event.PrimerEvent;
import dev.loomtrace.bridge.boot.jdk.Codes;
import dev.loomtrace.bridge.boot.jdk.StackSnapshot;
import dev.loomtrace.bridge.boot.table.Losses;
import dev.loomtrace.bridge.boot.table.ThreadTable;
import dev.loomtrace.bridge.boot.trigger.WaitPort;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the instrumented methods of the JDK call where a thread waits at a monitor. From JDK 24 on
 * it gives up its carrier for that, inside the VM: only the carrier sees it, before and after.
 */
public final class MonitorHooks {
  private static final long NANOS_BETWEEN_SNAPSHOTS = 1_000_000;
  private static final long MAX_NANOS_OF_A_SNAPSHOT = 1_000_000;
  private static final int REST = 100;
  private static final AtomicLong NEXT_SNAPSHOT = new AtomicLong(System.nanoTime());

  /**
   * Waits of threads that found no place in {@link ThreadTable}: start, state code, carrier. Only
   * carriers come here, which may wait for each other, and only while the table is full.
   */
  private static final ConcurrentHashMap<Long, long[]> OVERFLOW = new ConcurrentHashMap<>();

  // Threads whose wait at a monitor was noted and is not over. Without any, as always when nothing
  // is recorded, a resuming thread costs one read of this.
  private static final AtomicLong WAITING = new AtomicLong();

  private MonitorHooks() {}

  /**
   * Calls the hooks, so that nothing is resolved or initialised when it matters. No event comes of
   * it, even if a recording is on already.
   */
  public static void warmUp(int monitorState, int unblockedState) {
    Thread self = Thread.currentThread();
    monitorBegin(self, monitorState);
    unblocked(self, unblockedState);
    timerFires(self);
    long handle = ThreadTable.find(self.threadId());
    if (handle >= 0) {
      ThreadTable.free(handle);
    }
    OVERFLOW.put(self.threadId(), new long[] {0, 0, 0});
    WAITING.getAndIncrement();
    mounting(self);
    WAITING.set(0);
  }

  /** After a yield, on the carrier: did the thread stop at a monitor? */
  public static void monitorBegin(Thread thread, int jdkState) {
    try {
      int state = Codes.state(jdkState);
      if (!Codes.isMonitor(state) || !MonitorBlockEvent.enabled()) {
        return;
      }
      long start = MonitorBlockEvent.timestamp();
      long carrier = Thread.currentThread().threadId();
      long id = thread.threadId();
      long handle = ThreadTable.claim(id);
      if (handle >= 0) {
        Lives.beforeMonitorWait(thread, handle, carrier);
        ThreadTable.disarm(handle);
        ThreadTable.begin(handle, state, start, carrier);
      } else {
        OVERFLOW.put(id, new long[] {start, state, carrier});
      }
      WAITING.getAndIncrement();
    } catch (Throwable t) {
      Losses.suppressed(t);
    }
  }

  /** The thread is handed to its scheduler, by whichever thread runs this: was it at a monitor? */
  public static void unblocked(Thread thread, int jdkState) {
    try {
      if (Codes.isUnblocked(jdkState) && MonitorBlockEvent.enabled()) {
        Wakers.unblocked(thread);
      }
    } catch (Throwable t) {
      Losses.suppressed(t);
    }
  }

  /** The current thread runs the timer of the thread's wait at a monitor. */
  public static void timerFires(Thread thread) {
    try {
      if (MonitorBlockEvent.enabled()) {
        Wakers.timerFires(thread);
      }
    } catch (Throwable t) {
      Losses.suppressed(t);
    }
  }

  /** Before a thread resumes, on its carrier, once for each time: was it at a monitor? */
  public static void mounting(Thread thread) {
    try {
      if (WAITING.get() == 0) {
        return;
      }
      long id = thread.threadId();
      long handle = ThreadTable.find(id);
      if (handle >= 0) {
        int state = ThreadTable.state(ThreadTable.info(handle));
        if (Codes.isMonitor(state)) {
          monitorEnd(thread, handle, state);
        }
      } else if (!OVERFLOW.isEmpty()) {
        long[] block = OVERFLOW.remove(id);
        if (block != null) {
          WAITING.getAndDecrement();
          write(
              thread,
              /* start= */ block[0],
              /* state= */ (int) block[1],
              /* carrier= */ block[2],
              /* wakeKind= */ 0,
              /* waker= */ 0,
              /* wakeTime= */ 0);
        }
      }
    } catch (Throwable t) {
      Losses.suppressed(t);
    }
  }

  private static void monitorEnd(Thread thread, long handle, int state) {
    long start = ThreadTable.since(handle);
    long carrier = ThreadTable.carrier(handle);
    long waking = ThreadTable.waking(handle);
    long wakeTime = ThreadTable.wakeTime(handle);
    try {
      write(
          thread,
          start,
          state,
          carrier,
          /* wakeKind= */ ThreadTable.wakeKind(waking),
          /* waker= */ ThreadTable.waker(waking),
          wakeTime);
    } finally {
      ThreadTable.end(
          handle, true); // Until the wait has been recorded, the status pass records it.
      WAITING.getAndDecrement();
    }
  }

  private static void write(
      Thread thread, long start, int state, long carrier, int wakeKind, long waker, long wakeTime) {
    if (start == 0 || !MonitorBlockEvent.enabled()) {
      return;
    }
    long now = MonitorBlockEvent.timestamp();
    long duration = now - start;
    int reason = Codes.reason(state, 0, null);
    long weight = Blocks.weight(reason, start, duration);
    long wakeDelay = Blocks.wakeDelay(start, duration, waker, wakeTime);
    StackSnapshot snapshot = weight != 0 ? snapshot(thread) : StackSnapshot.NONE;
    // JFR loses the first event of a carrier after one of a thread that it carried: not ours.
    PrimerEvent.commit(now, 0);
    MonitorBlockEvent.commit(
        start,
        duration,
        /* thread= */ thread.threadId(),
        (byte) state,
        (byte) reason,
        snapshot.blocker(),
        carrier,
        /* endCarrier= */ Thread.currentThread().threadId(),
        waker,
        wakeDelay,
        (byte) wakeKind,
        snapshot.stack(),
        /* weight= */ snapshot.stack() == null ? 0 : weight);
    if (duration >= WaitPort.least()) {
      WaitPort.waited(thread.threadId(), state, reason, snapshot.blocker(), duration, wakeDelay);
    }
  }

  // A snapshot costs some ten microseconds and holds up the carrier. So there is at most one a
  // millisecond, and they take at most a hundredth of the time, unless the system let the carrier
  // wait meanwhile.
  private static StackSnapshot snapshot(Thread thread) {
    long now = System.nanoTime();
    long next = NEXT_SNAPSHOT.get();
    long soonest = now + NANOS_BETWEEN_SNAPSHOTS;
    if (now - next < 0 || !NEXT_SNAPSHOT.compareAndSet(next, soonest)) {
      return StackSnapshot.NONE;
    }
    StackSnapshot snapshot = StackSnapshot.atUnmounted(thread);
    long took = Math.min(System.nanoTime() - now, MAX_NANOS_OF_A_SNAPSHOT);
    NEXT_SNAPSHOT.compareAndSet(soonest, now + Math.max(NANOS_BETWEEN_SNAPSHOTS, took * REST));
    return snapshot;
  }
}
