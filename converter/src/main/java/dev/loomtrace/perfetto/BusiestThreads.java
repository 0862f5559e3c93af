package dev.loomtrace.perfetto;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.GoState;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.LongPredicate;

/**
 * Finds the threads (goroutines) of a trace that run for the longest time in all. First a sink of
 * the trace, then a choice of threads for {@link PerfettoTraceWriter}.
 *
 * <p>Memory: what is alive, and the threads that are found. For one thread at a time.
 */
public final class BusiestThreads implements EventSink, LongPredicate {
  private static final Comparator<Busy> LEAST_FIRST =
      Comparator.<Busy>comparingLong(busy -> busy.nanos)
          .thenComparing(Comparator.<Busy>comparingLong(busy -> busy.id).reversed());

  private final int most;
  private final TimeWindow window;
  private final LongMap<Busy> alive = new LongMap<>();
  private final PriorityQueue<Busy> busiest = new PriorityQueue<>(LEAST_FIRST);
  private final LongMap<Busy> chosen = new LongMap<>();
  private boolean decided;
  private long time;

  /**
   * Of no event yet.
   *
   * @param most how many threads to find, at least 1; of those that run equally long, the ones with
   *     the lower ids
   */
  public BusiestThreads(int most) {
    this(most, TimeWindow.ALWAYS);
  }

  /**
   * Of no event yet.
   *
   * @param most how many threads to find, as above
   * @param window what they do at other times does not count
   */
  public BusiestThreads(int most, TimeWindow window) {
    if (most < 1) {
      throw new IllegalArgumentException("at least one thread, not " + most);
    }
    this.most = most;
    this.window = window;
  }

  private static final class Busy {
    private final long id;
    private boolean running;
    private long since;
    private long nanos;

    private Busy(long id) {
      this.id = id;
    }
  }

  @Override
  public void accept(EventView e) {
    time = e.time();
    if (e.kind() != EventKind.GO_TRANSITION) {
      return;
    }
    long id = e.resourceId();
    Busy busy = alive.get(id);
    if (busy == null) {
      busy = new Busy(id);
      alive.put(id, busy);
    }
    if (busy.running) {
      busy.nanos += window.within(busy.since, time);
    }
    busy.running = e.goTo() == GoState.RUNNING;
    busy.since = time;
    if (e.goTo() == GoState.NOT_EXIST) {
      alive.remove(id);
      offer(busy);
    }
  }

  private void offer(Busy busy) {
    busiest.add(busy);
    if (busiest.size() > most) {
      busiest.remove();
    }
  }

  /** Whether a thread is one of them; after the trace, or as much of it as there is. */
  @Override
  public boolean test(long thread) {
    if (!decided) {
      decided = true;
      alive.forEach(
          busy -> {
            busy.nanos += busy.running ? window.within(busy.since, time) : 0;
            offer(busy);
          });
      alive.clear();
      busiest.forEach(busy -> chosen.put(busy.id, busy));
    }
    return chosen.get(thread) != null;
  }
}
