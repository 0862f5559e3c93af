package dev.loomtrace.trace;

import dev.loomtrace.base.LongMap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Which goroutine runs where now: the state that results from the events so far.
 *
 * <p>A sink: pass it each event, before or after using its previous state. It trusts the events;
 * {@link TraceValidator} decides whether they are legal, by comparing each with this state first.
 * The objects it returns are live: they change with the events. The object of a goroutine, proc or
 * task that ended is removed, but may be kept.
 *
 * <p>Memory: in proportion to what is alive, not to the length of the trace.
 */
public final class TraceState implements EventSink {
  private final LongMap<Goroutine> goroutines = new LongMap<>();
  private final LongMap<Proc> procs = new LongMap<>();
  private LongMap<ThreadState> threads = new LongMap<>();
  private final LongMap<Task> tasks = new LongMap<>();
  private final List<OpenRange> ranges = new ArrayList<>();
  // Those of which a part has told.
  private List<LockOwner> lockOwners = List.of();
  private long time;
  private long syncs;
  private long partBegin;
  private long maxProcs;
  private int undecidedProcs;
  // What was looked up last is mostly what is asked for next; null: it is gone.
  private Goroutine lastGoroutine;
  private ThreadState lastThread;
  private Proc lastProc;

  /** Before the first event of a trace. */
  public TraceState() {}

  /** A goroutine that exists. Small, since there may be as many as a trace can name. */
  public static final class Goroutine {
    private final long id;
    private GoState state = GoState.UNDETERMINED;
    private GoState before = GoState.UNDETERMINED;
    private boolean created;
    private long since;
    private long began;
    private long seen;
    private long creator = Context.NO_GOROUTINE;
    private WaitCause cause = WaitCause.NONE;
    private LockOwner lockOwner = LockOwner.NONE;
    private TraceThread described = TraceThread.GOROUTINE;
    private Stack startStack = Stack.NONE;
    private Stack stack = Stack.NONE;
    private double stackWeight;
    private List<OpenRegion> regions = List.of();
    // The thread on which it executes; null if it does not.
    private ThreadState holder;

    private Goroutine(long id) {
      this.id = id;
    }

    /** Its id. */
    public long id() {
      return id;
    }

    /** Its state now. */
    public GoState state() {
      return state;
    }

    /** The state it had before. */
    public GoState stateBefore() {
      return before;
    }

    /** Time of its last change of state. */
    public long since() {
      return since;
    }

    /**
     * When its state began: {@link #since}, or earlier if it is older than the trace, and the trace
     * says how old.
     */
    public long began() {
      return began;
    }

    /** Thread it is bound to; {@link Context#NO_THREAD} if it is not executing. */
    public long thread() {
      return holder == null ? Context.NO_THREAD : holder.id;
    }

    /** Proc of that thread when it was bound; {@link Context#NO_PROC} if it is not executing. */
    public long proc() {
      return holder == null ? Context.NO_PROC : holder.boundProc;
    }

    /** Time of its creation; -1 if that was before the trace. */
    public long created() {
      return created ? seen : -1;
    }

    /** Time of the first event that is about it: of its creation, if that is in the trace. */
    public long seen() {
      return seen;
    }

    /** Why it stopped at its last change of state; {@link WaitCause#NONE} if it did not stop. */
    public WaitCause cause() {
      return cause;
    }

    /**
     * Who owned the lock that it waits for when that was looked up last; {@link LockOwner#NONE} if
     * it does not wait for one, or that is not known.
     */
    public LockOwner lockOwner() {
      return lockOwner;
    }

    /** The goroutine that created it; {@link Context#NO_GOROUTINE} if not known. */
    public long creator() {
      return creator;
    }

    /** What kind of thread it is. */
    public ThreadKind kind() {
      return described.kind();
    }

    /** Its name, or that of the function in which it starts; may be empty. */
    public String name() {
      return described.name().isEmpty() ? start().function() : described.name();
    }

    /** The frame in which it starts; {@link Frame#NONE} if not known. */
    public Frame start() {
      if (!described.start().isNone()) {
        return described.start();
      }
      List<Frame> frames = startStack.frames();
      return frames.isEmpty() ? Frame.NONE : frames.getLast();
    }

    /** Its stack at its last change of state; {@link Stack#NONE} if not known. */
    public Stack stack() {
      return stack;
    }

    /**
     * How many changes like the last one the stack stands for; see {@link EventView#stackWeight}.
     */
    public double stackWeight() {
      return stackWeight;
    }

    /** Open regions, outermost first; live. */
    public List<OpenRegion> regions() {
      return regions;
    }
  }

  /** A proc that exists. */
  public static final class Proc {
    private final long id;
    private ProcState state = ProcState.UNDETERMINED;
    private long thread = Context.NO_THREAD;
    private long since;
    private boolean inSyscall;
    private boolean undecided;

    private Proc(long id) {
      this.id = id;
    }

    /** Its id. */
    public long id() {
      return id;
    }

    /** Its state now. */
    public ProcState state() {
      return state;
    }

    /** Thread that holds it, or {@link Context#NO_THREAD}. */
    public long thread() {
      return thread;
    }

    /** Time of its last change of state. */
    public long since() {
      return since;
    }

    /**
     * Whether the goroutine on its thread took it into a system call: then other threads may take
     * it away. A proc that the thread got during the call is not in the call.
     */
    public boolean inSyscall() {
      return inSyscall;
    }

    /**
     * Whether it is still open if the proc is in a system call: it is new, and only the next event
     * on its thread shows it.
     */
    public boolean isUndecided() {
      return undecided;
    }
  }

  /** A thread that has been seen. */
  public static final class ThreadState {
    private final long id;
    private long goroutine = Context.NO_GOROUTINE;
    private long proc = Context.NO_PROC;
    // What the latter was when the goroutine was bound.
    private long boundProc = Context.NO_PROC;

    private ThreadState(long id) {
      this.id = id;
    }

    /** Its id. */
    public long id() {
      return id;
    }

    /** Goroutine bound to it, or {@link Context#NO_GOROUTINE}. */
    public long goroutine() {
      return goroutine;
    }

    /** Proc that it holds, or {@link Context#NO_PROC}. */
    public long proc() {
      return proc;
    }
  }

  /**
   * A task that has not ended.
   *
   * @param id its id
   * @param parent its parent, or {@link EventView#NO_TASK}
   * @param type its name
   * @param begin when it began, which may be before the trace's first event
   * @param goroutine the goroutine that began it
   */
  public record Task(long id, long parent, String type, long begin, long goroutine) {}

  /**
   * A region that has not ended.
   *
   * @param task its task
   * @param type its name
   * @param begin when it began, which may be before the trace's first event
   */
  public record OpenRegion(long task, String type, long begin) {}

  /**
   * A range that has not ended.
   *
   * @param name its name
   * @param scope what it belongs to
   * @param id id of what it belongs to; 0 for the program
   * @param begin when it began, or was first seen
   */
  public record OpenRange(String name, ResourceKind scope, long id, long begin) {
    boolean is(String otherName, ResourceKind otherScope, long otherId) {
      return scope == otherScope && id == otherId && name.equals(otherName);
    }
  }

  /** Time of the last event. */
  public long time() {
    return time;
  }

  /**
   * When the part began that was begun last. Who is found in a state, and was not known before, was
   * in it since then: a status may come late, just before the first event that is about a
   * goroutine.
   */
  public long partBegin() {
    return partBegin;
  }

  /** Number of parts of the trace that have begun. */
  public long syncs() {
    return syncs;
  }

  /** Procs that may run goroutines at a time; 0 if not known. */
  public long maxProcs() {
    return maxProcs;
  }

  /** A goroutine by its id; null if it does not exist or was not seen. */
  public Goroutine goroutine(long id) {
    Goroutine last = lastGoroutine;
    if (last == null || last.id != id) {
      last = goroutines.get(id);
      lastGoroutine = last;
    }
    return last;
  }

  /** A proc by its id; null if it was not seen. */
  public Proc proc(long id) {
    Proc last = lastProc;
    if (last == null || last.id != id) {
      last = procs.get(id);
      lastProc = last;
    }
    return last;
  }

  /** A thread by its id; null if it was not seen. */
  public ThreadState thread(long id) {
    ThreadState last = lastThread;
    if (last == null || last.id != id) {
      last = threads.get(id);
      lastThread = last;
    }
    return last;
  }

  /** A task by its id; null if it is not open. */
  public Task task(long id) {
    return tasks.get(id);
  }

  /** Hands each goroutine to {@code action}, in no particular order. */
  public void forEachGoroutine(Consumer<? super Goroutine> action) {
    goroutines.forEach(action);
  }

  /** Hands each proc to {@code action}, in no particular order. */
  public void forEachProc(Consumer<? super Proc> action) {
    procs.forEach(action);
  }

  /** Hands each open task to {@code action}, in no particular order. */
  public void forEachTask(Consumer<? super Task> action) {
    tasks.forEach(action);
  }

  /** Ids of all goroutines, ascending. */
  public long[] goroutineIds() {
    return goroutines.sortedKeys();
  }

  /** Ids of all procs, ascending. */
  public long[] procIds() {
    return procs.sortedKeys();
  }

  /**
   * Open ranges, in order of their start; live. If one ends of several that a resource has, the
   * last of these takes its place, as in Go's reader: there the order decides which stop of the
   * world an end ends.
   */
  public List<OpenRange> ranges() {
    return ranges;
  }

  /** Whether this very range is open. */
  public boolean isOpen(String name, ResourceKind scope, long id) {
    return indexOfRange(name, scope, id) >= 0;
  }

  /** Whether any range of a resource is open. */
  public boolean hasOpenRange(ResourceKind scope, long id) {
    for (OpenRange range : ranges) {
      if (range.scope() == scope && range.id() == id) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void accept(EventView event) {
    if (undecidedProcs != 0) {
      decide(event);
    }
    time = event.time();
    // Most events are transitions of goroutines; apart from the others, for the compiler's sake.
    if (event.kind() == EventKind.GO_TRANSITION) {
      goTransition(event);
    } else {
      acceptOther(event);
    }
  }

  private void acceptOther(EventView event) {
    switch (event.kind()) {
      case SYNC -> {
        syncs = event.syncNumber();
        partBegin = event.time();
        lockOwners(event.lockOwners());
        forgetIdleThreads();
      }
      case PROC_TRANSITION -> procTransition(event);
      case RANGE_BEGIN, RANGE_ACTIVE -> {
        if (!isOpen(event.rangeName(), event.scopeKind(), event.scopeId())) {
          ranges.add(
              new OpenRange(event.rangeName(), event.scopeKind(), event.scopeId(), event.time()));
        }
      }
      case RANGE_END -> {
        int i = indexOfRange(event.rangeName(), event.scopeKind(), event.scopeId());
        if (i >= 0) {
          removeRange(i);
        }
      }
      case TASK_BEGIN ->
          tasks.put(
              event.task(),
              new Task(
                  event.task(),
                  event.parentTask(),
                  event.type(),
                  event.since(),
                  event.goroutine()));
      case TASK_END -> tasks.remove(event.task());
      case REGION_BEGIN -> {
        Goroutine g = goroutines.get(event.goroutine());
        if (g != null) {
          if (g.regions.isEmpty()) {
            g.regions = new ArrayList<>(1); // Most goroutines never have one.
          }
          g.regions.add(new OpenRegion(event.task(), event.type(), event.since()));
        }
      }
      case REGION_END -> {
        Goroutine g = goroutines.get(event.goroutine());
        if (g != null && !g.regions.isEmpty()) {
          g.regions.removeLast();
        }
      }
      case METRIC -> {
        if (event.metricName().equals(TraceEvent.Metric.MAX_PROCS)) {
          maxProcs = event.metricValue();
        }
      }
      case GO_TRANSITION, LABEL, STACK_SAMPLE, LOG, EXPERIMENTAL -> {
        // These change no state, or have done so.
      }
    }
  }

  private void lockOwners(List<LockOwner> owners) {
    for (LockOwner before : lockOwners) {
      Goroutine g = goroutines.get(before.waiter());
      if (g != null) {
        g.lockOwner = LockOwner.NONE;
      }
    }
    for (LockOwner owner : owners) {
      Goroutine g = goroutines.get(owner.waiter());
      if (g != null && (g.state == GoState.WAITING || g.state.keepsThread())) {
        g.lockOwner = owner;
      }
    }
    lockOwners = owners;
  }

  // Once in each part: else a program whose threads come and go would fill the memory.
  private void forgetIdleThreads() {
    LongMap<ThreadState> kept = new LongMap<>();
    threads.forEach(
        thread -> {
          if (thread.goroutine != Context.NO_GOROUTINE || thread.proc != Context.NO_PROC) {
            kept.put(thread.id, thread);
          }
        });
    threads = kept;
    lastThread = null;
  }

  private void goTransition(EventView event) {
    Goroutine g = goroutine(event.resourceId());
    if (g == null) {
      g = appear(event);
    }
    GoState to = event.goTo();
    Stack stack = event.goroutineStack();
    // The outermost frame is where it starts, whichever of its stacks that is.
    if (g.startStack.isNone() && !stack.isNone()) {
      g.startStack = stack;
    }
    // A part of a trace begins with the states of all goroutines, of most of them without a stack:
    // a wait that goes on keeps the one that it began with.
    if (g.state != to) {
      g.before = g.state;
      g.state = to;
      g.since = event.time();
      g.began = event.since();
      g.cause = event.cause();
      g.lockOwner = LockOwner.NONE;
      g.stack = stack;
      g.stackWeight = event.stackWeight();
    } else if (!stack.isNone()) {
      g.stack = stack;
      g.stackWeight = event.stackWeight();
    }
    if (g.holder != null) {
      release(g);
    }
    if (to.executing() && event.thread() != Context.NO_THREAD) {
      hold(g, threadSeen(event.thread()), event);
    } else if (to == GoState.NOT_EXIST) {
      goroutines.remove(g.id);
      lastGoroutine = null;
    }
  }

  /** The first that is known of a goroutine. */
  private Goroutine appear(EventView event) {
    Goroutine g = new Goroutine(event.resourceId());
    goroutines.put(g.id, g);
    lastGoroutine = g;
    g.before = event.goFrom();
    g.since = event.time();
    g.began = event.since();
    g.seen = event.time();
    g.startStack = event.goroutineStack();
    g.described = event.goroutineThread();
    if (event.goFrom() == GoState.NOT_EXIST && !g.described.beganBefore()) {
      g.created = true;
      g.creator = event.goroutine();
    }
    return g;
  }

  private void hold(Goroutine g, ThreadState thread, EventView event) {
    thread.goroutine = g.id;
    g.holder = thread;
    thread.boundProc = thread.proc;
    if (event.goFrom().executing() && event.goFrom() != event.goTo()) {
      Proc held = thread.proc == Context.NO_PROC ? null : proc(thread.proc);
      if (held != null) {
        held.inSyscall = event.goTo().keepsThread();
      }
    }
  }

  private void release(Goroutine g) {
    if (g.holder.goroutine == g.id) {
      g.holder.goroutine = Context.NO_GOROUTINE;
    }
    g.holder = null;
  }

  private void procTransition(EventView event) {
    Proc p = proc(event.resourceId());
    if (p == null) {
      p = new Proc(event.resourceId());
      procs.put(p.id, p);
      lastProc = p;
    }
    if (p.state != event.procTo()) {
      p.since = event.time();
    }
    p.state = event.procTo();
    p.inSyscall &= event.procFrom() == event.procTo();
    ThreadState holder = thread(p.thread);
    if (holder != null && holder.proc == p.id) {
      holder.proc = Context.NO_PROC;
    }
    p.thread = Context.NO_THREAD;
    if (p.state.executing() && event.thread() != Context.NO_THREAD) {
      ThreadState thread = threadSeen(event.thread());
      thread.proc = p.id;
      p.thread = thread.id;
      if (event.procFrom() == ProcState.UNDETERMINED || event.procFrom() == ProcState.NOT_EXIST) {
        p.undecided = true;
        undecidedProcs++;
      }
    } else if (p.state == ProcState.NOT_EXIST) {
      procs.remove(p.id);
      lastProc = null;
    }
  }

  /**
   * Settles, before an event is used, what it shows about procs that were new: whether they were in
   * a system call.
   */
  void decide(EventView event) {
    if (undecidedProcs == 0 || event.kind() == EventKind.STACK_SAMPLE) {
      return;
    }
    if (event.kind() == EventKind.SYNC) {
      procs.forEach(p -> decide(p, isInSyscall(p)));
      return;
    }
    if (event.kind() == EventKind.PROC_TRANSITION) {
      Proc p = procs.get(event.resourceId());
      decide(p, p != null && isInSyscall(p));
    } else if (event.kind() == EventKind.GO_TRANSITION
        && event.goFrom() == GoState.UNDETERMINED
        && event.goTo().keepsThread()) {
      // The status of the goroutine follows that of its proc: the next event decides.
      return;
    }
    ThreadState thread = threads.get(event.thread());
    if (thread != null && thread.proc != Context.NO_PROC) {
      Proc p = procs.get(thread.proc);
      boolean ends =
          event.kind() == EventKind.GO_TRANSITION
              && event.goFrom().keepsThread()
              && event.goTo() == GoState.RUNNABLE
              && event.resourceId() == thread.goroutine;
      decide(p, !ends && isInSyscall(p));
    }
  }

  private void decide(Proc p, boolean syscall) {
    if (p != null && p.undecided) {
      p.undecided = false;
      p.inSyscall = syscall;
      undecidedProcs--;
    }
  }

  private boolean isInSyscall(Proc p) {
    ThreadState thread = threads.get(p.thread);
    Goroutine g = thread == null ? null : goroutines.get(thread.goroutine);
    return g != null && g.state.keepsThread();
  }

  private ThreadState threadSeen(long id) {
    ThreadState thread = thread(id);
    if (thread == null) {
      thread = new ThreadState(id);
      threads.put(id, thread);
      lastThread = thread;
    }
    return thread;
  }

  private void removeRange(int index) {
    OpenRange ending = ranges.get(index);
    for (int i = ranges.size() - 1; i >= index; i--) {
      OpenRange last = ranges.get(i);
      if (last.scope() == ending.scope() && last.id() == ending.id()) {
        ranges.set(index, last);
        ranges.remove(i);
        return;
      }
    }
  }

  private int indexOfRange(String name, ResourceKind scope, long id) {
    for (int i = 0; i < ranges.size(); i++) {
      if (ranges.get(i).is(name, scope, id)) {
        return i;
      }
    }
    return -1;
  }
}
