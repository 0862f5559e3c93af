package dev.loomtrace.bridge.boot.status;

import static dev.loomtrace.event.EventNames.STATE_MONITOR_ENTER;
import static dev.loomtrace.event.EventNames.STATE_MONITOR_TIMED_WAIT;
import static dev.loomtrace.event.EventNames.STATE_MONITOR_WAIT;
import static dev.loomtrace.event.EventNames.STATE_PARKED;
import static dev.loomtrace.event.EventNames.STATE_RUNNING;
import static dev.loomtrace.event.EventNames.STATE_TIMED_PARKED;
import static dev.loomtrace.event.EventNames.STATE_UNKNOWN;
import static dev.loomtrace.event.EventNames.STATE_YIELDED;

import dev.loomtrace.bridge.boot.event.PlatformBlocks;
import dev.loomtrace.bridge.boot.event.PlatformStatusEvent;
import dev.loomtrace.bridge.boot.event.SchedulerEvent;
import dev.loomtrace.bridge.boot.event.StatusEvent;
import dev.loomtrace.bridge.boot.hook.SchedulerHooks;
import dev.loomtrace.bridge.boot.jdk.Codes;
import dev.loomtrace.bridge.boot.jdk.CpuTimes;
import dev.loomtrace.bridge.boot.jdk.Internals;
import dev.loomtrace.bridge.boot.jdk.LockOwner;
import dev.loomtrace.bridge.boot.jdk.StackSnapshot;
import dev.loomtrace.bridge.boot.jdk.TaskClass;
import dev.loomtrace.bridge.boot.table.Losses;
import dev.loomtrace.bridge.boot.table.ThreadTable;
import java.lang.invoke.VarHandle;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Says at the border of a chunk what each live thread does. Runs on whichever thread rotates JFR's
 * chunks, under JFR's lock, which the application's threads need only where they set JFR up or use
 * it. It allocates nothing for each thread all the same: very many threads would make the garbage
 * collector come more often, and that stops them all.
 */
public final class StatusPass {
  // Stacks are expensive; the longest waits are the ones that will be asked about.
  private static final int MAX_STACKS = 64;
  private static final int MOST_LOOKS = 3;

  private StatusPass() {}

  public static void virtualThreads() {
    if (!StatusEvent.enabled()) {
      return;
    }
    try {
      Pieces pieces = new Pieces();
      long stacksUpTo = longestWaiting(pieces);
      ThreadObservation observation = new ThreadObservation();
      Report report = thread -> virtualThread(thread, observation, stacksUpTo);
      Internals.INSTANCE.forEachContainedThread(
          thread -> {
            pieces.stepDone();
            if (thread.isVirtual()) {
              report(thread, report);
            }
          });
    } catch (Throwable t) {
      Losses.suppressedByReflection(t); // Nor may JFR see it: it would drop the event for good.
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
      Losses.suppressedByReflection(t);
    }
  }

  /** Threads that have waited since this time or longer get a stack; 0 if none waits. */
  private static long longestWaiting(Pieces pieces) throws ReflectiveOperationException {
    PriorityQueue<Long> longest = new PriorityQueue<>(Comparator.reverseOrder());
    Internals.INSTANCE.forEachContainedThread(
        thread -> {
          pieces.stepDone();
          if (thread.isVirtual()) {
            addWait(thread, longest);
          }
        });
    return longest.isEmpty() ? 0 : longest.peek();
  }

  private static void addWait(Thread thread, PriorityQueue<Long> longest) {
    long handle = ThreadTable.find(thread.threadId());
    long since = handle < 0 ? 0 : ThreadTable.since(handle);
    if (since != 0 && (longest.size() < MAX_STACKS || since < longest.peek())) {
      longest.add(since);
      if (longest.size() > MAX_STACKS) {
        longest.remove();
      }
    }
  }

  private static void virtualThread(Thread thread, ThreadObservation observation, long stacksUpTo)
      throws ReflectiveOperationException {
    observation.observe(thread);
    if (observation.state == STATE_UNKNOWN) {
      return; // New or ended.
    }
    Class<?> blocker = observation.blocker == null ? null : observation.blocker.getClass();
    boolean waits =
        observation.isKnownToWait()
            && observation.wakeDelay == 0
            && observation.state != STATE_YIELDED;
    // Before the owner is read: who has waited since then or longer keeps what it owned.
    final long time = StatusEvent.timestamp();
    long owner = waits ? LockOwner.of(observation.blocker, thread.threadId()) : 0;
    if (owner != 0 && !observation.goesOn(thread)) {
      owner = 0; // Of what it may own itself by now.
    }
    String stack = null;
    if (waits && observation.since <= stacksUpTo) {
      StackSnapshot snapshot = StackSnapshot.at(thread);
      String text = textOf(snapshot, thread);
      if (observation.goesOn(thread)) { // Else it is the stack of something else.
        stack = text;
        blocker = snapshot.blocker() == null ? blocker : snapshot.blocker();
      }
    }
    StatusEvent.commit(
        /* start= */ time,
        /* duration= */ 0,
        /* thread= */ thread.threadId(),
        (byte) observation.state,
        (byte) observation.reason,
        blocker,
        observation.carrier,
        observation.since,
        observation.waker,
        observation.wakeDelay,
        /* task= */ TaskClass.ofThread(thread),
        stack,
        (byte) observation.wakeKind,
        observation.timeout,
        owner);
  }

  private static String textOf(StackSnapshot snapshot, Thread thread) {
    return snapshot.stack() == null ? stackOf(thread) : snapshot.stack();
  }

  // The JDK may yield until it can look: a virtual thread must not, as in Pieces.
  private static String stackOf(Thread thread) {
    return Thread.currentThread().isVirtual() ? null : StackSnapshot.text(thread.getStackTrace());
  }

  public static void platformThreads() {
    if (!PlatformStatusEvent.enabled()) {
      return;
    }
    try {
      Thread[] threads = Internals.INSTANCE.platformThreads();
      PriorityQueue<Long> longest = new PriorityQueue<>(Comparator.reverseOrder());
      for (Thread thread : threads) {
        addWait(thread, longest);
      }
      long stacksUpTo = longest.isEmpty() ? 0 : longest.peek();
      Report report = thread -> platformThread(thread, stacksUpTo);
      for (Thread thread : threads) {
        report(thread, report);
      }
    } catch (Throwable t) {
      Losses.suppressedByReflection(t);
    }
  }

  private static void platformThread(Thread thread, long stacksUpTo) {
    if (platformWait(thread, stacksUpTo)) {
      return;
    }
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
    commit(
        PlatformStatusEvent.timestamp(),
        thread,
        state,
        blocker,
        /* reason= */ 0,
        /* since= */ 0,
        /* timeout= */ 0,
        /* stack= */ null,
        /* owner= */ 0);
  }

  /**
   * Reports a platform thread's wait that is in progress and will be recorded when it is over; not
   * one that is still too short for that.
   *
   * @return false if there is none
   */
  private static boolean platformWait(Thread thread, long stacksUpTo) {
    long id = thread.threadId();
    long handle = ThreadTable.find(id);
    long since = handle < 0 ? 0 : ThreadTable.since(handle);
    if (since == 0 || !PlatformBlocks.isRecorded(PlatformBlocks.now() - since)) {
      return false;
    }
    long info = ThreadTable.info(handle);
    long timeout = ThreadTable.timeout(handle);
    Object blocker = LockSupport.getBlocker(thread);
    final long time = PlatformStatusEvent.timestamp(); // Before the owner is read, as above.
    long owner = LockOwner.of(blocker, id);
    String stack = since <= stacksUpTo ? textOf(StackSnapshot.at(thread), thread) : null;
    VarHandle.loadLoadFence();
    if (ThreadTable.since(handle) != since || ThreadTable.find(id) != handle) {
      return false; // It went on meanwhile.
    }
    int state = ThreadTable.state(info);
    int reason = Codes.reason(state, ThreadTable.reason(info), blocker);
    commit(time, thread, state, blocker, reason, since, timeout, stack, owner);
    return true;
  }

  private static void commit(
      long time,
      Thread thread,
      int state,
      Object blocker,
      int reason,
      long since,
      long timeout,
      String stack,
      long owner) {
    PlatformStatusEvent.commit(
        /* start= */ time,
        /* duration= */ 0,
        /* thread= */ thread.threadId(),
        (byte) state,
        /* blocker= */ blocker == null ? null : blocker.getClass(),
        /* carrier= */ Internals.INSTANCE.isCarrier(thread) ? 1 : 0,
        /* cpuTime= */ CpuTimes.of(thread),
        (byte) reason,
        since,
        timeout,
        stack,
        owner);
  }

  public static void scheduler() {
    if (SchedulerEvent.enabled()) {
      StackSnapshot.settle();
      SchedulerHooks.write();
    }
  }
}
