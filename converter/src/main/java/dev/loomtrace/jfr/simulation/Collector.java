package dev.loomtrace.jfr.simulation;

import dev.loomtrace.event.EventNames;
import dev.loomtrace.jfr.operation.Cause;
import dev.loomtrace.jfr.operation.Facts;
import dev.loomtrace.jfr.operation.OpKind;
import dev.loomtrace.jfr.operation.Operations;
import dev.loomtrace.jfr.simulation.Goroutine.Machine;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.RangeKind;
import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.TraceThread;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import dev.loomtrace.trace.Waker;

/**
 * Garbage collections, pauses and the heap's size: done by one goroutine that stands for the JVM,
 * since Go has them happen on a goroutine that runs.
 */
final class Collector {
  private static final long GOROUTINE = Operations.JAVA_THREADS;

  private static final Cause WAITS =
      new Cause(WaitCause.of(WaitReason.SYSTEM), EventNames.WAKE_UNKNOWN, Stack.NONE);

  private final Emitter out;
  private final Scheduling scheduling;
  private final Machine machine = new Machine(Scheduling.COLLECTOR, false);
  private Goroutine goroutine;
  private int depth;
  private int collections;
  private int pauses;
  private String pause;
  private long parallelism;

  Collector(Emitter out, Scheduling scheduling) {
    this.out = out;
    this.scheduling = scheduling;
  }

  /** Lets the goroutine exist. */
  void begin(long time, Facts facts) {
    TraceThread thread = new TraceThread(ThreadKind.SYSTEM, "gc", facts.frame("jvm.gc"), true);
    goroutine = new Goroutine(GOROUTINE, true, thread);
    goroutine.machine = machine;
    scheduling.createWaiting(time, time, goroutine, Cause.UNKNOWN);
  }

  /** Whether a range is open that must not cross the border of two parts. */
  boolean busy() {
    return depth > 0;
  }

  private void enter(long time) {
    if (depth++ == 0) {
      scheduling.unblock(time, goroutine, machine, Waker.NONE);
      scheduling.takeProc(time, machine);
      out.transition(time, machine, goroutine, GoState.RUNNING);
      machine.goroutine = goroutine;
    }
  }

  private void leave(long time) {
    if (--depth == 0) {
      scheduling.block(time, 0, goroutine, WAITS);
    }
  }

  void apply(long time, OpKind kind, long amount, String purpose) {
    switch (kind) {
      case COLLECTION_BEGIN -> {
        enter(time);
        if (collections++ == 0) {
          out.range(time, machine, true, RangeKind.GC_MARK_NAME, ResourceKind.NONE, 0);
        }
      }
      case COLLECTION_END -> {
        if (collections > 0) {
          if (--collections == 0) {
            out.range(time, machine, false, RangeKind.GC_MARK_NAME, ResourceKind.NONE, 0);
          }
          leave(time);
        }
      }
      case STOP_THE_WORLD_BEGIN -> {
        enter(time);
        if (pauses++ == 0) {
          pause = RangeKind.stopTheWorldName(purpose);
          out.range(time, machine, true, pause, ResourceKind.GOROUTINE, GOROUTINE);
        }
      }
      case STOP_THE_WORLD_END -> {
        if (pauses > 0) {
          if (--pauses == 0) {
            out.range(time, machine, false, pause, ResourceKind.GOROUTINE, GOROUTINE);
          }
          leave(time);
        }
      }
      case HEAP_USED -> metric(time, TraceEvent.Metric.HEAP_OBJECTS, amount);
      case HEAP_COMMITTED -> metric(time, TraceEvent.Metric.HEAP_COMMITTED, amount);
      case PARALLELISM -> {
        if (amount != parallelism && amount > 0) {
          parallelism = amount;
          metric(time, TraceEvent.Metric.MAX_PROCS, amount);
        }
      }
      default -> throw new IllegalArgumentException("not the collector's: " + kind);
    }
  }

  private void metric(long time, String name, long value) {
    enter(time);
    out.metric(time, machine, name, value);
    leave(time);
  }
}
