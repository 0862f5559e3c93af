package dev.loomtrace.trace;

import java.util.function.Consumer;

/**
 * The rules of Go's reader: which events are possible after those before them. A trace that breaks
 * a rule cannot be written as a Go trace that Go's tools can read.
 *
 * <p>Source: {@code internal/trace/order.go} of Go 1.26. There, most events need a thread with a
 * proc, and many need a goroutine on it; here both are what the transitions so far have bound to
 * the event's thread, whatever the event itself says.
 */
public final class TraceRules {
  private final TraceState state;
  private final TransitionRules transitions;
  private final boolean threadsAreKnown;
  private boolean collected;

  /** Rules for traces that say on which thread everything happens. */
  public TraceRules(TraceState state) {
    this(state, true);
  }

  /**
   * Rules.
   *
   * @param state the state before the event; the caller passes it each event after the check
   * @param threadsAreKnown see {@link TraceReader#threadsAreKnown()}
   */
  public TraceRules(TraceState state, boolean threadsAreKnown) {
    this.state = state;
    this.threadsAreKnown = threadsAreKnown;
    this.transitions = new TransitionRules(state, threadsAreKnown);
  }

  /**
   * Checks the next event.
   *
   * @param faults receives what is wrong with the event, in words; nothing if it is possible
   */
  public void check(EventView event, Consumer<String> faults) {
    state.decide(event);
    if (state.syncs() == 0 && event.kind() != EventKind.SYNC) {
      faults.accept("a trace begins with a sync event, not with " + event.kind());
      return;
    }
    if (state.syncs() > 0 && event.time() <= state.time()) {
      faults.accept("time does not increase: the event before has " + state.time());
    }
    switch (event.kind()) {
      case SYNC, STACK_SAMPLE -> {
        // A sample may contradict its surroundings.
      }
      case GO_TRANSITION -> transitions.goroutine(event, faults);
      case PROC_TRANSITION -> transitions.proc(event, faults);
      case RANGE_BEGIN, RANGE_ACTIVE, RANGE_END -> range(event, faults);
      case METRIC ->
          requireBound(
              event, event.metricName().equals(TraceEvent.Metric.MAX_PROCS), "a metric", faults);
      case LABEL -> {
        requireBound(event, true, "a label", faults);
        boolean own =
            event.labelledKind() == ResourceKind.GOROUTINE
                && event.labelledId() == goroutineOf(event);
        if (threadsAreKnown && !own) {
          faults.accept(
              "label of "
                  + event.labelledKind()
                  + " "
                  + event.labelledId()
                  + " on thread "
                  + event.thread()
                  + ", which does not run it");
        }
      }
      case TASK_BEGIN -> {
        requireBound(event, true, "a task's start", faults);
        if (state.task(event.task()) != null) {
          faults.accept("task " + Long.toUnsignedString(event.task()) + " begins twice");
        }
      }
      case TASK_END -> requireBound(event, true, "a task's end", faults);
      case LOG -> requireBound(event, true, "a log", faults);
      case REGION_BEGIN, REGION_END -> region(event, faults);
      case EXPERIMENTAL -> {
        if (threadsAreKnown && event.thread() == Context.NO_THREAD) {
          faults.accept("event \"" + event.experimentalName() + "\" on no thread");
        }
      }
    }
  }

  /** Events other than the scheduling of goroutines happen on a proc, most also in a goroutine. */
  private void requireBound(
      EventView event, boolean inGoroutine, String what, Consumer<String> faults) {
    if (!threadsAreKnown) {
      return;
    }
    TraceState.ThreadState thread = state.thread(event.thread());
    if (event.thread() == Context.NO_THREAD) {
      faults.accept(what + " on no thread");
    } else if (thread == null || thread.proc() == Context.NO_PROC) {
      faults.accept(what + " on thread " + event.thread() + ", which holds no proc");
    } else if (inGoroutine && thread.goroutine() == Context.NO_GOROUTINE) {
      faults.accept(what + " on thread " + event.thread() + ", which has no goroutine");
    }
  }

  private long goroutineOf(EventView event) {
    TraceState.ThreadState thread = state.thread(event.thread());
    return thread == null ? Context.NO_GOROUTINE : thread.goroutine();
  }

  private long procOf(EventView event) {
    TraceState.ThreadState thread = state.thread(event.thread());
    return thread == null ? Context.NO_PROC : thread.proc();
  }

  private void range(EventView event, Consumer<String> faults) {
    RangeKind kind = RangeKind.ofName(event.rangeName());
    boolean active = event.kind() == EventKind.RANGE_ACTIVE;
    if (kind == RangeKind.GC_MARK) {
      collection(event, faults);
    } else if (!active) {
      requireBound(event, kind != RangeKind.GC_SWEEP, "a range", faults);
      requireScope(event, kind, faults);
    } else if (!isKnown(event.scopeKind(), event.scopeId())) {
      faults.accept(named(event) + " is active on what was never seen");
    }
    boolean open = state.isOpen(event.rangeName(), event.scopeKind(), event.scopeId());
    switch (event.kind()) {
      case RANGE_BEGIN -> {
        if (open) {
          faults.accept(named(event) + " begins but is open");
        }
      }
      case RANGE_END -> {
        if (!open) {
          faults.accept(named(event) + " ends but is not open");
        } else if (kind == RangeKind.STOP_THE_WORLD && !isFirstStop(event)) {
          faults.accept(named(event) + " ends before another stop of the same goroutine");
        }
      }
      default -> {
        if (state.syncs() == 1 && open) {
          faults.accept(named(event) + " is active twice in the trace's first part");
        } else if (state.syncs() > 1 && !open) {
          faults.accept(named(event) + " is active but did not begin");
        }
      }
    }
  }

  // The end of a stop does not say which one it ends: the first of its goroutine, to Go.
  private boolean isFirstStop(EventView event) {
    for (TraceState.OpenRange range : state.ranges()) {
      if (range.scope() == event.scopeKind()
          && range.id() == event.scopeId()
          && RangeKind.ofName(range.name()) == RangeKind.STOP_THE_WORLD) {
        return range.name().equals(event.rangeName());
      }
    }
    return false;
  }

  /** The first collection that is seen may begin anywhere. */
  private void collection(EventView event, Consumer<String> faults) {
    boolean first = !collected && event.kind() != EventKind.RANGE_END;
    boolean late = event.kind() == EventKind.RANGE_ACTIVE && state.syncs() == 1 && collected;
    if (!first) {
      requireBound(event, true, "a collection", faults);
    }
    if (late) {
      faults.accept(named(event) + " is active after others in the trace's first part");
    }
    if (event.scopeKind() != ResourceKind.NONE) {
      faults.accept(named(event) + " does not belong to the program");
    }
    collected = true;
  }

  private void requireScope(EventView event, RangeKind kind, Consumer<String> faults) {
    ResourceKind scope = event.scopeKind();
    boolean fits =
        switch (kind) {
          case GC_SWEEP -> scope == ResourceKind.PROC && isOwn(event, procOf(event));
          case STOP_THE_WORLD, GC_MARK_ASSIST ->
              scope == ResourceKind.GOROUTINE && isOwn(event, goroutineOf(event));
          case GC_MARK, OTHER -> true;
        };
    if (!fits) {
      faults.accept(named(event) + " is not that of thread " + event.thread());
    }
  }

  private boolean isOwn(EventView event, long bound) {
    return !threadsAreKnown || event.scopeId() == bound;
  }

  private boolean isKnown(ResourceKind kind, long id) {
    return switch (kind) {
      case GOROUTINE -> state.goroutine(id) != null;
      case PROC -> state.proc(id) != null;
      case THREAD, NONE -> true;
    };
  }

  private static String named(EventView event) {
    String scope =
        event.scopeKind() == ResourceKind.NONE
            ? ""
            : " on " + event.scopeKind() + " " + event.scopeId();
    return "range \"" + event.rangeName() + "\"" + scope;
  }

  private void region(EventView event, Consumer<String> faults) {
    requireBound(event, true, "a region", faults);
    long id = event.goroutine();
    TraceState.Goroutine g = state.goroutine(id);
    if (g == null) {
      faults.accept("region \"" + event.type() + "\" on unknown goroutine " + id);
    } else if (threadsAreKnown && id != goroutineOf(event)) {
      faults.accept(
          "region \""
              + event.type()
              + "\" of goroutine "
              + id
              + " on thread "
              + event.thread()
              + ", which does not run it");
    } else if (event.kind() == EventKind.REGION_END && !g.regions().isEmpty()) {
      TraceState.OpenRegion innermost = g.regions().getLast();
      if (innermost.task() != event.task() || !innermost.type().equals(event.type())) {
        faults.accept(
            "region \""
                + event.type()
                + "\" of task "
                + Long.toUnsignedString(event.task())
                + " ends inside region \""
                + innermost.type()
                + "\" of task "
                + Long.toUnsignedString(innermost.task()));
      }
    }
  }
}
