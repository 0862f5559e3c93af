package dev.loomtrace.bridge.boot;

import static dev.loomtrace.EventNames.STATE_MONITOR_ENTER;
import static dev.loomtrace.EventNames.STATE_MONITOR_TIMED_WAIT;
import static dev.loomtrace.EventNames.STATE_MONITOR_WAIT;
import static dev.loomtrace.EventNames.STATE_PARKED;
import static dev.loomtrace.EventNames.STATE_RUNNING;
import static dev.loomtrace.EventNames.STATE_STARTED;
import static dev.loomtrace.EventNames.STATE_TIMED_PARKED;
import static dev.loomtrace.EventNames.STATE_UNKNOWN;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Says at the border of a chunk what each live thread does. Runs on JFR's own thread, where
 * allocation and waiting do no harm.
 */
final class StatusPass {
  // Stacks are dear; those who wait longest are the ones somebody will ask about.
  private static final int MAX_STACKS = 64;

  private record Seen(Thread thread, long since) {}

  private StatusPass() {}

  static void virtualThreads() {
    WaitTable.grow();
    if (!StatusEvent.enabled()) {
      return;
    }
    try {
      List<Thread> threads = new ArrayList<>();
      Hooks.internals()
          .forEachContainedThread(
              t -> {
                if (t.isVirtual()) {
                  threads.add(t);
                }
              });
      PriorityQueue<Seen> longest =
          new PriorityQueue<>(Comparator.comparingLong(Seen::since).reversed());
      for (Thread thread : threads) {
        long since = since(thread);
        if (since != 0) {
          longest.add(new Seen(thread, since));
          if (longest.size() > MAX_STACKS) {
            longest.remove();
          }
        }
      }
      long enough = longest.isEmpty() ? 0 : longest.peek().since();
      for (Thread thread : threads) {
        virtualThread(thread, enough);
      }
    } catch (ReflectiveOperationException e) {
      // This JDK does not tell: readers do without.
    }
  }

  private static long since(Thread thread) {
    long handle = WaitTable.find(thread.threadId());
    return handle < 0 ? 0 : WaitTable.since(handle);
  }

  private static void virtualThread(Thread thread, long stackUpTo)
      throws ReflectiveOperationException {
    Internals internals = Hooks.internals();
    int state = Hooks.stateCode(internals.state(thread));
    if (state == STATE_UNKNOWN) {
      return; // New or ended.
    }
    long id = thread.threadId();
    boolean waits = state != STATE_RUNNING && state != STATE_STARTED;
    long since = 0;
    long waker = 0;
    long wakeDelay = 0;
    int given = 0;
    long handle = waits ? WaitTable.find(id) : WaitTable.NONE;
    if (handle >= 0) {
      since = WaitTable.since(handle);
      given = WaitTable.reason(handle);
      long wakeTime = WaitTable.wakeTime(handle);
      waker = WaitTable.waker(handle);
      wakeDelay = wakeTime == 0 || since == 0 ? 0 : Math.max(1, wakeTime - since);
    }
    Object blocker = waits ? LockSupport.getBlocker(thread) : null;
    String stack = null;
    if (since != 0 && since <= stackUpTo && wakeDelay == 0) {
      stack = Stacks.text(thread.getStackTrace());
    }
    StatusEvent.commit(
        StatusEvent.timestamp(),
        0,
        id,
        state,
        waits ? Hooks.reasonOf(state, given, blocker) : 0,
        blocker == null ? null : blocker.getClass(),
        Hooks.id(internals.carrier(thread)),
        since,
        waker,
        wakeDelay,
        internals.taskClass(internals.task(thread)),
        stack);
  }

  static void platformThreads() {
    if (!PlatformStatusEvent.enabled()) {
      return;
    }
    try {
      for (Thread thread : Hooks.internals().platformThreads()) {
        Object blocker = LockSupport.getBlocker(thread);
        int state =
            switch (thread.getState()) {
              case NEW, TERMINATED -> STATE_UNKNOWN;
              case RUNNABLE -> STATE_RUNNING;
              case BLOCKED -> STATE_MONITOR_ENTER;
              case WAITING -> blocker == null ? STATE_MONITOR_WAIT : STATE_PARKED;
              case TIMED_WAITING -> blocker == null ? STATE_MONITOR_TIMED_WAIT : STATE_TIMED_PARKED;
            };
        PlatformStatusEvent.commit(
            PlatformStatusEvent.timestamp(),
            0,
            thread.threadId(),
            state,
            blocker == null ? null : blocker.getClass(),
            Hooks.internals().isCarrier(thread) ? 1 : 0);
      }
    } catch (ReflectiveOperationException e) {
      // This JDK does not tell: readers do without.
    }
  }

  static void scheduler() {
    if (!SchedulerEvent.enabled()) {
      return;
    }
    try {
      SchedulerEvent.commit(
          SchedulerEvent.timestamp(),
          0,
          Hooks.internals().parallelism(),
          Hooks.internals().maxPoolSize(),
          WaitTable.lost(),
          Hooks.errors());
    } catch (IllegalAccessException e) {
      // This JDK does not tell: readers do without.
    }
  }
}
