package dev.loomtrace.jfr.simulation;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.jfr.operation.Cause;
import dev.loomtrace.jfr.operation.Facts;
import dev.loomtrace.jfr.operation.Operations;
import dev.loomtrace.jfr.operation.ThreadInfo;
import dev.loomtrace.jfr.simulation.Goroutine.Machine;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ProcState;
import dev.loomtrace.trace.Repairs;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import dev.loomtrace.trace.Waker;

/**
 * Goroutines, machines and procs, and the moves between their states that are legal. Each move
 * first brings about what it needs, and counts what it had to add.
 */
final class Scheduling {
  /** Ids of machines that stand for no thread of the system's; far above what systems give out. */
  private static final long INVENTED = Operations.JAVA_THREADS;

  /** The machine that collects garbage. */
  static final long COLLECTOR = INVENTED + 1;

  private static final long OF_JAVA_THREADS = INVENTED + 2;

  // A carrier that finds no work for this long gives its proc back, in nanoseconds. Below it, the
  // two events cost more than they say.
  private static final long IDLE_CARRIER = 20_000;

  // Of a platform thread of which nothing is heard for this long, in nanoseconds, it is not known
  // whether it runs any more.
  private static final long SILENT_THREAD = 1_000_000;

  private static final WaitCause SYSTEM = WaitCause.of(WaitReason.SYSTEM);
  private static final WaitCause YIELD = WaitCause.of(WaitReason.YIELD);
  private static final WaitCause PREEMPTED = WaitCause.of(WaitReason.PREEMPTED);

  private final Emitter out;
  private final Counts counts;
  private final Procs procs = new Procs();
  private final LongMap<Machine> machines = new LongMap<>();
  private final LongMap<Boolean> takenIds = new LongMap<>();
  private final Deadlines idleCarriers = new Deadlines();
  private final Deadlines silentThreads = new Deadlines();
  private final Machine synthetic = new Machine(INVENTED, false);
  private final Machine nowhere =
      new Machine(OF_JAVA_THREADS, false); // No thread has the number 0.
  private Annotations annotations;
  private Facts facts;
  private boolean tail;

  Scheduling(Emitter out, Counts counts) {
    this.out = out;
    this.counts = counts;
  }

  void annotations(Annotations value) {
    annotations = value;
  }

  /** What is known of the JVM from now on. */
  void facts(Facts value) {
    facts = value;
  }

  /** From now on it is after the recording's last look at all threads. */
  void tail(boolean value) {
    tail = value;
  }

  // The machine that was asked for last, by the number it was asked for.
  private Machine last;
  private long lastJavaId;

  Procs procs() {
    return procs;
  }

  /** A machine that stands for no thread: introduces others, and takes what nobody can do. */
  Machine syntheticMachine() {
    return synthetic;
  }

  /**
   * The machine of those that run and of which no carrier is known; never the synthetic one, which
   * creates.
   */
  Machine nowhere() {
    return nowhere;
  }

  /**
   * The machine of a Java thread.
   *
   * @param carrier what it is if it is not known yet
   */
  Machine machine(long javaId, boolean carrier) {
    if (last == null || lastJavaId != javaId) {
      last = machines.get(javaId);
      if (last == null) {
        last = newMachine(javaId, carrier);
      }
      lastJavaId = javaId;
    }
    return last;
  }

  private Machine newMachine(long javaId, boolean carrier) {
    ThreadInfo info = facts.platformThread(javaId);
    long id = info == null ? 0 : info.osId();
    // The system gives ids of ended threads out again; two machines must not share one.
    if (id <= 0 || id >= INVENTED || takenIds.get(id) != null) {
      id = OF_JAVA_THREADS + javaId;
    }
    takenIds.put(id, true);
    Machine m = new Machine(id, carrier);
    machines.put(javaId, m);
    return m;
  }

  /** The machine of a Java thread; null if it has none yet. */
  Machine known(long javaId) {
    return machines.get(javaId);
  }

  /** Forgets the machine of a thread that has ended. */
  void forget(long javaId, Machine m) {
    if (m.proc == Machine.NO_PROC && m.goroutine == null) {
      machines.remove(javaId);
      last = null;
      takenIds.remove(m.id);
    }
  }

  /** Number of machines that are kept. */
  int machines() {
    return machines.size();
  }

  // Time.

  /** Does what falls due before this time. */
  void passTo(long time) {
    while (idleCarriers.next() < time || silentThreads.next() < time) {
      Deadlines first = idleCarriers.next() <= silentThreads.next() ? idleCarriers : silentThreads;
      long due = first.next();
      Machine m = first.remove();
      if (m == null) {
        continue;
      }
      Goroutine g = m.goroutine;
      if (g == null) {
        releaseProc(due, m);
      } else if (g.state == GoState.RUNNING && g.busy == 0) {
        block(due, 0, g, Cause.UNTOLD);
      }
    }
  }

  /** A platform thread shows that it runs. */
  void heard(long time, Goroutine g) {
    if (g.bound && g.state == GoState.RUNNING) {
      g.machine.epoch++;
      silentThreads.add(time + SILENT_THREAD, g.machine);
    }
  }

  // Procs.

  void takeProc(long time, Machine m) {
    if (m.proc == Machine.NO_PROC) {
      int proc = procs.take(m);
      if (procs.isNew(proc)) {
        ProcState before = out.syncs() == 1 ? ProcState.UNDETERMINED : ProcState.NOT_EXIST;
        out.proc(time, m, proc, before, ProcState.IDLE);
      }
      out.proc(time, m, proc, ProcState.IDLE, ProcState.RUNNING);
      m.proc = proc;
    }
  }

  void releaseProc(long time, Machine m) {
    if (m.proc != Machine.NO_PROC) {
      out.proc(time, m, m.proc, ProcState.RUNNING, ProcState.IDLE);
      procs.free(m.proc);
      m.proc = Machine.NO_PROC;
    }
  }

  // Goroutines.

  /** Lets a goroutine begin to exist, runnable. */
  void create(long time, Goroutine g, Goroutine creator, Stack at) {
    boolean own = creator != null && creator.state == GoState.RUNNING;
    Machine m = own ? creator.machine : synthetic;
    takeProc(time, m);
    out.create(time, m, g, own ? at : Stack.NONE);
    // The synthetic one may run a goroutine whose carrier is unknown.
    if (!own && m.goroutine == null) {
      releaseProc(time, m);
    }
  }

  /** Lets a goroutine be there that waits already, for this reason and since then. */
  void createWaiting(long time, long since, Goroutine g, Cause cause) {
    g.cause = cause;
    takeProc(time, synthetic);
    out.waits(time, since, synthetic, g, why(g, cause), cause);
    if (synthetic.goroutine == null) {
      releaseProc(time, synthetic);
    }
  }

  /**
   * Lets a goroutine that is just there run for an instant, since only who runs can have tasks and
   * regions, and then do what it has done since before the recording.
   *
   * @param state waiting, for this reason and since then, or runnable
   */
  void glimpse(long time, long since, Goroutine g, GoState state, Cause cause) {
    Machine before = g.machine;
    Machine m = g.bound ? before : synthetic;
    start(time, g, m);
    boolean waits = state == GoState.WAITING;
    g.cause = cause;
    out.stop(time, since, m, g, state, waits ? why(g, cause) : PREEMPTED, cause);
    left(time, m);
    g.machine = before;
  }

  private static WaitCause why(Goroutine g, Cause cause) {
    return g.isSystem() ? SYSTEM : cause.why();
  }

  /** Lets a goroutine run on a machine. */
  void start(long time, Goroutine g, Machine m) {
    if (g.executing()) {
      if (g.machine != m) {
        counts.add(Repairs.Kind.TRANSITION_DROPPED, time, g.id);
      } else {
        heard(time, g);
      }
      return;
    }
    vacate(time, m, g);
    if (g.state == GoState.WAITING) {
      unblock(time, g, m, Waker.NONE);
      if (!g.bound && !g.waitsUnseen) {
        counts.add(Repairs.Kind.WAKE_CHANGED, time, g.id);
      }
    }
    takeProc(time, m);
    out.transition(time, m, g, GoState.RUNNING);
    g.machine = m;
    g.waitsUnseen = false;
    m.goroutine = g;
    m.ended = 0;
    m.epoch++;
    heard(time, g);
    annotations.started(time, g);
  }

  /** Takes off a machine whoever is on it still when the next one starts there. */
  private void vacate(long time, Machine m, Goroutine next) {
    Goroutine left = m.goroutine;
    if (left == null) {
      return;
    }
    ensureRunning(time, left, m);
    if (left.bound) {
      // A thread of the application's own scheduler begins to carry.
      block(time, 0, left, Cause.UNKNOWN);
    } else if (tail) {
      // It has left since the last look at all threads, and not come back.
      counts.add(Repairs.Kind.WAIT_CUT, time, left.id);
      block(time, 0, left, Cause.UNKNOWN);
    } else {
      // It left unseen: its block was not recorded.
      counts.add(Repairs.Kind.STOP_ADDED, time, next.id);
      stop(time, left, GoState.RUNNABLE, PREEMPTED, Cause.UNKNOWN);
    }
  }

  /** Makes sure that a goroutine runs. */
  void ensureRunning(long time, Goroutine g, Machine m) {
    if (g.state.keepsThread()) {
      goOn(time, g, Waker.NONE);
    } else if (g.state != GoState.RUNNING) {
      if (!g.bound && !g.waitsUnseen) {
        counts.add(Repairs.Kind.START_ADDED, time, g.id);
      }
      start(time, g, m);
    }
  }

  void block(long time, long ticks, Goroutine g, Cause cause) {
    stop(time, g, GoState.WAITING, why(g, cause), cause);
    g.since = ticks;
    g.cause = cause;
  }

  void giveWay(long time, long ticks, Goroutine g, Cause cause) {
    stop(time, g, GoState.RUNNABLE, YIELD, cause);
    g.since = ticks;
  }

  private void stop(long time, Goroutine g, GoState to, WaitCause why, Cause cause) {
    Machine m = g.machine;
    out.stop(time, m, g, to, why, cause);
    left(time, m);
  }

  void end(long time, Goroutine g) {
    out.transition(time, g.machine, g, GoState.NOT_EXIST);
    g.machine.ended = g.id;
    left(time, g.machine);
  }

  private void left(long time, Machine m) {
    m.goroutine = null;
    m.epoch++;
    if (m.carrier) {
      idleCarriers.add(out.last() + IDLE_CARRIER, m);
    } else {
      releaseProc(time, m);
    }
  }

  /** Makes a goroutine that waits runnable, on the machine where that happens. */
  void unblock(long time, Goroutine g, Machine m, Waker waker) {
    out.wake(time, m, g, waker);
  }

  /** Lets a goroutine wait that keeps its machine: for a file, or because it is pinned. */
  void hold(long time, long ticks, Goroutine g, Cause cause) {
    boolean file = cause.why().reason() == WaitReason.FILE;
    out.stop(time, g.machine, g, file ? GoState.SYSCALL : GoState.PINNED, cause.why(), cause);
    g.machine.epoch++;
    g.since = ticks;
    g.cause = cause;
  }

  /**
   * Lets it go on.
   *
   * @param by what ended its wait, if it was one and that is known
   */
  void goOn(long time, Goroutine g, Waker by) {
    out.goOn(time, g.machine, g, by);
    heard(time, g);
  }
}
