package dev.loomtrace.testing;

import dev.loomtrace.gotrace.wire.GoReasons;
import dev.loomtrace.trace.ClockSnapshot;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.ProcState;
import dev.loomtrace.trace.RangeKind;
import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.TraceState;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A legal trace in which threads, procs and goroutines do legal things at random, over several
 * parts. Which things are legal is asked of a {@link TraceState} that follows along.
 */
public final class RandomTrace {
  private static final int THREADS = 6;
  private static final int PROCS = 3;
  private static final int MOST_PROCS = 6;
  private static final String[] REASONS = {"sync", "network", "sleep", "chan receive", ""};

  private final Random random;
  private final List<TraceEvent> events = new ArrayList<>();
  private final TraceState state = new TraceState();
  private long time = 10;
  private long nextGoroutine = 1;
  private long nextProc;
  private long nextTask = 1;
  private long syncs;

  private RandomTrace(long seed) {
    random = new Random(seed);
  }

  /** A trace of about this many events in as many parts. */
  public static List<TraceEvent> of(long seed, int size, int parts) throws IOException {
    RandomTrace trace = new RandomTrace(seed);
    for (int part = 0; part < parts; part++) {
      trace.sync();
      if (part == 0) {
        trace.begin();
      } else {
        trace.again();
      }
      for (int i = 0; i < size / parts; i++) {
        trace.step();
      }
    }
    trace.sync();
    return trace.events;
  }

  private void sync() throws IOException {
    time += 1000;
    syncs++;
    add(
        new TraceEvent.Sync(
            time,
            syncs,
            Optional.of(new ClockSnapshot(time, time + 7, Instant.ofEpochSecond(time, 5))),
            Map.of()));
  }

  /** What was there before the trace: procs and goroutines, some of them on threads. */
  private void begin() throws IOException {
    while (nextProc < PROCS) {
      time++;
      long thread = 100 + nextProc;
      long proc = nextProc++;
      if (random.nextInt(3) == 0) {
        proc(thread, proc, ProcState.UNDETERMINED, ProcState.IDLE);
        continue;
      }
      boolean procFirst = random.nextInt(4) > 0;
      GoState status = random.nextBoolean() ? GoState.RUNNING : GoState.SYSCALL;
      if (procFirst) {
        proc(thread, proc, ProcState.UNDETERMINED, ProcState.RUNNING);
      }
      if (random.nextInt(4) > 0) {
        time++;
        go(thread, nextGoroutine++, GoState.UNDETERMINED, status, "", stack());
      }
      if (!procFirst) {
        time++;
        proc(thread, proc, ProcState.UNDETERMINED, ProcState.RUNNING);
      }
    }
    time++;
    go(105, nextGoroutine++, GoState.UNDETERMINED, GoState.SYSCALL, "", Stack.NONE);
    for (int i = 0; i < 5; i++) {
      time++;
      GoState status = random.nextBoolean() ? GoState.WAITING : GoState.RUNNABLE;
      go(100, nextGoroutine++, GoState.UNDETERMINED, status, "", Stack.NONE);
    }
    active(104, RangeKind.GC_MARK_NAME, ResourceKind.NONE, 0);
    active(104, RangeKind.GC_SWEEP_NAME, ResourceKind.PROC, random.nextInt(PROCS));
    active(104, RangeKind.GC_MARK_ASSIST_NAME, ResourceKind.GOROUTINE, 1);
  }

  private void active(long thread, String name, ResourceKind scope, long id) throws IOException {
    if (random.nextInt(4) == 0) {
      time++;
      add(new TraceEvent.RangeActive(time, context(thread), Stack.NONE, name, scope, id));
    }
  }

  /** A later part may tell again what there is. */
  private void again() throws IOException {
    for (long id : state.procIds()) {
      TraceState.Proc p = state.proc(id);
      if (random.nextInt(3) == 0) {
        time++;
        long thread = p.state() == ProcState.RUNNING ? p.thread() : 100;
        proc(thread, id, p.state(), p.state());
      }
    }
    for (long id : state.goroutineIds()) {
      TraceState.Goroutine g = state.goroutine(id);
      if (random.nextInt(3) == 0) {
        time++;
        long thread = g.state().executing() ? g.thread() : 100;
        go(thread, id, g.state(), g.state(), "", stack());
      }
    }
    for (TraceState.OpenRange range : List.copyOf(state.ranges())) {
      boolean stop = RangeKind.ofName(range.name()) == RangeKind.STOP_THE_WORLD;
      TraceState.ThreadState t = state.thread(100);
      boolean placed =
          t != null && t.goroutine() != Context.NO_GOROUTINE && t.proc() != Context.NO_PROC;
      if (!stop && (placed || range.scope() != ResourceKind.NONE)) {
        active(100, range.name(), range.scope(), range.id());
      }
    }
  }

  private void step() throws IOException {
    time += 1 + random.nextInt(random.nextInt(20) == 0 ? 5000 : 20);
    long thread = 100L + random.nextInt(THREADS);
    TraceState.ThreadState t = state.thread(thread);
    long proc = t == null ? Context.NO_PROC : t.proc();
    TraceState.Goroutine g = t == null ? null : state.goroutine(t.goroutine());
    if (random.nextInt(8) == 0) {
      TraceState.Goroutine waiting = any(GoState.WAITING);
      if (waiting != null) {
        go(thread, waiting.id(), GoState.WAITING, GoState.RUNNABLE, "", Stack.NONE);
        return;
      }
    }
    if (random.nextInt(30) == 0) {
      add(new TraceEvent.StackSample(time, context(thread), stack()));
    } else if (proc != Context.NO_PROC && random.nextInt(30) == 0) {
      range(context(thread), RangeKind.GC_SWEEP_NAME, ResourceKind.PROC, proc);
    } else if (random.nextInt(100) == 0) {
      add(
          new TraceEvent.Experimental(
              time, context(thread), "SpanFree", List.of(new TraceEvent.Argument("id", time))));
    } else if (g != null && g.state() == GoState.SYSCALL) {
      inSyscall(thread, proc, g);
    } else if (g != null && proc == Context.NO_PROC) {
      start(thread);
    } else if (g != null) {
      running(thread, proc, g);
    } else if (proc == Context.NO_PROC && random.nextInt(20) == 0) {
      go(thread, nextGoroutine++, GoState.NOT_EXIST, GoState.SYSCALL, "", Stack.NONE);
    } else if (proc == Context.NO_PROC) {
      start(thread);
    } else {
      idle(thread, proc);
    }
  }

  private void start(long thread) throws IOException {
    if (nextProc < MOST_PROCS && random.nextInt(200) == 0) {
      ProcState from = syncs == 1 ? ProcState.UNDETERMINED : ProcState.NOT_EXIST;
      proc(thread, nextProc++, from, random.nextBoolean() ? ProcState.IDLE : ProcState.RUNNING);
      return;
    }
    long wanted = random.nextLong(nextProc);
    TraceState.Proc p = state.proc(wanted);
    if (p.state() == ProcState.IDLE) {
      proc(thread, wanted, ProcState.IDLE, ProcState.RUNNING);
    } else if (stealable(p)) {
      proc(thread, wanted, ProcState.RUNNING, ProcState.IDLE);
    }
  }

  // Of a new one the next event of its thread tells; its thread tells that first.
  private static boolean stealable(TraceState.Proc p) {
    return p.inSyscall() && !p.isUndecided();
  }

  private void idle(long thread, long proc) throws IOException {
    TraceState.Goroutine next = any(GoState.RUNNABLE);
    switch (random.nextInt(next == null ? 2 : 6)) {
      case 0 -> proc(thread, proc, ProcState.RUNNING, ProcState.IDLE);
      case 1 -> {
        GoState to = random.nextBoolean() ? GoState.RUNNABLE : GoState.WAITING;
        go(thread, nextGoroutine++, GoState.NOT_EXIST, to, "", stack());
      }
      default -> go(thread, next.id(), GoState.RUNNABLE, GoState.RUNNING, "", Stack.NONE);
    }
  }

  private void inSyscall(long thread, long proc, TraceState.Goroutine g) throws IOException {
    TraceState.Proc p = proc == Context.NO_PROC ? null : state.proc(proc);
    boolean inIt = p != null && (p.inSyscall() || (p.isUndecided() && random.nextBoolean()));
    switch (random.nextInt(4)) {
      case 0 -> {
        if (p == null) {
          start(thread);
        } else {
          proc(thread, proc, ProcState.RUNNING, ProcState.IDLE);
        }
      }
      case 1 -> {
        if (p == null && free(g)) {
          go(thread, g.id(), GoState.SYSCALL, GoState.NOT_EXIST, "", Stack.NONE);
        }
      }
      default -> {
        GoState to = inIt ? GoState.RUNNING : GoState.RUNNABLE;
        go(thread, g.id(), GoState.SYSCALL, to, "", Stack.NONE);
      }
    }
  }

  private void running(long thread, long proc, TraceState.Goroutine g) throws IOException {
    Context here = context(thread);
    switch (random.nextInt(17)) {
      case 0 -> go(thread, g.id(), GoState.RUNNING, GoState.RUNNABLE, "Thread.yield", stack());
      case 1, 2 ->
          go(
              thread,
              g.id(),
              GoState.RUNNING,
              GoState.WAITING,
              REASONS[random.nextInt(REASONS.length)],
              stack());
      case 3 -> go(thread, g.id(), GoState.RUNNING, GoState.SYSCALL, "", stack());
      case 4 -> {
        if (free(g)) {
          go(thread, g.id(), GoState.RUNNING, GoState.NOT_EXIST, "", Stack.NONE);
        }
      }
      case 5 -> go(thread, nextGoroutine++, GoState.NOT_EXIST, GoState.RUNNABLE, "", stack());
      case 6 -> {
        long parent = random.nextBoolean() ? EventView.NO_TASK : nextTask;
        add(new TraceEvent.TaskBegin(time, here, stack(), ++nextTask, parent, "task é"));
      }
      case 7 -> {
        TraceState.Task task = state.task(1 + random.nextLong(nextTask));
        if (task != null) {
          add(new TraceEvent.TaskEnd(time, here, stack(), task.id(), task.parent(), task.type()));
        }
      }
      case 8 ->
          add(
              new TraceEvent.RegionBegin(
                  time, here, stack(), random.nextInt(2), "region " + random.nextInt(3)));
      case 9 -> {
        if (!g.regions().isEmpty()) {
          TraceState.OpenRegion region = g.regions().getLast();
          add(new TraceEvent.RegionEnd(time, here, stack(), region.task(), region.type()));
        }
      }
      case 10 -> add(new TraceEvent.Log(time, here, stack(), 0, "sku", "n" + time % 50));
      case 11 ->
          add(
              new TraceEvent.Metric(
                  time, here, Stack.NONE, TraceEvent.Metric.HEAP_OBJECTS, random.nextInt(1 << 30)));
      case 12 -> range(here, RangeKind.GC_MARK_NAME, ResourceKind.NONE, 0);
      case 13 -> range(here, RangeKind.GC_MARK_ASSIST_NAME, ResourceKind.GOROUTINE, g.id());
      case 14 ->
          add(
              new TraceEvent.Label(
                  time, here, Stack.NONE, "label", ResourceKind.GOROUTINE, g.id()));
      case 15 -> {
        if (random.nextInt(10) == 0) {
          // A goroutine that is not in a system call may lose its proc.
          proc(thread, proc, ProcState.RUNNING, ProcState.IDLE);
        }
      }
      default -> range(here, stop(g), ResourceKind.GOROUTINE, g.id());
    }
  }

  /** Name of a stop; of those that are open the oldest ends first. */
  private String stop(TraceState.Goroutine g) {
    String wanted = RangeKind.stopTheWorldName("GC pause " + random.nextInt(2));
    if (state.isOpen(wanted, ResourceKind.GOROUTINE, g.id())) {
      for (TraceState.OpenRange range : state.ranges()) {
        if (range.id() == g.id() && RangeKind.ofName(range.name()) == RangeKind.STOP_THE_WORLD) {
          return range.name();
        }
      }
    }
    return wanted;
  }

  private boolean free(TraceState.Goroutine g) {
    return g.regions().isEmpty() && !state.hasOpenRange(ResourceKind.GOROUTINE, g.id());
  }

  private void range(Context here, String name, ResourceKind scope, long id) throws IOException {
    if (state.isOpen(name, scope, id)) {
      add(new TraceEvent.RangeEnd(time, here, Stack.NONE, name, scope, id, attributes(name)));
    } else {
      add(new TraceEvent.RangeBegin(time, here, stack(), name, scope, id));
    }
  }

  private List<TraceEvent.RangeAttribute> attributes(String range) {
    return RangeKind.ofName(range) == RangeKind.GC_SWEEP
        ? List.of(
            new TraceEvent.RangeAttribute("bytes swept", random.nextInt(10_000)),
            new TraceEvent.RangeAttribute("bytes reclaimed", random.nextInt(10_000)))
        : List.of();
  }

  private TraceState.Goroutine any(GoState wanted) {
    long[] ids = state.goroutineIds();
    int first = random.nextInt(Math.max(1, ids.length));
    for (int i = 0; i < ids.length; i++) {
      TraceState.Goroutine g = state.goroutine(ids[(first + i) % ids.length]);
      if (g.state() == wanted) {
        return g;
      }
    }
    return null;
  }

  private void go(long thread, long id, GoState from, GoState to, String reason, Stack stack)
      throws IOException {
    boolean own = from.executing();
    add(
        new TraceEvent.GoTransition(
            time,
            context(thread),
            own ? stack : Stack.NONE,
            id,
            from,
            to,
            GoReasons.cause(reason),
            stack));
  }

  private void proc(long thread, long id, ProcState from, ProcState to) throws IOException {
    add(new TraceEvent.ProcTransition(time, context(thread), Stack.NONE, id, from, to));
  }

  private Context context(long thread) {
    TraceState.ThreadState t = state.thread(thread);
    return t == null
        ? new Context(Context.NO_GOROUTINE, Context.NO_PROC, thread)
        : new Context(t.goroutine(), t.proc(), thread);
  }

  private Stack stack() {
    int depth = 1 + random.nextInt(4);
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      int line = 1 + random.nextInt(9);
      frames.add(new Frame(line, "shop/Checkout.step" + line % 3, "shop/Checkout.java", line));
    }
    return Stack.of(frames);
  }

  private void add(TraceEvent event) throws IOException {
    events.add(event);
    try (ListTraceReader one = new ListTraceReader(List.of(event))) {
      one.copyTo(state);
    }
  }
}
