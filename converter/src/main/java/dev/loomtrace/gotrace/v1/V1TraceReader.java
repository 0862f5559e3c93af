package dev.loomtrace.gotrace.v1;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.gotrace.wire.GoReasons;
import dev.loomtrace.gotrace.wire.GoVersion;
import dev.loomtrace.gotrace.wire.WireInput;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.ProcState;
import dev.loomtrace.trace.RangeKind;
import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceEvent.Metric;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.WaitCause;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the traces of Go 1.11 to 1.21 as the events that {@code golang.org/x/exp/trace} makes of
 * them, and refuses those that it refuses.
 *
 * <p>Such a trace has no parts. Its last bytes may say what its first event means, and any batch
 * may belong anywhere, so the first call of {@link #next} reads all of it, and fails if anything is
 * wrong with it; later calls fail only for events that Go's reader accepts but cannot hand out. It
 * needs memory for the bytes of the events as they are in the file, and beyond that one byte for
 * each event, 32 bytes for each system call that blocked, and some for each string, frame, stack,
 * goroutine and CPU sample. No length in the file makes it allocate more than the bytes that are
 * there.
 *
 * <p>Threads of goroutines that were in a system call at the trace's start are not known.
 * Goroutines that could run then come in order of their ids; Go's reader has them in a random
 * order.
 */
public final class V1TraceReader extends TraceReader {
  private static final String[] SWEPT = {"bytes swept", "bytes reclaimed"};
  private static final long THE_MESSAGE = 0;

  /** What the current event still has to show. */
  private enum Rest {
    NOTHING,
    LABEL,
    END_OF_SYSTEM_CALL,
    RUNNABLE_GOROUTINES
  }

  private final GoVersion version;
  private final WireInput in;
  private final V1Reasons reasons;

  // The trace; from the first call of advance() on.
  private V1Trace trace;
  private MergedEvents events;
  private long marked;

  private long syncs;
  private long lastTime = -1;
  private boolean ended;
  private Rest rest = Rest.NOTHING;

  // Goroutines that the trace's beginning says to exist, and not what they do.
  private boolean beginning = true;
  private final LongMap<Boolean> unexplained = new LongMap<>();
  private long[] runnable = {};
  private int nextRunnable;

  private final ProcThreads threads = new ProcThreads();
  private final OpenTasks tasks = new OpenTasks();
  private String stopName = "";
  private final long[] attributes = new long[SWEPT.length];

  private V1TraceReader(GoVersion version, WireInput in) {
    this.version = version;
    this.in = in;
    this.reasons = new V1Reasons(version);
  }

  /**
   * A reader of a trace whose header was read.
   *
   * @param version what the header says
   * @param in the rest of the trace; closed with the reader
   * @throws IllegalArgumentException if traces of that version have another form
   */
  public static V1TraceReader of(GoVersion version, WireInput in) {
    if (!version.isV1()) {
      throw new IllegalArgumentException("not a version before Go 1.22: " + version);
    }
    return new V1TraceReader(version, in);
  }

  @Override
  public String program() {
    return version.program();
  }

  @Override
  public boolean threadsAreKnown() {
    return false;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  @Override
  protected boolean advance() throws IOException {
    if (trace == null) {
      trace = V1Trace.read(version, in);
      events = trace.events();
      if (events.size() > 0) {
        syncEvent(-1);
        return true;
      }
    }
    if (ended) {
      return false;
    }
    if (rest != Rest.NOTHING) {
      tellRest();
      return true;
    }
    while (events.advance()) {
      if (tell()) {
        return true;
      }
      if (rest != Rest.NOTHING) {
        tellRest();
        return true;
      }
    }
    ended = true;
    syncEvent(lastTime + 1);
    return true;
  }

  private void syncEvent(long time) {
    syncs++;
    sync(time, syncs, Optional.empty(), Map.of());
  }

  /** The time of the next event: no two are at one. */
  private long stamp(long time) {
    lastTime = Math.max(time, lastTime + 1);
    return lastTime;
  }

  private void tellRest() throws IOException {
    switch (rest) {
      case LABEL -> {
        rest = Rest.NOTHING;
        label(stamp(events.time()), ResourceKind.GOROUTINE, events.goroutine());
        withText(trace.text(events.third(), "label"));
      }
      case END_OF_SYSTEM_CALL -> {
        rest = Rest.NOTHING;
        change(events.time() + 1, events.goroutine(), GoState.SYSCALL, GoState.RUNNING);
      }
      case RUNNABLE_GOROUTINES -> {
        long id = runnable[nextRunnable++];
        if (nextRunnable == runnable.length) {
          rest = Rest.NOTHING;
        }
        at(Context.NO_THREAD, Context.NO_PROC, Context.NO_GOROUTINE);
        change(events.time(), id, GoState.UNDETERMINED, GoState.RUNNABLE);
      }
      case NOTHING -> throw new AssertionError("invariant: something is to be told");
    }
  }

  /**
   * Describes the current event.
   *
   * @return false if there is nothing to be said of it, except what {@link #rest} names
   */
  private boolean tell() throws IOException {
    V1Type type = events.type();
    int proc = type == V1Type.GC_START ? SpecialProcs.GARBAGE_COLLECTOR : events.proc();
    boolean marked = isMarked(type);
    if (marked && type == V1Type.GO_UNBLOCK) {
      proc = SpecialProcs.NETWORK;
    }
    boolean retaken = type == V1Type.PROC_START && threads.take(proc, events.first());
    long thread =
        proc == Context.NO_PROC || type == V1Type.CPU_SAMPLE ? Context.NO_THREAD : threads.of(proc);
    long goroutine = events.goroutine();
    at(thread, proc, goroutine == 0 ? Context.NO_GOROUTINE : goroutine);
    switch (type) {
      case PROC_START -> {
        ProcState before = retaken ? ProcState.IDLE : ProcState.UNDETERMINED;
        procTransition(stamp(events.time()), proc, before, ProcState.RUNNING);
      }
      case PROC_STOP -> {
        threads.leave(proc);
        procTransition(stamp(events.time()), proc, ProcState.RUNNING, ProcState.IDLE);
      }
      case GO_SYS_CALL -> systemCall(proc, marked);
      case GO_START_LABEL -> {
        at(threads.orElse(proc, 0), proc, goroutine);
        change(events.time(), goroutine, GoState.RUNNABLE, GoState.RUNNING);
        rest = Rest.LABEL;
      }
      case GOMAXPROCS -> {
        return gomaxprocs();
      }
      case GO_CREATE -> {
        return create();
      }
      case GO_SYS_BLOCK -> {
        return false;
      }
      default -> tellRangeOrOther(type, proc);
    }
    return true;
  }

  private boolean isMarked(V1Type type) {
    return EventMarks.has(type) && trace.marks().isSet(marked++);
  }

  private void systemCall(int proc, boolean blocks) throws IOException {
    if (!blocks) {
      at(threads.orElse(proc, 0), proc, events.goroutine());
      rest = Rest.END_OF_SYSTEM_CALL;
    }
    leave(GoState.SYSCALL, GoReasons.UNKNOWN);
  }

  private boolean gomaxprocs() throws IOException {
    if (beginning) {
      // The first one ends the description of what there was, and Go's reader shows no more of it.
      beginning = false;
      runnable = unexplained.sortedKeys();
      unexplained.clear();
      rest = runnable.length == 0 ? Rest.NOTHING : Rest.RUNNABLE_GOROUTINES;
      return false;
    }
    metric(stamp(events.time()), Metric.MAX_PROCS, events.first());
    ownStack();
    return true;
  }

  private boolean create() throws IOException {
    long id = events.first();
    if (beginning) {
      unexplained.put(id, true);
      return false;
    }
    int startStack = trace.knownStack(events.second());
    change(events.time(), id, GoState.NOT_EXIST, GoState.RUNNABLE);
    if (startStack != V1Trace.NO_STACK) {
      withGoroutineStackRef(startStack);
    }
    ownStack();
    return true;
  }

  private void tellRangeOrOther(V1Type type, int proc) throws IOException {
    switch (type) {
      case GC_START -> range(EventKind.RANGE_BEGIN, RangeKind.GC_MARK_NAME, ResourceKind.NONE, 0);
      case GC_DONE -> range(EventKind.RANGE_END, RangeKind.GC_MARK_NAME, ResourceKind.NONE, 0);
      case STW_START -> {
        stopName = reasons.stopName(events.first());
        range(EventKind.RANGE_BEGIN, stopName, ResourceKind.GOROUTINE, goroutine());
      }
      case STW_DONE -> range(EventKind.RANGE_END, stopName, ResourceKind.GOROUTINE, goroutine());
      case GC_SWEEP_START ->
          range(EventKind.RANGE_BEGIN, RangeKind.GC_SWEEP_NAME, ResourceKind.PROC, proc);
      case GC_SWEEP_DONE -> {
        range(EventKind.RANGE_END, RangeKind.GC_SWEEP_NAME, ResourceKind.PROC, proc);
        attributes[0] = events.first();
        attributes[1] = events.second();
        withArguments(SWEPT, attributes, SWEPT.length);
      }
      case GC_MARK_ASSIST_START ->
          range(
              EventKind.RANGE_BEGIN,
              RangeKind.GC_MARK_ASSIST_NAME,
              ResourceKind.GOROUTINE,
              goroutine());
      case GC_MARK_ASSIST_DONE ->
          range(
              EventKind.RANGE_END,
              RangeKind.GC_MARK_ASSIST_NAME,
              ResourceKind.GOROUTINE,
              goroutine());
      case HEAP_ALLOC -> metric(stamp(events.time()), Metric.HEAP_OBJECTS, events.first());
      case HEAP_GOAL -> metric(stamp(events.time()), Metric.HEAP_GOAL, events.first());
      case CPU_SAMPLE -> {
        stackSample(stamp(events.time()));
        ownStack();
      }
      case USER_TASK_CREATE, USER_TASK_END, USER_REGION, USER_LOG -> tellAnnotation(type);
      default -> tellGoroutine(type);
    }
  }

  private void range(EventKind kind, String name, ResourceKind scope, long id) throws IOException {
    range(kind, stamp(events.time()), name, scope, id);
    ownStack();
  }

  private void tellGoroutine(V1Type type) throws IOException {
    long id = events.goroutine();
    switch (type) {
      case GO_START -> {
        if (beginning) {
          become(id, GoState.RUNNING);
        } else {
          change(events.time(), id, GoState.RUNNABLE, GoState.RUNNING);
        }
      }
      case GO_WAITING -> become(id, GoState.WAITING);
      case GO_IN_SYSCALL -> become(id, GoState.SYSCALL);
      case GO_UNBLOCK -> {
        change(events.time(), events.first(), GoState.WAITING, GoState.RUNNABLE);
        ownStack();
      }
      case GO_SYS_EXIT -> change(events.time(), id, GoState.SYSCALL, GoState.RUNNABLE);
      case GO_END -> change(events.time(), id, GoState.RUNNING, GoState.NOT_EXIST);
      case GO_SCHED -> leave(GoState.RUNNABLE, GoReasons.YIELDED);
      case GO_PREEMPT -> leave(GoState.RUNNABLE, GoReasons.PREEMPTED);
      case GO_STOP -> leave(GoState.WAITING, GoReasons.FOREVER);
      case GO_SLEEP -> leave(GoState.WAITING, GoReasons.SLEEP);
      case GO_BLOCK -> leave(GoState.WAITING, GoReasons.UNKNOWN);
      case GO_BLOCK_SEND -> leave(GoState.WAITING, GoReasons.SEND);
      case GO_BLOCK_RECV -> leave(GoState.WAITING, GoReasons.RECEIVE);
      case GO_BLOCK_SELECT -> leave(GoState.WAITING, GoReasons.SELECT);
      case GO_BLOCK_SYNC -> leave(GoState.WAITING, GoReasons.SYNC);
      case GO_BLOCK_COND -> leave(GoState.WAITING, GoReasons.CONDITION);
      case GO_BLOCK_NET -> leave(GoState.WAITING, GoReasons.NETWORK);
      case GO_BLOCK_GC -> leave(GoState.WAITING, GoReasons.ASSIST);
      default -> throw trace.problem("Go's reader refuses events of this type");
    }
  }

  /** A goroutine's state is made known. */
  private void become(long id, GoState state) {
    unexplained.remove(id);
    change(events.time(), id, GoState.UNDETERMINED, state);
  }

  /** The running goroutine goes to another state, and its own stack tells where. */
  private void leave(GoState to, String reason) throws IOException {
    change(events.time(), events.goroutine(), GoState.RUNNING, to);
    withText(reason);
    int stack = ownStack();
    if (stack != V1Trace.NO_STACK) {
      withGoroutineStackRef(stack);
    }
  }

  private void change(long time, long id, GoState from, GoState to) {
    goTransition(stamp(time), id, from, to);
  }

  private void tellAnnotation(V1Type type) throws IOException {
    long time = stamp(events.time());
    long id = events.first();
    switch (type) {
      case USER_TASK_CREATE -> {
        long parent = events.second();
        tasks.begin(id, parent, events.third());
        task(EventKind.TASK_BEGIN, time, id, parent == 0 ? NO_TASK : parent);
        withText(trace.text(events.third(), "type of a task"));
      }
      case USER_TASK_END -> {
        boolean known = tasks.isOpen(id);
        task(EventKind.TASK_END, time, id, known ? tasks.parent(id) : NO_TASK);
        if (known) {
          withText(trace.text(tasks.type(id), "type of a task"));
          tasks.end(id);
        }
      }
      case USER_REGION -> {
        boolean begins = events.second() == 0;
        region(begins ? EventKind.REGION_BEGIN : EventKind.REGION_END, time, id);
        withText(trace.text(events.third(), "type of a region"));
      }
      default -> {
        log(time, id);
        withText(trace.text(events.second(), "category of a log"));
        withSecondTextRef(THE_MESSAGE);
      }
    }
    ownStack();
  }

  /**
   * Gives the event its stack.
   *
   * @return the stack's number, or {@link V1Trace#NO_STACK}
   */
  private int ownStack() throws MalformedTraceException {
    int stack = trace.stack();
    if (stack != V1Trace.NO_STACK) {
      withStackRef(stack);
    }
    return stack;
  }

  @Override
  protected String resolveText(long ref) {
    return events.message();
  }

  @Override
  protected WaitCause resolveCause(String text) {
    return GoReasons.cause(text);
  }

  @Override
  protected Stack resolveStack(long ref) {
    return trace.resolve((int) ref);
  }
}
