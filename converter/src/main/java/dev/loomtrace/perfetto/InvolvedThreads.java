package dev.loomtrace.perfetto;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.GoState;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.LongPredicate;

/**
 * Finds the threads (goroutines) on which some threads depended during a stretch of time: those
 * that made them able to run, those that had made these able to run before, and so on. First a sink
 * of the trace, then a choice of threads for {@link PerfettoTraceWriter}.
 *
 * <p>Memory: 16 bytes for each time that a thread was made able to run within the stretch. For one
 * thread at a time.
 */
public final class InvolvedThreads implements EventSink, LongPredicate {
  private final TimeWindow window;
  private final LongMap<Boolean> involved = new LongMap<>();
  private long[] woken = new long[1024];
  private long[] wakers = new long[1024];
  private int count;

  /**
   * Of no event yet.
   *
   * @param threads those whose time is asked for
   * @param window when
   */
  public InvolvedThreads(Collection<Long> threads, TimeWindow window) {
    this.window = window;
    threads.forEach(id -> involved.put(id, true));
  }

  @Override
  public void accept(EventView e) {
    if (e.kind() != EventKind.GO_TRANSITION || !window.contains(e.time())) {
      return;
    }
    long waker = Scheduling.waker(e);
    boolean wakes = e.goTo() == GoState.RUNNABLE && e.goFrom() == GoState.WAITING;
    boolean creates = e.goFrom() == GoState.NOT_EXIST;
    if (waker == Context.NO_GOROUTINE || !(wakes || creates)) {
      return;
    }
    if (count == woken.length) {
      woken = Arrays.copyOf(woken, 2 * count);
      wakers = Arrays.copyOf(wakers, 2 * count);
    }
    woken[count] = e.resourceId();
    wakers[count] = waker;
    count++;
  }

  /** Whether a thread is one of them; after the trace, or as much of it as there is. */
  @Override
  public boolean test(long thread) {
    // Backwards: of a thread only what it did before it was needed counts.
    while (count > 0) {
      count--;
      if (involved.get(woken[count]) != null) {
        involved.put(wakers[count], true);
      }
    }
    return involved.get(thread) != null;
  }
}
