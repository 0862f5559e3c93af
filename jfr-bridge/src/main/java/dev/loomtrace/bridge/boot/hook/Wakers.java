package dev.loomtrace.bridge.boot.hook;

import static dev.loomtrace.event.EventNames.REASON_NETWORK;
import static dev.loomtrace.event.EventNames.WAKE_MONITOR;
import static dev.loomtrace.event.EventNames.WAKE_POLLER;
import static dev.loomtrace.event.EventNames.WAKE_THREAD;
import static dev.loomtrace.event.EventNames.WAKE_TIMER;

import dev.loomtrace.bridge.boot.event.Blocks;
import dev.loomtrace.bridge.boot.event.MonitorBlockEvent;
import dev.loomtrace.bridge.boot.jdk.Codes;
import dev.loomtrace.bridge.boot.table.ThreadTable;

/** Notes who makes waiting threads runnable. Runs on the waker, whoever that is. */
public final class Wakers {
  // The JDK's own threads, by the names that it gives them (VirtualThread, Poller; 21 to 25).
  private static final String UNPARKER = "VirtualThread-unparker";
  private static final String UNBLOCKER = "VirtualThread-unblocker";
  private static final String MASTER_POLLER = "MasterPoller";
  private static final String READ_POLLER = "Read-Poller";
  private static final String WRITE_POLLER = "Write-Poller";
  private static final String SUB_POLLER = "SubPoller-";

  private Wakers() {}

  /** The current thread has given the thread its permit. */
  static void unparked(Thread thread) {
    long id = thread.threadId();
    long handle = ThreadTable.find(id);
    Thread waker = Thread.currentThread();
    // At a monitor it takes more than a permit.
    if (handle >= 0 && waker != thread) {
      long info = ThreadTable.info(handle);
      if (!Codes.isMonitor(ThreadTable.state(info))) {
        int kind = kind(handle, ThreadTable.reason(info), waker);
        ThreadTable.wake(handle, id, kind, Blocks.now(), waker.threadId());
      }
    }
  }

  private static int kind(long handle, int reason, Thread waker) {
    if (isTimer(handle, waker)) {
      return WAKE_TIMER;
    }
    return reason == REASON_NETWORK && isPoller(waker.getName()) ? WAKE_POLLER : WAKE_THREAD;
  }

  private static boolean isTimer(long handle, Thread waker) {
    return ThreadTable.timer(handle) == waker.threadId()
        || (!waker.isVirtual() && UNPARKER.equals(waker.getName()));
  }

  private static boolean isPoller(String name) {
    return name.startsWith(SUB_POLLER)
        || name.startsWith(READ_POLLER)
        || name.startsWith(WRITE_POLLER)
        || name.startsWith(MASTER_POLLER);
  }

  /** The current thread is about to have a thread go on that waited at a monitor. */
  static void unblocked(Thread thread) {
    long handle = ThreadTable.find(thread.threadId());
    if (handle < 0) {
      return;
    }
    Thread waker = Thread.currentThread();
    long now = MonitorBlockEvent.timestamp();
    if (isTimer(handle, waker)) {
      ThreadTable.wakeFromMonitor(handle, WAKE_TIMER, now, waker.threadId());
    } else if (UNBLOCKER.equals(waker.getName())
        || waker.threadId() == ThreadTable.carrier(handle)) {
      // The VM's messenger, or the carrier that finds the message there: who left the monitor or
      // notified is not known.
      ThreadTable.wakeFromMonitor(handle, WAKE_MONITOR, now, 0);
    } else {
      ThreadTable.wakeFromMonitor(handle, WAKE_THREAD, now, waker.threadId());
    }
  }

  /** The current thread runs the timer of the thread's wait. */
  static void timerFires(Thread thread) {
    long id = thread.threadId();
    long handle = ThreadTable.find(id);
    if (handle >= 0) {
      ThreadTable.setTimer(handle, id, Thread.currentThread().threadId());
    }
  }
}
