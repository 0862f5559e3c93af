package dev.loomtrace.jfr.simulation;

import dev.loomtrace.trace.Repairs;
import dev.loomtrace.trace.TraceReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Reads the events of a simulation, batch by batch. */
public abstract class BatchReader extends TraceReader {
  private static final List<Repairs.Kind> LOSSES =
      Arrays.stream(Repairs.Kind.values())
          .filter(kind -> kind.group() == Repairs.Group.LOSS)
          .toList();

  private final RepairTally repairs = new RepairTally();
  private EventBatch batch = new EventBatch();
  private int next;
  private int nextRepair;

  /** For subclasses. */
  protected BatchReader() {}

  /**
   * The next batch of events.
   *
   * @param read the one before, which is not needed any more
   * @return an empty one if there are no more events
   * @throws IOException as {@link #next()} does
   */
  protected abstract EventBatch nextBatch(EventBatch read) throws IOException;

  @Override
  protected final boolean advance() throws IOException {
    if (next == batch.size()) {
      repaired();
      batch = nextBatch(batch);
      next = 0;
      nextRepair = 0;
      for (Repairs.Kind kind : LOSSES) {
        repairs.set(kind, batch.lost(kind));
      }
      if (batch.size() == 0) {
        repaired();
        return false;
      }
    }
    repaired();
    describe(batch.get(next));
    next++;
    return true;
  }

  /** Takes over the repairs up to the next event. */
  private void repaired() {
    while (nextRepair < batch.repairs().size()) {
      EventBatch.Repaired repaired = batch.repairs().get(nextRepair);
      if (repaired.place() > next) {
        return;
      }
      repairs.add(repaired.kind(), repaired.time(), repaired.goroutine());
      nextRepair++;
    }
  }

  @Override
  public final long covered() {
    return batch.covered();
  }

  @Override
  public final Repairs repairs() {
    return repairs.repairs();
  }

  private void describe(PendingEvent e) {
    switch (e.kind) {
      case SYNC -> {
        sync(e.time, e.id, e.clock, Map.of());
        withLockOwners(e.lockOwners);
      }
      case METRIC -> metric(e.time, e.text, e.id);
      case STACK_SAMPLE -> stackSample(e.time);
      case RANGE_BEGIN, RANGE_END -> range(e.kind, e.time, e.text, e.scope, e.id);
      case TASK_BEGIN, TASK_END -> {
        task(e.kind, e.time, e.id, e.parent);
        withSince(e.since);
        withText(e.text);
      }
      case REGION_BEGIN, REGION_END -> {
        region(e.kind, e.time, e.id);
        withSince(e.since);
        withText(e.text);
      }
      case LOG -> {
        log(e.time, e.id);
        withText(e.text);
        withSecondText(e.secondText);
      }
      case GO_TRANSITION -> {
        goTransition(e.time, e.id, e.goFrom, e.goTo);
        withSince(e.since);
        withCause(e.cause);
        withWaker(e.waker.kind(), e.waker.thread(), e.waker.frame());
        withThread(e.of);
        withGoroutineStack(e.ownStack);
        withStackWeight(e.stackWeight);
      }
      case PROC_TRANSITION -> procTransition(e.time, e.id, e.procFrom, e.procTo);
      case LABEL, RANGE_ACTIVE, EXPERIMENTAL ->
          throw new AssertionError("invariant: the simulation has no " + e.kind);
    }
    at(e.thread, e.proc, e.goroutine);
    withStack(e.stack);
  }
}
