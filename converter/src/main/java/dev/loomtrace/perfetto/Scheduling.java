package dev.loomtrace.perfetto;

import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.TraceState;
import dev.loomtrace.trace.WaitReason;
import java.io.IOException;

/** What the scheduler does: who runs on which cpu, who makes whom runnable, who waits for what. */
final class Scheduling {
  // So many changes are kept in memory; with a few cpus, bundles of some 100 kB.
  private static final int BUNDLE = 1 << 16;

  private final Packets packets;
  private final Threads threads;
  private final Cpus cpus;
  private final BlockedReasons reasons;
  private int pending;

  Scheduling(Packets packets, Threads threads, Program program) {
    this.packets = packets;
    this.cpus = new Cpus(program);
    this.threads = threads;
    this.reasons = new BlockedReasons(packets);
  }

  /** The file begins. */
  void begin() throws IOException {
    reasons.begin();
  }

  /**
   * Takes a transition of a thread.
   *
   * @param thread the thread
   * @param state the state of the trace with this event
   */
  void transition(EventView e, WrittenThread thread, TraceState state) throws IOException {
    GoState before = thread.state();
    GoState to = e.goTo();
    if (before == to) {
      return; // A part of a trace begins with the states of all.
    }
    thread.state(to);
    long time = packets.time(e.time());
    switch (to) {
      case RUNNING -> run(time, thread, state.goroutine(e.resourceId()));
      case RUNNABLE -> {
        if (thread.cpu() != null) {
          leave(time, thread, Cpu.RUNNABLE);
        } else {
          wake(time, thread, e);
        }
      }
      case WAITING, SYSCALL, PINNED -> {
        int kind =
            to == GoState.WAITING && e.cause().reason() != WaitReason.MONITOR
                ? Cpu.SLEEPING
                : Cpu.UNINTERRUPTIBLE;
        Cpu cpu = leave(time, thread, kind);
        int reason =
            thread.isShown()
                ? reasons.number(to, e.cause(), e.goroutineStack())
                : BlockedReasons.NONE;
        if (reason != BlockedReasons.NONE) {
          cpu.blocked(time, thread.tid(), reason);
        }
      }
      case NOT_EXIST -> leave(time, thread, Cpu.DEAD);
      case UNDETERMINED -> {
        // Nothing becomes unknown.
      }
    }
    if (++pending >= BUNDLE) {
      write();
    }
  }

  private void run(long time, WrittenThread thread, TraceState.Goroutine g) throws IOException {
    Cpu cpu = cpus.free(g == null ? Context.NO_PROC : g.proc());
    cpu.enter(time, thread.isShown() ? thread.tid() : threads.others(cpu));
    thread.cpu(cpu);
  }

  /**
   * The thread is no longer running.
   *
   * @return the cpu that says so
   */
  private Cpu leave(long time, WrittenThread thread, int why) {
    Cpu cpu = thread.cpu();
    if (cpu != null) {
      // Those that are not shown have no states of their own.
      cpu.leave(time, thread.isShown() ? why : Cpu.SLEEPING);
      thread.cpu(null);
      return cpu;
    }
    cpu = cpus.outside();
    if (thread.isShown()) {
      // Perfetto knows states other than runnable only from who leaves a cpu: it runs for no time.
      cpu.enter(time, thread.tid());
      cpu.leave(time, why);
    }
    return cpu;
  }

  private void wake(long time, WrittenThread thread, EventView e) {
    if (!thread.isShown()) {
      return;
    }
    WrittenThread waker = threads.get(waker(e));
    if (waker == null || waker.cpu() == null) {
      cpus.outside().wake(time, thread.tid(), Cpu.INTERRUPT);
    } else {
      waker.cpu().wake(time, thread.tid(), waker.isShown() ? 0 : Cpu.INTERRUPT);
    }
  }

  /** The thread whose doing it is, rather than that of a timer, a poller or the scheduler. */
  static long waker(EventView e) {
    if (e.goFrom() == GoState.NOT_EXIST) {
      return e.goroutine();
    }
    return e.wakeKind().byThread() ? e.wakerThread() : Context.NO_GOROUTINE;
  }

  /** Writes what has happened since it was called last. */
  void write() throws IOException {
    threads.write();
    cpus.writeTo(packets);
    pending = 0;
    if (reasons.isFull()) {
      reasons.restart();
    }
  }
}
