package dev.loomtrace.analysis;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanSink;
import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.TraceState;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How long each thread has worked on any of some tasks, as {@link TaskBreakdown} has it. Needs
 * memory in proportion to the threads that live and have done so.
 */
final class WorkTime implements SpanSink {
  private final TaskBreakdown tasks;
  private final LongMap<Clock> clocks = new LongMap<>();

  /** Of one thread: goes while it works on one of them. */
  private static final class Clock {
    private boolean goes;
    private long since;
    private long before;
  }

  /**
   * Nobody has worked yet.
   *
   * @param wanted the tasks
   */
  WorkTime(Predicate<TraceState.Task> wanted) {
    tasks = new TaskBreakdown(wanted, this::changed);
  }

  private void changed(long thread, boolean works, long time) {
    Clock clock = clocks.get(thread);
    if (clock == null) {
      clock = new Clock();
      clocks.put(thread, clock);
    }
    clock.before += clock.goes ? time - clock.since : 0;
    clock.goes = works;
    clock.since = time;
  }

  @Override
  public Set<SpanKind> kinds() {
    return tasks.kinds();
  }

  @Override
  public void accept(SpanView span) {
    tasks.accept(span);
  }

  @Override
  public void event(EventView event, TraceState state) {
    tasks.event(event, state);
  }

  /** Whether a thread works on one of them now. */
  boolean works(long thread) {
    Clock clock = clocks.get(thread);
    return clock != null && clock.goes;
  }

  /** How long it had until then, which is not before its last event; in nanoseconds. */
  long until(long thread, long time) {
    Clock clock = clocks.get(thread);
    return clock == null ? 0 : clock.before + (clock.goes ? time - clock.since : 0);
  }

  /** The thread has ended; its id may be another one's from now on. */
  void ended(long thread) {
    clocks.remove(thread);
  }

  /** Number of the tasks so far. */
  long matched() {
    return tasks.matched();
  }
}
