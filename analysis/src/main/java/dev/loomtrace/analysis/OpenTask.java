package dev.loomtrace.analysis;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.TraceState;
import dev.loomtrace.trace.WaitCause;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A task that has not ended: who works on it, and how its time was spent so far.
 *
 * <p>A task of a whole program has as many workers as that has goroutines, so what all of them do
 * is counted as they change, not determined from scratch each time.
 */
final class OpenTask {
  private static final GoState[] STATES = GoState.values();

  // What counts most first.
  private static final GoState[] BY_WEIGHT = {
    GoState.RUNNING,
    GoState.RUNNABLE,
    GoState.PINNED,
    GoState.SYSCALL,
    // Of which it is not known whether it waits.
    GoState.UNDETERMINED,
    GoState.WAITING
  };

  private static final class Worker {
    private final long order;
    private GoState state;

    private Worker(long order, GoState state) {
      this.order = order;
      this.state = state;
    }
  }

  private final TraceState.Task task;
  private final long from;
  // In the order they came. Most tasks have one worker; one of the whole program has all of its
  // goroutines.
  private Set<Long> workedOn = Set.of();
  // Null while nobody works on it: most of many open tasks are of that kind.
  private LongMap<Worker> workers;
  // Of those that wait, by the order in which they came; null as well, and so are the counts.
  private NavigableMap<Long, Long> waiting;
  private int[] inState;
  private long joined;
  private Map<Place, Spent> waits = Map.of();
  private final StopClock stops;
  private long stoppedUntil;
  private long since;
  private long running;
  private long runnable;
  private long pinned;
  private long stopped;
  private long unknown;
  private GoState now = GoState.UNDETERMINED;
  private Spent wait;
  private long waiter = Context.NO_GOROUTINE;
  private long waitBegan;

  private record Place(WaitCause cause, Optional<Frame> site) {}

  private static final class Spent {
    private long count;
    private long total;
    private long longest;
    private long earlier;
    private boolean open;
    private Optional<TaskResult.Waker> waker = Optional.empty();

    private void ended(long duration, Optional<TaskResult.Waker> by) {
      if (duration >= longest) {
        longest = duration;
        waker = by;
      }
    }
  }

  /**
   * A task.
   *
   * @param from when the trace first tells of it: when it began, or later if it is older
   */
  OpenTask(TraceState.Task task, long from, StopClock stops) {
    this.task = task;
    this.from = from;
    this.since = from;
    this.stops = stops;
    this.stoppedUntil = stops.until(since);
  }

  /** When it started. */
  long begin() {
    return task.begin();
  }

  /** The goroutines that work on it, in the order of their ids. */
  long[] workers() {
    return workers == null ? new long[0] : workers.sortedKeys();
  }

  /** Whether a goroutine works on it. */
  boolean has(long goroutine) {
    return workers != null && workers.get(goroutine) != null;
  }

  /** A goroutine in this state works on it from now on. */
  void join(long goroutine, GoState state) {
    if (workers == null) {
      workers = new LongMap<>();
      waiting = new TreeMap<>();
      inState = new int[STATES.length];
    }
    Worker worker = new Worker(joined++, state);
    workers.put(goroutine, worker);
    if (workedOn.isEmpty()) {
      workedOn = Set.of(goroutine);
    } else if (!workedOn.contains(goroutine)) {
      if (workedOn.size() == 1) {
        workedOn = new LinkedHashSet<>(workedOn);
      }
      workedOn.add(goroutine);
    }
    count(goroutine, worker, 1);
  }

  void leave(long goroutine) {
    Worker worker = workers == null ? null : workers.remove(goroutine);
    if (worker != null) {
      count(goroutine, worker, -1);
      if (workers.size() == 0) {
        workers = null;
        waiting = null;
        inState = null;
      }
    }
  }

  /** The state of a goroutine that works on it has changed. */
  void changed(long goroutine, GoState state) {
    Worker worker = workers.get(goroutine);
    count(goroutine, worker, -1);
    worker.state = state;
    count(goroutine, worker, 1);
  }

  private void count(long goroutine, Worker worker, int change) {
    inState[worker.state.ordinal()] += change;
    if (worker.state == GoState.WAITING) {
      if (change > 0) {
        waiting.put(worker.order, goroutine);
      } else {
        waiting.remove(worker.order);
      }
    }
  }

  /** The state of its workers that counts most. */
  GoState state() {
    if (workers == null) {
      return GoState.UNDETERMINED;
    }
    for (GoState state : BY_WEIGHT) {
      if (inState[state.ordinal()] > 0) {
        return state;
      }
    }
    return GoState.UNDETERMINED;
  }

  /** The waiting goroutine that joined first, if the state is waiting. */
  long firstWaiting() {
    return waiting.firstEntry().getValue();
  }

  /** Attributes the time until now to what the task did. */
  void spend(long time) {
    long span = time - since;
    since = time;
    long stopsNow = stops.until(time);
    // Whatever else it did, or nobody knows of: not in a pause.
    if (now == GoState.RUNNING || now == GoState.RUNNABLE || now == GoState.UNDETERMINED) {
      stopped += stopsNow - stoppedUntil;
      span -= stopsNow - stoppedUntil;
    }
    stoppedUntil = stopsNow;
    switch (now) {
      case RUNNING -> running += span;
      case RUNNABLE -> runnable += span;
      case SYSCALL, PINNED -> pinned += span;
      case WAITING -> wait.total += span;
      case UNDETERMINED, NOT_EXIST -> unknown += span;
    }
  }

  /**
   * What the task does from now on.
   *
   * @param waiting who waits, if it waits; else null
   */
  void becomes(GoState state, TraceState.Goroutine waiting) {
    now = state;
    if (state != GoState.WAITING) {
      return;
    }
    Place place = new Place(waiting.cause(), FrameOrigins.DEFAULT.site(waiting.stack()));
    if (waits.isEmpty()) {
      waits = new HashMap<>();
    }
    wait = waits.computeIfAbsent(place, key -> new Spent());
    if (waiter != waiting.id() || waitBegan != waiting.since()) {
      wait.count++;
      wait.earlier += Math.max(0, waiting.since() - Math.max(waiting.began(), task.begin()));
      waiter = waiting.id();
      waitBegan = waiting.since();
    }
  }

  /** A goroutine no longer waits. */
  void woken(long goroutine, long time, Optional<TaskResult.Waker> by) {
    if (now == GoState.WAITING && waiter == goroutine) {
      wait.ended(time - Math.max(waitBegan, from), by);
    }
  }

  /** The result so far, up to the last {@link #spend}. */
  TaskResult report(boolean ended) {
    if (now == GoState.WAITING) {
      wait.ended(since - Math.max(waitBegan, from), Optional.empty());
      wait.open = !ended;
    }
    Map<String, Long> blocked = new HashMap<>();
    List<TaskResult.Wait> places = new ArrayList<>();
    waits.forEach(
        (place, spent) -> {
          blocked.merge(place.cause().word(), spent.total, Long::sum);
          places.add(
              new TaskResult.Wait(
                  place.cause(),
                  place.site(),
                  spent.count,
                  spent.total,
                  spent.longest,
                  spent.waker,
                  spent.earlier,
                  spent.open));
        });
    places.sort(Comparator.comparingLong(TaskResult.Wait::total).reversed());
    TimeByState time =
        new TimeByState(
            since - task.begin(),
            running,
            runnable,
            pinned,
            stopped,
            blocked,
            unknown,
            from - task.begin());
    return new TaskResult(
        task.id(),
        task.parent(),
        task.type(),
        task.begin(),
        task.goroutine() == Context.NO_GOROUTINE,
        ended,
        List.copyOf(workedOn),
        time,
        places);
  }
}
