package dev.loomtrace.bridge.boot;

import static dev.loomtrace.EventNames.STATE_MONITOR_ENTER;
import static dev.loomtrace.EventNames.STATE_MONITOR_TIMED_WAIT;
import static dev.loomtrace.EventNames.STATE_MONITOR_WAIT;
import static dev.loomtrace.EventNames.STATE_PARKED;
import static dev.loomtrace.EventNames.STATE_RUNNING;
import static dev.loomtrace.EventNames.STATE_TIMED_PARKED;
import static dev.loomtrace.EventNames.STATE_UNKNOWN;
import static dev.loomtrace.EventNames.STATE_YIELDED;

import java.lang.reflect.InvocationTargetException;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Says at the border of a chunk what each live thread does. Runs on whichever thread rotates JFR's
 * chunks, under JFR's lock, which the application's threads need only where they set JFR up or use
 * it. It allocates nothing for each thread all the same: very many threads would make the garbage
 * collector come more often, and that stops them all.
 */
final class StatusPass {
  // Stacks are dear; those who wait longest are the ones somebody will ask about.
  private static final int MAX_STACKS = 64;
  private static final int MOST_LOOKS = 3;

  private StatusPass() {}

  static void virtualThreads() {
    if (!StatusEvent.enabled()) {
      return;
    }
    try {
      Pieces pieces = new Pieces();
      long stacksUpTo = longestWaiting(pieces);
      Sight sight = new Sight();
      Report report = thread -> virtualThread(thread, sight, stacksUpTo);
      Hooks.internals()
          .forEachContainedThread(
              thread -> {
                pieces.stepDone();
                if (thread.isVirtual()) {
                  report(thread, report);
                }
              });
    } catch (Throwable t) {
      suppressed(t); // Nor may JFR see it: it would drop the event for good.
    }
  }

  /** What is written of one thread. */
  interface Report {
    void of(Thread thread) throws ReflectiveOperationException;
  }

  /** Reports a thread: where that fails it is that one alone which is missing. */
  static void report(Thread thread, Report report) {
    try {
      report.of(thread);
    } catch (Throwable t) {
      suppressed(t);
    }
  }

  static void suppressed(Throwable t) {
    if (t instanceof InvocationTargetException) {
      Losses.suppressed(t.getCause());
    } else if (!(t instanceof ReflectiveOperationException)) {
      Losses.suppressed(t);
    }
    // Else this JDK does not tell: readers do without.
  }

  /** Who waits since this time or longer has its stack written; 0: nobody waits. */
  private static long longestWaiting(Pieces pieces) throws ReflectiveOperationException {
    PriorityQueue<Long> longest = new PriorityQueue<>(Comparator.reverseOrder());
    Hooks.internals()
        .forEachContainedThread(
            thread -> {
              pieces.stepDone();
              long handle =
                  thread.isVirtual() ? ThreadTable.find(thread.threadId()) : ThreadTable.NONE;
              long since = handle < 0 ? 0 : ThreadTable.since(handle);
              if (since != 0 && (longest.size() < MAX_STACKS || since < longest.peek())) {
                longest.add(since);
                if (longest.size() > MAX_STACKS) {
                  longest.remove();
                }
              }
            });
    return longest.isEmpty() ? 0 : longest.peek();
  }

  private static void virtualThread(Thread thread, Sight sight, long stacksUpTo)
      throws ReflectiveOperationException {
    sight.lookAt(thread);
    if (sight.state == STATE_UNKNOWN) {
      return; // New or ended.
    }
    Class<?> blocker = sight.blocker == null ? null : sight.blocker.getClass();
    String stack = null;
    if (sight.isKnownToWait()
        && sight.since <= stacksUpTo
        && sight.wakeDelay == 0
        && sight.state != STATE_YIELDED) {
      Look look = Look.at(thread);
      String text = look.stack() == null ? stackOf(thread) : look.stack();
      if (sight.goesOn(thread)) { // Else it is the stack of something else.
        stack = text;
        blocker = look.blocker() == null ? blocker : look.blocker();
      }
    }
    StatusEvent.commit(
        StatusEvent.timestamp(),
        0,
        thread.threadId(),
        (byte) sight.state,
        (byte) sight.reason,
        blocker,
        sight.carrier,
        sight.since,
        sight.waker,
        sight.wakeDelay,
        TaskClass.ofThread(thread),
        stack,
        (byte) sight.wakeKind);
  }

  // The JDK may yield until it can look: a virtual thread must not, as in Pieces.
  private static String stackOf(Thread thread) {
    return Thread.currentThread().isVirtual() ? null : Look.text(thread.getStackTrace());
  }

  static void platformThreads() {
    if (!PlatformStatusEvent.enabled()) {
      return;
    }
    try {
      for (Thread thread : Hooks.internals().platformThreads()) {
        report(thread, StatusPass::platformThread);
      }
    } catch (Throwable t) {
      suppressed(t);
    }
  }

  private static void platformThread(Thread thread) {
    Thread.State seen;
    Object blocker;
    int looks = 0;
    do { // Both of one moment, as a rule.
      seen = thread.getState();
      blocker = LockSupport.getBlocker(thread);
    } while (seen != thread.getState() && ++looks < MOST_LOOKS);
    int state =
        switch (seen) {
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
        (byte) state,
        blocker == null ? null : blocker.getClass(),
        Hooks.internals().isCarrier(thread) ? 1 : 0,
        CpuTimes.of(thread));
  }

  static void scheduler() {
    if (SchedulerEvent.enabled()) {
      Look.settle();
      SchedulerHooks.write();
    }
  }
}
