package dev.loomtrace.gotrace.v1;

import dev.loomtrace.base.LongIndex;
import dev.loomtrace.trace.MalformedTraceException;
import java.util.Arrays;

/**
 * Checks that events in their order make sense: that what stops was running, what is woken up was
 * waiting, what ends had begun. The checks are those of Go's reader, whose verdict this one must
 * equal. Finds the {@link EventMarks} on the way.
 */
final class V1Verifier {
  private static final byte DEAD = 0;
  private static final byte RUNNABLE = 1;
  private static final byte RUNNING = 2;
  private static final byte WAITING = 3;
  private static final String[] STATES = {"not there", "runnable", "running", "waiting"};

  private final MergedEvents events;
  private final EventMarks marks = new EventMarks();
  private long marked;

  // Goroutines. Number 0 is of goroutine 0, which stands for none and always runs.
  private final LongIndex goroutines = new LongIndex();
  private byte[] state = new byte[16];
  private boolean[] exists = new boolean[16];
  private boolean[] assists = new boolean[16];
  // Until it runs again.
  private boolean[] blockedOnNetwork = new boolean[16];
  // Number of the mark of the system call that was the last event, plus 1; 0 if it was another.
  private long[] systemCall = new long[16];

  private final LongIndex procs = new LongIndex();
  private boolean[] procRuns = new boolean[16];
  private long[] runs = new long[16];
  private boolean[] sweeps = new boolean[16];

  private final OpenRegions regions = new OpenRegions();
  private final OpenTasks tasks = new OpenTasks();
  private boolean collecting;
  private boolean stopped;

  // The event's.
  private int g;
  private int p;

  V1Verifier(MergedEvents events) {
    this.events = events;
    goroutine(0);
    state[0] = RUNNING;
    exists[0] = true;
  }

  /** Checks all events. */
  EventMarks verify() throws MalformedTraceException {
    events.rewind();
    while (events.advance()) {
      g = goroutine(events.goroutine());
      p = proc(events.proc());
      lookBack();
      check();
    }
    return marks;
  }

  /** A system call blocks if the goroutine's next event says so. */
  private void lookBack() {
    if (systemCall[g] != 0) {
      if (events.type() == V1Type.GO_SYS_BLOCK) {
        marks.set(systemCall[g] - 1);
      }
      systemCall[g] = 0;
    }
    if (EventMarks.has(events.type())) {
      if (events.type() == V1Type.GO_SYS_CALL) {
        systemCall[g] = marked + 1;
      }
      marked++;
    }
  }

  private void check() throws MalformedTraceException {
    switch (events.type()) {
      case PROC_START -> {
        require(!procRuns[p], "the P runs already");
        procRuns[p] = true;
      }
      case PROC_STOP -> {
        require(procRuns[p], "the P does not run");
        require(runs[p] == 0, "the P still runs goroutine ", runs[p]);
        procRuns[p] = false;
      }
      case GC_START -> collecting = toggled(collecting, true, "a garbage collection");
      case GC_DONE -> collecting = toggled(collecting, false, "a garbage collection");
      case STW_START -> stopped = toggled(stopped, true, "a stop of the world");
      case STW_DONE -> stopped = toggled(stopped, false, "a stop of the world");
      case GC_SWEEP_START -> sweeps[p] = toggled(sweeps[p], true, "sweeping on this P");
      case GC_SWEEP_DONE -> sweeps[p] = toggled(sweeps[p], false, "sweeping on this P");
      case GC_MARK_ASSIST_START ->
          assists[g] = toggled(assists[g], true, "mark assist of this goroutine");
      case GC_MARK_ASSIST_DONE -> {
        // Not an error if it had not begun: it may have before the trace did.
        assists[g] = false;
      }
      case USER_TASK_CREATE ->
          require(tasks.begin(events.first()), "there is a task already of id ", events.first());
      case USER_TASK_END -> tasks.end(events.first());
      case USER_REGION -> region();
      default -> checkGoroutine();
    }
  }

  private void checkGoroutine() throws MalformedTraceException {
    switch (events.type()) {
      case GO_CREATE -> create();
      case GO_WAITING, GO_IN_SYSCALL -> become(RUNNABLE, WAITING);
      case GO_START, GO_START_LABEL -> {
        require(runs[p] == 0, "the P already runs goroutine ", runs[p]);
        become(RUNNABLE, RUNNING);
        runs[p] = events.goroutine();
      }
      case GO_END -> {
        stop(DEAD);
        regions.clear(g);
      }
      case GO_STOP -> stop(DEAD);
      case GO_SCHED, GO_PREEMPT -> stop(RUNNABLE);
      case GO_UNBLOCK -> unblock();
      case GO_SYS_CALL -> requireRunning();
      case GO_SYS_BLOCK -> stop(WAITING);
      case GO_SYS_EXIT -> become(WAITING, RUNNABLE);
      default -> {
        if (events.type().blocksGoroutine()) {
          stop(WAITING);
          blockedOnNetwork[g] = events.type() == V1Type.GO_BLOCK_NET;
        }
      }
    }
  }

  private void create() throws MalformedTraceException {
    requireOnProc();
    long id = events.first();
    int created = goroutine(id);
    require(!exists[created], "there was a goroutine already of id ", id);
    state[created] = RUNNABLE;
    exists[created] = true;
  }

  private void unblock() throws MalformedTraceException {
    requireState(g, events.goroutine(), RUNNING);
    require(
        events.proc() == SpecialProcs.TIMERS || runs[p] == events.goroutine(),
        "the P runs another goroutine, ",
        runs[p]);
    int woken = goroutine(events.first());
    requireState(woken, events.first(), WAITING);
    if (blockedOnNetwork[woken]) {
      marks.set(marked - 1);
    }
    state[woken] = RUNNABLE;
  }

  private void region() throws MalformedTraceException {
    long task = events.first();
    long type = events.third();
    if (events.second() == 0) {
      regions.begin(g, task, type);
    } else if (events.second() == 1) {
      require(regions.end(g, task, type), "this region is not the innermost one of the goroutine");
    } else {
      require(false, "region of unknown mode ", events.second());
    }
  }

  private void become(byte from, byte to) throws MalformedTraceException {
    requireState(g, events.goroutine(), from);
    state[g] = to;
    blockedOnNetwork[g] = false;
  }

  private void stop(byte to) throws MalformedTraceException {
    requireRunning();
    state[g] = to;
    runs[p] = 0;
  }

  private void requireRunning() throws MalformedTraceException {
    requireOnProc();
    require(events.goroutine() != 0, "no goroutine runs");
  }

  private void requireOnProc() throws MalformedTraceException {
    requireState(g, events.goroutine(), RUNNING);
    require(runs[p] == events.goroutine(), "the P runs another goroutine, ", runs[p]);
  }

  private void requireState(int number, long id, byte expected) throws MalformedTraceException {
    if (state[number] != expected) {
      throw problem(
          "goroutine "
              + Long.toUnsignedString(id)
              + (" is " + STATES[state[number]])
              + (", expected " + STATES[expected]));
    }
  }

  private boolean toggled(boolean before, boolean after, String what)
      throws MalformedTraceException {
    if (before == after) {
      throw problem(what + (after ? " begins and had begun before" : " ends and had not begun"));
    }
    return after;
  }

  private void require(boolean condition, String problem) throws MalformedTraceException {
    if (!condition) {
      throw problem(problem);
    }
  }

  private void require(boolean condition, String problem, long id) throws MalformedTraceException {
    if (!condition) {
      throw problem(problem + Long.toUnsignedString(id));
    }
  }

  private MalformedTraceException problem(String problem) {
    return MalformedTraceException.at(
        events.offset(), "P " + events.proc() + ", " + events.type().text(), problem);
  }

  private int goroutine(long id) {
    int number = goroutines.put(id);
    if (number == state.length) {
      int size = number * 2;
      state = Arrays.copyOf(state, size);
      exists = Arrays.copyOf(exists, size);
      assists = Arrays.copyOf(assists, size);
      blockedOnNetwork = Arrays.copyOf(blockedOnNetwork, size);
      systemCall = Arrays.copyOf(systemCall, size);
    }
    return number;
  }

  private int proc(int id) {
    int number = procs.put(id);
    if (number == runs.length) {
      int size = number * 2;
      procRuns = Arrays.copyOf(procRuns, size);
      runs = Arrays.copyOf(runs, size);
      sweeps = Arrays.copyOf(sweeps, size);
    }
    return number;
  }
}
