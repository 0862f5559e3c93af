package dev.loomtrace.trace;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A small legal trace with every kind of event, for the tests of this package. */
final class Samples {
  static final Stack STACK =
      Stack.of(
          List.of(
              new Frame(1, "java/util/concurrent/locks.lock", "Lock.java", 10),
              new Frame(2, "shop/Checkout.pay", "shop/Checkout.java", 42)));
  static final Stack START =
      Stack.of(List.of(new Frame(2, "shop/Checkout.pay", "Checkout.java", 42)));

  private Samples() {}

  static List<TraceEvent> everyKind() {
    Context proc = new Context(Context.NO_GOROUTINE, 0, 100);
    Context one = new Context(1, 0, 100);
    Context waker = new Context(Context.NO_GOROUTINE, Context.NO_PROC, 101);
    return List.of(
        new TraceEvent.Sync(
            1,
            1,
            Optional.of(new ClockSnapshot(1, 5, Instant.ofEpochSecond(1_700_000_000, 9))),
            Map.of("AllocFree", List.of(new ExperimentalBatch(100, new byte[] {1, 2, 3})))),
        new TraceEvent.ProcTransition(
            2,
            new Context(Context.NO_GOROUTINE, Context.NO_PROC, 100),
            Stack.NONE,
            0,
            ProcState.UNDETERMINED,
            ProcState.RUNNING),
        goTransition(3, proc, 1, GoState.NOT_EXIST, GoState.RUNNABLE, "", START),
        goTransition(4, proc, 1, GoState.RUNNABLE, GoState.RUNNING, "", Stack.NONE),
        new TraceEvent.Metric(5, one, Stack.NONE, TraceEvent.Metric.MAX_PROCS, 4),
        new TraceEvent.Label(6, one, Stack.NONE, "worker", ResourceKind.GOROUTINE, 1),
        new TraceEvent.StackSample(7, one, STACK),
        new TraceEvent.TaskBegin(8, one, STACK, 17, EventView.NO_TASK, "checkout"),
        new TraceEvent.RegionBegin(9, one, STACK, 17, "price"),
        new TraceEvent.Log(10, one, STACK, 17, "sku", "42"),
        new TraceEvent.RangeBegin(11, one, STACK, "GC mark assist", ResourceKind.GOROUTINE, 1),
        new TraceEvent.RangeEnd(
            12, one, Stack.NONE, "GC mark assist", ResourceKind.GOROUTINE, 1, List.of()),
        new TraceEvent.RangeActive(
            13, proc, Stack.NONE, "GC incremental sweep", ResourceKind.PROC, 0),
        new TraceEvent.RangeEnd(
            14,
            proc,
            Stack.NONE,
            "GC incremental sweep",
            ResourceKind.PROC,
            0,
            List.of(
                new TraceEvent.RangeAttribute("bytes swept", 5),
                new TraceEvent.RangeAttribute("bytes reclaimed", 6))),
        new TraceEvent.RegionEnd(15, one, STACK, 17, "price"),
        new TraceEvent.TaskEnd(16, one, STACK, 17, EventView.NO_TASK, "checkout"),
        new TraceEvent.Experimental(
            17, one, "HeapObjectAlloc", List.of(new TraceEvent.Argument("id", 99))),
        new TraceEvent.GoTransition(
            18,
            one,
            STACK,
            1,
            GoState.RUNNING,
            GoState.WAITING,
            WaitCause.of(WaitReason.LOCK, "a.ReentrantLock"),
            STACK,
            2.5,
            Waker.NONE,
            TraceThread.GOROUTINE),
        goTransition(19, waker, 1, GoState.WAITING, GoState.RUNNABLE, "", Stack.NONE),
        new TraceEvent.Sync(20, 2, Optional.empty(), Map.of()),
        new TraceEvent.Sync(21, 3, Optional.empty(), Map.of()));
  }

  static TraceEvent goTransition(
      long time, Context context, long id, GoState from, GoState to, String reason, Stack stack) {
    WaitCause cause = WaitCause.ofText(WaitReason.UNKNOWN, reason);
    return new TraceEvent.GoTransition(time, context, Stack.NONE, id, from, to, cause, stack);
  }
}
