package dev.loomtrace.gotrace.v2;

import dev.loomtrace.gotrace.wire.WireType;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.RangeKind;
import dev.loomtrace.trace.ResourceKind;

/**
 * Handlers of ranges of time: the world stopped, and what the garbage collector does.
 *
 * <p>The mark phase is the program's, so its begins and ends are numbered. The other ranges are a
 * goroutine's or a proc's.
 */
final class RangeOrdering extends Handlers {
  private static final String[] SWEEP_ATTRIBUTES = {"bytes swept", "bytes reclaimed"};
  private static final long NO_DESCRIPTION = 0;

  private enum Collector {
    UNKNOWN,
    IDLE,
    MARKING
  }

  private final StringTable strings;
  private final long[] sweepValues = new long[SWEEP_ATTRIBUTES.length];
  private Collector collector = Collector.UNKNOWN;
  private long collectorNumber;

  RangeOrdering(OrderedEvents out, OrderState state, StringTable strings) {
    super(out, state);
    this.strings = strings;
  }

  // The mark phase; a0 its next number.

  Step markActive(Cursor c, ThreadState t) {
    if (state.isFirstGeneration()) {
      if (collector != Collector.UNKNOWN) {
        return out.broken("found GCActive after another event of the collector, expected it first");
      }
      return mark(EventKind.RANGE_ACTIVE, c, t, Collector.MARKING);
    }
    if (c.a0 != collectorNumber + 1) {
      return Step.NOT_YET;
    }
    if (collector != Collector.MARKING) {
      return out.broken("found GCActive while no collection was in progress");
    }
    return canRun(t)
        ? mark(EventKind.RANGE_ACTIVE, c, t, Collector.MARKING)
        : unfit(t, "a proc and a goroutine");
  }

  Step beginMark(Cursor c, ThreadState t) {
    if (collector != Collector.UNKNOWN) {
      if (c.a0 != collectorNumber + 1) {
        return Step.NOT_YET;
      }
      if (collector == Collector.MARKING) {
        return out.broken("found GCBegin while a collection was in progress");
      }
      if (!canRun(t)) {
        return unfit(t, "a proc and a goroutine");
      }
    }
    Step step = mark(EventKind.RANGE_BEGIN, c, t, Collector.MARKING);
    out.stack(c.a1);
    return step;
  }

  Step endMark(Cursor c, ThreadState t) {
    if (c.a0 != collectorNumber + 1) {
      return Step.NOT_YET;
    }
    if (collector != Collector.MARKING) {
      return out.broken("found GCEnd while no collection was known to be in progress");
    }
    return canRun(t)
        ? mark(EventKind.RANGE_END, c, t, Collector.IDLE)
        : unfit(t, "a proc and a goroutine");
  }

  private Step mark(EventKind kind, Cursor c, ThreadState t, Collector after) {
    out.range(kind, c, t, RangeKind.GC_MARK_NAME, ResourceKind.NONE, 0);
    collectorNumber = c.a0;
    collector = after;
    return Step.ADVANCED;
  }

  // Sweeping, of a proc.

  /** A proc, a0, was sweeping when the generation began. */
  Step sweepActive(Cursor c, ThreadState t) {
    ProcessorState p = state.proc(c.a0);
    if (p == null) {
      return out.broken("found proc " + c.a0 + ", which is not known, expected one that is");
    }
    Step step = active(p.ranges, WireType.GC_SWEEP_BEGIN);
    if (step == Step.ADVANCED) {
      out.range(EventKind.RANGE_ACTIVE, c, t, RangeKind.GC_SWEEP_NAME, ResourceKind.PROC, c.a0);
    }
    return step;
  }

  /** The thread's proc begins to sweep; a0 the stack. */
  Step beginSweep(Cursor c, ThreadState t) {
    ProcessorState p = state.proc(t.proc);
    if (!hasProc(t) || p == null) {
      return unfit(t, "a proc");
    }
    Step step = begin(p.ranges, WireType.GC_SWEEP_BEGIN);
    if (step == Step.ADVANCED) {
      out.range(EventKind.RANGE_BEGIN, c, t, RangeKind.GC_SWEEP_NAME, ResourceKind.PROC, t.proc);
      out.stack(c.a0);
    }
    return step;
  }

  /** It ends; a0 bytes swept, a1 bytes freed. */
  Step endSweep(Cursor c, ThreadState t) {
    ProcessorState p = state.proc(t.proc);
    if (!hasProc(t) || p == null) {
      return unfit(t, "a proc");
    }
    Step step = end(p.ranges, WireType.GC_SWEEP_BEGIN);
    if (step == Step.ADVANCED) {
      out.range(EventKind.RANGE_END, c, t, RangeKind.GC_SWEEP_NAME, ResourceKind.PROC, t.proc);
      sweepValues[0] = c.a0;
      sweepValues[1] = c.a1;
      out.attributes(SWEEP_ATTRIBUTES, sweepValues);
    }
    return step;
  }

  // Helping the collector, of a goroutine.

  /** A goroutine, a0, was helping when the generation began; it need not run now. */
  Step assistActive(Cursor c, ThreadState t) {
    GoroutineState g = state.goroutine(c.a0);
    if (g == null) {
      return out.broken("found goroutine " + c.a0 + ", which is not known, expected one that is");
    }
    Step step = active(g.ranges, WireType.GC_MARK_ASSIST_BEGIN);
    if (step == Step.ADVANCED) {
      out.range(
          EventKind.RANGE_ACTIVE,
          c,
          t,
          RangeKind.GC_MARK_ASSIST_NAME,
          ResourceKind.GOROUTINE,
          c.a0);
    }
    return step;
  }

  /** The running goroutine begins to help; a0 the stack. */
  Step beginAssist(Cursor c, ThreadState t) {
    GoroutineState g = state.goroutine(t);
    if (!canRun(t) || g == null) {
      return unfit(t, "a proc and a goroutine that is known");
    }
    Step step = begin(g.ranges, WireType.GC_MARK_ASSIST_BEGIN);
    if (step == Step.ADVANCED) {
      assist(EventKind.RANGE_BEGIN, c, t);
      out.stack(c.a0);
    }
    return step;
  }

  Step endAssist(Cursor c, ThreadState t) {
    GoroutineState g = state.goroutine(t);
    if (!canRun(t) || g == null) {
      return unfit(t, "a proc and a goroutine that is known");
    }
    Step step = end(g.ranges, WireType.GC_MARK_ASSIST_BEGIN);
    if (step == Step.ADVANCED) {
      assist(EventKind.RANGE_END, c, t);
    }
    return step;
  }

  private void assist(EventKind kind, Cursor c, ThreadState t) {
    out.range(kind, c, t, RangeKind.GC_MARK_ASSIST_NAME, ResourceKind.GOROUTINE, t.goroutine);
  }

  // The world stopped, by a goroutine.

  /** The running goroutine stops the world; a0 the reason, a1 the stack. */
  Step beginStop(Cursor c, ThreadState t) {
    GoroutineState g = state.goroutine(t);
    if (!canRun(t) || g == null) {
      return unfit(t, "a proc and a goroutine that is known");
    }
    if (g.ranges.has(WireType.STW_BEGIN, c.a0)) {
      return alreadyOpen(WireType.STW_BEGIN);
    }
    stop(EventKind.RANGE_BEGIN, c, t);
    out.stopReason(c.a0);
    out.stack(c.a1);
    if (out.fault().isEmpty()) {
      g.ranges.begin(WireType.STW_BEGIN, c.a0, strings.ofId(c.a0));
    }
    return Step.ADVANCED;
  }

  Step endStop(Cursor c, ThreadState t) {
    GoroutineState g = state.goroutine(t);
    if (!canRun(t) || g == null) {
      return unfit(t, "a proc and a goroutine that is known");
    }
    Step step = end(g.ranges, WireType.STW_BEGIN);
    if (step == Step.ADVANCED) {
      stop(EventKind.RANGE_END, c, t);
      out.stopReason(g.ranges.ended());
    }
    return step;
  }

  private void stop(EventKind kind, Cursor c, ThreadState t) {
    out.range(kind, c, t, "", ResourceKind.GOROUTINE, t.goroutine);
  }

  // What all ranges of goroutines and procs have in common.

  private Step begin(OpenRanges ranges, WireType type) {
    if (ranges.has(type, NO_DESCRIPTION)) {
      return alreadyOpen(type);
    }
    ranges.begin(type, NO_DESCRIPTION, "");
    return Step.ADVANCED;
  }

  /** Becomes known in the first generation, and is confirmed in all others. */
  private Step active(OpenRanges ranges, WireType type) {
    if (ranges.has(type, NO_DESCRIPTION) == state.isFirstGeneration()) {
      return state.isFirstGeneration()
          ? alreadyOpen(type)
          : out.broken("found no range that " + type.text() + " began, expected one");
    }
    if (state.isFirstGeneration()) {
      ranges.begin(type, NO_DESCRIPTION, "");
    }
    return Step.ADVANCED;
  }

  private Step end(OpenRanges ranges, WireType type) {
    return ranges.end(type)
        ? Step.ADVANCED
        : out.broken("found no range that " + type.text() + " began, expected one to end");
  }

  private Step alreadyOpen(WireType type) {
    return out.broken("found a range that " + type.text() + " began before, expected none");
  }
}
