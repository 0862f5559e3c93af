package dev.loomtrace.trace;

import dev.loomtrace.trace.TraceEvent.Argument;
import dev.loomtrace.trace.TraceEvent.RangeAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A view of the event that a {@link TraceReader} stands on.
 *
 * <p>Accessors that belong to some kinds of events, which their descriptions name, throw {@link
 * IllegalStateException} for the others.
 */
public abstract class EventView extends EventFields {
  // A class with fields that its readers fill, and not an interface: with three kinds of reader in
  // one JVM an accessor of an interface is a virtual call (19 ns for a small analysis of an event),
  // while a final method that reads a field is inlined (13 ns).

  /** A task has no parent. Task ids are unsigned, so this is the greatest one. */
  public static final long NO_TASK = -1;

  /** The task of regions and logs that belong to no task. */
  public static final long BACKGROUND_TASK = 0;

  private static final GoState[] GO_STATES = GoState.values();
  private static final ProcState[] PROC_STATES = ProcState.values();

  private Context context = Context.NONE;

  EventView() {}

  // Of every event.

  /**
   * The kind of the event.
   *
   * @throws IllegalStateException if the reader stands on no event
   */
  public final EventKind kind() {
    if (kind == null) {
      throw new IllegalStateException("no event: next() was not called, or returned false");
    }
    return kind;
  }

  /** Nanoseconds on the trace's clock. */
  public final long time() {
    return time;
  }

  /**
   * When what begins with the event really began; of a TASK_BEGIN, REGION_BEGIN or GO_TRANSITION.
   * Mostly that is its {@link #time}. It is earlier, and before the trace's first event, for a
   * task, region or wait that is older than the trace, if the trace says how old.
   */
  public final long since() {
    return switch (kind()) {
      case TASK_BEGIN, REGION_BEGIN, GO_TRANSITION -> since;
      default -> throw wrongKind("since");
    };
  }

  /** Goroutine that ran on the thread just before, or {@link Context#NO_GOROUTINE}. */
  public final long goroutine() {
    return goroutine;
  }

  /** Proc that the thread held just before, or {@link Context#NO_PROC}. */
  public final long proc() {
    return proc;
  }

  /** Thread on which the event happened, or {@link Context#NO_THREAD}. */
  public final long thread() {
    return thread;
  }

  /** Goroutine, proc and thread in one. */
  public final Context context() {
    if (context.goroutine() != goroutine || context.proc() != proc || context.thread() != thread) {
      context = new Context(goroutine, proc, thread);
    }
    return context;
  }

  /**
   * Stack of the goroutine or thread that caused the event; {@link Stack#NONE} if none was taken.
   */
  public final Stack stack() {
    if (stackRef != RESOLVED) {
      stack = resolveStack(stackRef);
      stackRef = RESOLVED;
    }
    return stack;
  }

  // Of transitions.

  /** Id of the goroutine or proc that changes; of a GO_TRANSITION or PROC_TRANSITION. */
  public final long resourceId() {
    if (kind != EventKind.GO_TRANSITION && kind != EventKind.PROC_TRANSITION) {
      throw wrongKind("resourceId");
    }
    return id;
  }

  /** State before; of a GO_TRANSITION. */
  public final GoState goFrom() {
    require(EventKind.GO_TRANSITION, "goFrom");
    return GO_STATES[from];
  }

  /** State after; of a GO_TRANSITION. */
  public final GoState goTo() {
    require(EventKind.GO_TRANSITION, "goTo");
    return GO_STATES[to];
  }

  /** State before; of a PROC_TRANSITION. */
  public final ProcState procFrom() {
    require(EventKind.PROC_TRANSITION, "procFrom");
    return PROC_STATES[from];
  }

  /** State after; of a PROC_TRANSITION. */
  public final ProcState procTo() {
    require(EventKind.PROC_TRANSITION, "procTo");
    return PROC_STATES[to];
  }

  /** Why the goroutine stopped; of a GO_TRANSITION; {@link WaitCause#NONE} if it did not stop. */
  public final WaitCause cause() {
    require(EventKind.GO_TRANSITION, "cause");
    return knownCause();
  }

  /** How a waiting goroutine was made runnable; of a GO_TRANSITION. */
  public final WakeKind wakeKind() {
    require(EventKind.GO_TRANSITION, "wakeKind");
    if (wakeKind != null) {
      return wakeKind;
    }
    return wokenInContext() ? WakeKind.THREAD : WakeKind.UNKNOWN;
  }

  /**
   * Id of the thread that made a waiting goroutine runnable, as in {@link Waker#thread}; of a
   * GO_TRANSITION; {@link Context#NO_GOROUTINE} if not known.
   */
  public final long wakerThread() {
    require(EventKind.GO_TRANSITION, "wakerThread");
    if (wakeKind != null) {
      return waker;
    }
    return wokenInContext() ? goroutine : Context.NO_GOROUTINE;
  }

  /** The frame that stands for the waker, as in {@link Waker#frame}; of a GO_TRANSITION. */
  public final Frame wakerFrame() {
    require(EventKind.GO_TRANSITION, "wakerFrame");
    return wakeKind == null ? Frame.NONE : wakerFrame;
  }

  /**
   * What made a waiting goroutine runnable, or one that waited and kept its thread go on: the three
   * above in one; of a GO_TRANSITION.
   */
  public final Waker waker() {
    WakeKind kindOfWake = wakeKind();
    return kindOfWake == WakeKind.UNKNOWN && wakerFrame().isNone()
        ? Waker.NONE
        : new Waker(kindOfWake, wakerThread(), wakerFrame());
  }

  private boolean wokenInContext() {
    return from == GoState.WAITING.ordinal()
        && to == GoState.RUNNABLE.ordinal()
        && goroutine != Context.NO_GOROUTINE;
  }

  /**
   * What the trace says about the goroutine itself; of a GO_TRANSITION. Most traces say it at the
   * goroutine's first one only.
   */
  public final TraceThread goroutineThread() {
    require(EventKind.GO_TRANSITION, "goroutineThread");
    return described;
  }

  /**
   * Stack of the goroutine that changes; of a GO_TRANSITION. See {@link TraceEvent.GoTransition}.
   */
  public final Stack goroutineStack() {
    require(EventKind.GO_TRANSITION, "goroutineStack");
    if (goroutineStackRef != RESOLVED) {
      goroutineStack = resolveStack(goroutineStackRef);
      goroutineStackRef = RESOLVED;
    }
    return goroutineStack;
  }

  /**
   * How many waits like this one its stack stands for; of a GO_TRANSITION. 0 without a stack. 1
   * where each stack that was taken stands for itself, as in Go traces. More where the recorder
   * took stacks of a sample only: the sum of duration times weight over the waits at a place
   * estimates the total waiting time there.
   */
  public final double stackWeight() {
    return goroutineStack().isNone() ? 0 : stackWeight;
  }

  // Of ranges and labels.

  /** Name of the range; of a RANGE_BEGIN, RANGE_ACTIVE or RANGE_END. */
  public final String rangeName() {
    requireRange("rangeName");
    return text1();
  }

  /** What the range belongs to; of a RANGE_BEGIN, RANGE_ACTIVE or RANGE_END. */
  public final ResourceKind scopeKind() {
    requireRange("scopeKind");
    return resource;
  }

  /** Id of what the range belongs to, 0 if that is the program; of the same kinds. */
  public final long scopeId() {
    requireRange("scopeId");
    return id;
  }

  /** What was measured of the range; of a RANGE_END. */
  public final List<RangeAttribute> attributes() {
    require(EventKind.RANGE_END, "attributes");
    List<RangeAttribute> list = new ArrayList<>(arguments);
    for (int i = 0; i < arguments; i++) {
      list.add(new RangeAttribute(argumentNames[i], argumentValues[i]));
    }
    return List.copyOf(list);
  }

  /** The name given; of a LABEL. */
  public final String label() {
    require(EventKind.LABEL, "label");
    return text1();
  }

  /** What kind of resource got the name; of a LABEL. */
  public final ResourceKind labelledKind() {
    require(EventKind.LABEL, "labelledKind");
    return resource;
  }

  /** Id of the resource that got the name; of a LABEL. */
  public final long labelledId() {
    require(EventKind.LABEL, "labelledId");
    return id;
  }

  // Of a user's annotations.

  /** Id of the task; of a TASK_BEGIN, TASK_END, REGION_BEGIN, REGION_END or LOG. */
  public final long task() {
    return switch (kind()) {
      case TASK_BEGIN, TASK_END, REGION_BEGIN, REGION_END, LOG -> id;
      default -> throw wrongKind("task");
    };
  }

  /** The task's parent, or {@link #NO_TASK}; of a TASK_BEGIN or TASK_END. */
  public final long parentTask() {
    if (kind != EventKind.TASK_BEGIN && kind != EventKind.TASK_END) {
      throw wrongKind("parentTask");
    }
    return parent;
  }

  /** Name of the task or region; of a TASK_BEGIN, TASK_END, REGION_BEGIN or REGION_END. */
  public final String type() {
    return switch (kind()) {
      case TASK_BEGIN, TASK_END, REGION_BEGIN, REGION_END -> text1();
      default -> throw wrongKind("type");
    };
  }

  /** The category; of a LOG; may be empty. */
  public final String category() {
    require(EventKind.LOG, "category");
    return text1();
  }

  /** The text; of a LOG. */
  public final String message() {
    require(EventKind.LOG, "message");
    return text2();
  }

  // Of the others.

  /** Name of the metric; of a METRIC. Those in use are constants of {@link TraceEvent.Metric}. */
  public final String metricName() {
    require(EventKind.METRIC, "metricName");
    return text1();
  }

  /** The value measured, unsigned; of a METRIC. */
  public final long metricValue() {
    require(EventKind.METRIC, "metricValue");
    return id;
  }

  /** Number of this part of the trace, from 1 on; of a SYNC. */
  public final long syncNumber() {
    require(EventKind.SYNC, "syncNumber");
    return id;
  }

  /** The clocks; of a SYNC; empty if the trace does not say, and at the trace's end. */
  public final Optional<ClockSnapshot> clock() {
    require(EventKind.SYNC, "clock");
    return clock;
  }

  /** Unparsed data of experiments by the experiment's name, unmodifiable; of a SYNC. */
  public final Map<String, List<ExperimentalBatch>> experiments() {
    require(EventKind.SYNC, "experiments");
    return experiments;
  }

  /**
   * Who owns the locks that goroutines wait for now, as far as that is known, by ascending ids of
   * these, unmodifiable; of a SYNC. What an earlier one said of a wait that still goes on does not
   * hold any more. Empty in a Go trace.
   */
  public final List<LockOwner> lockOwners() {
    require(EventKind.SYNC, "lockOwners");
    return lockOwners;
  }

  /** Name of the event; of an EXPERIMENTAL. */
  public final String experimentalName() {
    require(EventKind.EXPERIMENTAL, "experimentalName");
    return text1();
  }

  /** The arguments in order; of an EXPERIMENTAL. */
  public final List<Argument> experimentalArguments() {
    require(EventKind.EXPERIMENTAL, "experimentalArguments");
    List<Argument> list = new ArrayList<>(arguments);
    for (int i = 0; i < arguments; i++) {
      list.add(new Argument(argumentNames[i], argumentValues[i]));
    }
    return List.copyOf(list);
  }

  /** The event as an immutable object, which may be kept. */
  public final TraceEvent event() {
    return switch (kind()) {
      case SYNC -> new TraceEvent.Sync(time, id, clock, experiments, lockOwners);
      case METRIC -> new TraceEvent.Metric(time, context(), stack(), text1(), id);
      case LABEL -> new TraceEvent.Label(time, context(), stack(), text1(), resource, id);
      case STACK_SAMPLE -> new TraceEvent.StackSample(time, context(), stack());
      case RANGE_BEGIN ->
          new TraceEvent.RangeBegin(time, context(), stack(), text1(), resource, id);
      case RANGE_ACTIVE ->
          new TraceEvent.RangeActive(time, context(), stack(), text1(), resource, id);
      case RANGE_END ->
          new TraceEvent.RangeEnd(time, context(), stack(), text1(), resource, id, attributes());
      case TASK_BEGIN ->
          new TraceEvent.TaskBegin(time, context(), stack(), id, parent, text1(), since);
      case TASK_END -> new TraceEvent.TaskEnd(time, context(), stack(), id, parent, text1());
      case REGION_BEGIN -> new TraceEvent.RegionBegin(time, context(), stack(), id, text1(), since);
      case REGION_END -> new TraceEvent.RegionEnd(time, context(), stack(), id, text1());
      case LOG -> new TraceEvent.Log(time, context(), stack(), id, text1(), text2());
      case GO_TRANSITION ->
          new TraceEvent.GoTransition(
              time,
              context(),
              stack(),
              id,
              GO_STATES[from],
              GO_STATES[to],
              cause(),
              goroutineStack(),
              stackWeight(),
              waker(),
              described,
              since);
      case PROC_TRANSITION ->
          new TraceEvent.ProcTransition(
              time, context(), stack(), id, PROC_STATES[from], PROC_STATES[to]);
      case EXPERIMENTAL ->
          new TraceEvent.Experimental(time, context(), text1(), experimentalArguments());
    };
  }

  private void require(EventKind wanted, String accessor) {
    if (kind != wanted) {
      throw wrongKind(accessor);
    }
  }

  private void requireRange(String accessor) {
    if (kind != EventKind.RANGE_BEGIN
        && kind != EventKind.RANGE_END
        && kind != EventKind.RANGE_ACTIVE) {
      throw wrongKind(accessor);
    }
  }

  private IllegalStateException wrongKind(String accessor) {
    return new IllegalStateException(
        accessor + "() on " + (kind == null ? "no event" : kind.toString()));
  }

  @Override
  public final String toString() {
    return kind == null ? "no event" : event().toString();
  }

  @Override
  public final boolean equals(Object other) {
    return this == other;
  }

  @Override
  public final int hashCode() {
    return System.identityHashCode(this);
  }
}
