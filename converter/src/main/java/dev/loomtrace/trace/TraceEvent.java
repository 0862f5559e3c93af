package dev.loomtrace.trace;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An immutable event. One record for each {@link EventKind}, so that a {@code switch} over them is
 * complete. They have in common: {@code time} in nanoseconds, the {@code context} just before the
 * event, and {@code stack}, the stack of the goroutine or thread that caused the event.
 */
public sealed interface TraceEvent {
  /** Nanoseconds on the trace's clock. */
  long time();

  /** Where the event happened, as it was just before. */
  Context context();

  /** Stack of the goroutine or thread that caused the event. */
  Stack stack();

  /** The kind of this event. */
  EventKind kind();

  /**
   * A part of the trace begins, or the trace ends.
   *
   * @param number 1 for the first one of a trace, then 2, 3, …
   * @param clock readings of the clocks, if the trace has them; never at the end of the trace
   * @param experiments unparsed data of experiments, by the experiment's name
   * @param lockOwners who owns the locks that goroutines wait for now, as far as that is known, by
   *     ascending ids of these; a Go trace knows none
   */
  record Sync(
      long time,
      long number,
      Optional<ClockSnapshot> clock,
      Map<String, List<ExperimentalBatch>> experiments,
      List<LockOwner> lockOwners)
      implements TraceEvent {
    /** Of a trace that does not know who owns locks. */
    public Sync(
        long time,
        long number,
        Optional<ClockSnapshot> clock,
        Map<String, List<ExperimentalBatch>> experiments) {
      this(time, number, clock, experiments, List.of());
    }

    /** Keeps a copy of the list. */
    public Sync {
      lockOwners = List.copyOf(lockOwners);
    }

    @Override
    public Context context() {
      return Context.NONE;
    }

    @Override
    public Stack stack() {
      return Stack.NONE;
    }

    @Override
    public EventKind kind() {
      return EventKind.SYNC;
    }
  }

  /**
   * A measured value.
   *
   * @param name name with unit after a colon, as in Go's {@code runtime/metrics}
   * @param value the value, unsigned
   */
  record Metric(long time, Context context, Stack stack, String name, long value)
      implements TraceEvent {
    /** Bytes of live and not yet collected heap objects. */
    public static final String HEAP_OBJECTS = "/memory/classes/heap/objects:bytes";

    /** Bytes of memory that the heap has from the system, used or not. */
    public static final String HEAP_COMMITTED = "/memory/classes/heap/committed:bytes";

    /** Size of the heap at which the next collection ends. */
    public static final String HEAP_GOAL = "/gc/heap/goal:bytes";

    /** Number of procs that may run goroutines at a time. */
    public static final String MAX_PROCS = "/sched/gomaxprocs:threads";

    @Override
    public EventKind kind() {
      return EventKind.METRIC;
    }
  }

  /**
   * A name given to a resource.
   *
   * @param label the name
   * @param resource what kind of resource it is
   * @param id the resource's id
   */
  record Label(
      long time, Context context, Stack stack, String label, ResourceKind resource, long id)
      implements TraceEvent {
    @Override
    public EventKind kind() {
      return EventKind.LABEL;
    }
  }

  /** What a thread was executing. */
  record StackSample(long time, Context context, Stack stack) implements TraceEvent {
    @Override
    public EventKind kind() {
      return EventKind.STACK_SAMPLE;
    }
  }

  /**
   * A range begins.
   *
   * @param name the range's name; {@link RangeKind#ofName} says its kind
   * @param scope what it belongs to
   * @param id id of what it belongs to; 0 for {@link ResourceKind#NONE}
   */
  record RangeBegin(
      long time, Context context, Stack stack, String name, ResourceKind scope, long id)
      implements TraceEvent {
    @Override
    public EventKind kind() {
      return EventKind.RANGE_BEGIN;
    }
  }

  /** A range that began earlier is in progress. Components as in {@link RangeBegin}. */
  record RangeActive(
      long time, Context context, Stack stack, String name, ResourceKind scope, long id)
      implements TraceEvent {
    @Override
    public EventKind kind() {
      return EventKind.RANGE_ACTIVE;
    }
  }

  /**
   * A range ends. Components as in {@link RangeBegin}.
   *
   * @param attributes what was measured of the range
   */
  record RangeEnd(
      long time,
      Context context,
      Stack stack,
      String name,
      ResourceKind scope,
      long id,
      List<RangeAttribute> attributes)
      implements TraceEvent {
    @Override
    public EventKind kind() {
      return EventKind.RANGE_END;
    }
  }

  /**
   * A task begins.
   *
   * @param id the task's id; unique in the trace
   * @param parent the parent task, or {@link EventView#NO_TASK}
   * @param type the name the user gave it
   * @param since when it really began: as in {@link EventView#since}
   */
  record TaskBegin(
      long time, Context context, Stack stack, long id, long parent, String type, long since)
      implements TraceEvent {
    /** A task that begins at the event's time. */
    public TaskBegin(long time, Context context, Stack stack, long id, long parent, String type) {
      this(time, context, stack, id, parent, type, time);
    }

    @Override
    public EventKind kind() {
      return EventKind.TASK_BEGIN;
    }
  }

  /**
   * A task ends. Components as in {@link TaskBegin}; empty type if its start is not in the trace.
   */
  record TaskEnd(long time, Context context, Stack stack, long id, long parent, String type)
      implements TraceEvent {
    @Override
    public EventKind kind() {
      return EventKind.TASK_END;
    }
  }

  /**
   * A region begins.
   *
   * @param task the task it belongs to, or {@link EventView#BACKGROUND_TASK}
   * @param type the name the user gave it
   * @param since when it really began: as in {@link EventView#since}
   */
  record RegionBegin(long time, Context context, Stack stack, long task, String type, long since)
      implements TraceEvent {
    /** A region that begins at the event's time. */
    public RegionBegin(long time, Context context, Stack stack, long task, String type) {
      this(time, context, stack, task, type, time);
    }

    @Override
    public EventKind kind() {
      return EventKind.REGION_BEGIN;
    }
  }

  /** A region ends. Components as in {@link RegionBegin}. */
  record RegionEnd(long time, Context context, Stack stack, long task, String type)
      implements TraceEvent {
    @Override
    public EventKind kind() {
      return EventKind.REGION_END;
    }
  }

  /**
   * A log message.
   *
   * @param task the task it belongs to, or {@link EventView#BACKGROUND_TASK}
   * @param category the user's category; may be empty
   * @param message the user's text
   */
  record Log(long time, Context context, Stack stack, long task, String category, String message)
      implements TraceEvent {
    @Override
    public EventKind kind() {
      return EventKind.LOG;
    }
  }

  /**
   * A goroutine's state changed or becomes known ({@code from} is undetermined, or equal to {@code
   * to}).
   *
   * @param goroutine the goroutine that changes; not always that of the context
   * @param cause why it stopped; {@link WaitCause#NONE} if it did not
   * @param goroutineStack the stack of the goroutine that changes. At creation the function that it
   *     will start in, if {@code thread} does not say it, while {@link #stack()} is its creator's;
   *     of one that waits since before the trace, which has a cause, where it waits
   * @param stackWeight how many changes like this one the stack stands for; 0 without a stack, 1
   *     unless it belongs to a sample. See {@link EventView#stackWeight}
   * @param waker what made it runnable if it waited, else {@link Waker#NONE}
   * @param thread what is known about the goroutine itself; at its creation
   * @param since when the state really began: as in {@link EventView#since}
   */
  record GoTransition(
      long time,
      Context context,
      Stack stack,
      long goroutine,
      GoState from,
      GoState to,
      WaitCause cause,
      Stack goroutineStack,
      double stackWeight,
      Waker waker,
      TraceThread thread,
      long since)
      implements TraceEvent {
    /** A transition that happens at the event's time. */
    public GoTransition(
        long time,
        Context context,
        Stack stack,
        long goroutine,
        GoState from,
        GoState to,
        WaitCause cause,
        Stack goroutineStack,
        double stackWeight,
        Waker waker,
        TraceThread thread) {
      this(
          time,
          context,
          stack,
          goroutine,
          from,
          to,
          cause,
          goroutineStack,
          stackWeight,
          waker,
          thread,
          time);
    }

    /**
     * A transition whose stack, if it has one, stands for itself only; if it ends a wait, the
     * goroutine of the context ended it.
     */
    public GoTransition(
        long time,
        Context context,
        Stack stack,
        long goroutine,
        GoState from,
        GoState to,
        WaitCause cause,
        Stack goroutineStack) {
      this(
          time,
          context,
          stack,
          goroutine,
          from,
          to,
          cause,
          goroutineStack,
          goroutineStack.isNone() ? 0 : 1,
          from == GoState.WAITING && to == GoState.RUNNABLE ? Waker.of(context) : Waker.NONE,
          TraceThread.GOROUTINE);
    }

    @Override
    public EventKind kind() {
      return EventKind.GO_TRANSITION;
    }
  }

  /**
   * A proc's state changed or becomes known.
   *
   * @param proc the proc that changes; not always that of the context
   */
  record ProcTransition(
      long time, Context context, Stack stack, long proc, ProcState from, ProcState to)
      implements TraceEvent {
    @Override
    public EventKind kind() {
      return EventKind.PROC_TRANSITION;
    }
  }

  /**
   * An experimental event.
   *
   * @param name its name
   * @param arguments its arguments in order
   */
  record Experimental(long time, Context context, String name, List<Argument> arguments)
      implements TraceEvent {
    @Override
    public Stack stack() {
      return Stack.NONE;
    }

    @Override
    public EventKind kind() {
      return EventKind.EXPERIMENTAL;
    }
  }

  /**
   * Something measured of a range.
   *
   * @param name what
   * @param value the value, unsigned
   */
  record RangeAttribute(String name, long value) {}

  /**
   * An argument of an experimental event.
   *
   * @param name its name
   * @param value its value, unsigned
   */
  record Argument(String name, long value) {}
}
