package dev.loomtrace.analysis;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.TraceState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A task that has not ended: who works on it, and how its time was spent so far.
 *
 * <p>A task of a whole program has as many workers as that has goroutines, so what all of them do
 * is counted as they change, not determined from scratch each time.
 */
final class OpenTask {
  /** What its workers do, what counts most first; and what the task does then. */
  private enum Weight {
    RUNNING(GoState.RUNNING),
    RUNNABLE(GoState.RUNNABLE),
    PINNED(GoState.PINNED),
    // Of which it is not known whether it waits.
    UNKNOWN(GoState.UNDETERMINED),
    WAITING(GoState.WAITING),
    // Of those that began the task and may as well do something else: they may have left the work
    // to others. And of those that wait for work.
    BEGINNER_PINNED(GoState.PINNED),
    BEGINNER_WAITING(GoState.WAITING),
    IDLE(GoState.WAITING);

    private static final Weight[] ALL = values();

    private final GoState state;

    Weight(GoState state) {
      this.state = state;
    }
  }

  // Where the weight is in a key that sorts those that wait by it, and then by when they came.
  private static final int WEIGHT_SHIFT = 56;

  private static final class Worker extends ThreadDoing {
    private final long id;
    private final long order;
    private boolean given;
    private TraceState.Goroutine goroutine;
    private Weight weight = Weight.UNKNOWN;
    // Where it waits, and how much of that was the task's time; null while none was.
    private PlacedWaits.AtPlace wait;
    private long waited;
    // The stretch of that in which it is, or was last.
    private long unbrokenFrom;
    private long unbrokenTo;

    private Worker(long id, long order, boolean given) {
      this.id = id;
      this.order = order;
      this.given = given;
    }

    private long key() {
      return ((long) weight.ordinal() << WEIGHT_SHIFT) + order;
    }

    private Weight weigh() {
      return switch (state) {
        case RUNNING -> Weight.RUNNING;
        case RUNNABLE -> Weight.RUNNABLE;
        case PINNED, SYSCALL -> given ? Weight.PINNED : Weight.BEGINNER_PINNED;
        case UNDETERMINED, NOT_EXIST -> Weight.UNKNOWN;
        case WAITING -> idle ? Weight.IDLE : given ? Weight.WAITING : Weight.BEGINNER_WAITING;
      };
    }
  }

  private final TraceState.Task task;
  private final long from;
  private final CodePlaces codePlaces;
  // Whose states are its own; null if nobody asks.
  private final TaskCourse course;
  // In the order they came. Most tasks have one worker; one of the whole program has all of its
  // goroutines.
  private Map<Long, TaskResult.Worker> workedOn = Map.of();
  // Null while nobody works on it: most of many open tasks are of that kind.
  private LongMap<Worker> workers;
  // Of those that wait, by their keys; null as well, and so are the counts.
  private NavigableMap<Long, Worker> waiting;
  private int[] ofWeight;
  private long joined;
  private final PlacedWaits waits;
  private final StopClock stops;
  private final SpentTime partition = new SpentTime();
  private final SpentTime ofThreads = new SpentTime();
  private long stopsBefore;
  private long since;
  private GoState now = GoState.UNDETERMINED;
  // Whose wait it is in, if it waits.
  private Worker waiter;

  /**
   * A task.
   *
   * @param from when the trace first tells of it: when it began, or later if it is older
   * @param follows whether to keep whose states are its own, for {@link #unit}
   */
  OpenTask(
      TraceState.Task task, long from, StopClock stops, CodePlaces codePlaces, boolean follows) {
    this.task = task;
    course = follows ? new TaskCourse(from) : null;
    this.from = from;
    this.since = from;
    this.stops = stops;
    this.codePlaces = codePlaces;
    this.waits = new PlacedWaits(codePlaces);
    this.stopsBefore = stops.until(since);
  }

  /** When it started. */
  long begin() {
    return task.begin();
  }

  /** The goroutines that work on it, in the order of their ids. */
  long[] workers() {
    return workers == null ? new long[0] : workers.sortedKeys();
  }

  /**
   * A goroutine works on it from now on, or still does.
   *
   * @param goroutine null if nothing is known of it
   * @param given whether it is known to, since it is in a region of the task; else it began it, and
   *     may do something else by now
   */
  void join(long id, TraceState.Goroutine goroutine, boolean given, long time) {
    if (workers == null) {
      workers = new LongMap<>();
      waiting = new TreeMap<>();
      ofWeight = new int[Weight.ALL.length];
    }
    Worker worker = workers.get(id);
    if (worker != null && worker.given == given) {
      return;
    }
    spend(time);
    if (worker == null) {
      worker = new Worker(id, joined++, given);
      worker.goroutine = goroutine;
      workers.put(id, worker);
      tookPart(id, goroutine);
      enter(worker, time);
    } else {
      count(worker, -1);
      worker.given = given;
      worker.weight = worker.weigh();
      count(worker, 1);
    }
    settle();
  }

  private void tookPart(long id, TraceState.Goroutine goroutine) {
    if (workedOn.containsKey(id)) {
      return;
    }
    TaskResult.Worker worker =
        new TaskResult.Worker(id, Optional.ofNullable(goroutine).map(TraceState.Goroutine::kind));
    if (workedOn.isEmpty()) {
      workedOn = Map.of(id, worker);
    } else {
      if (workedOn.size() == 1) {
        workedOn = new LinkedHashMap<>(workedOn);
      }
      workedOn.put(id, worker);
    }
  }

  /** A goroutine no longer works on it. */
  void leave(long id, long time) {
    Worker worker = workers == null ? null : workers.remove(id);
    if (worker == null) {
      return;
    }
    spend(time);
    exit(worker, time);
    if (worker.wait != null) {
      worker.wait.ended(worker.waited, worker.stack, Optional.empty());
    }
    if (workers.size() == 0) {
      workers = null;
      waiting = null;
      ofWeight = null;
    }
    settle();
  }

  /**
   * The state of a goroutine that works on it has changed.
   *
   * @param by who ended its wait, if it waited and that is known
   */
  void changed(long id, TraceState.Goroutine goroutine, Optional<TaskResult.Waker> by, long time) {
    Worker worker = workers.get(id);
    spend(time);
    exit(worker, time);
    if (worker.wait != null) {
      worker.wait.ended(worker.waited, worker.stack, by);
      worker.wait = null;
      worker.waited = 0;
    }
    worker.goroutine = goroutine;
    enter(worker, time);
    settle();
  }

  /** Begins a stretch in which a worker does what its goroutine does. */
  private void enter(Worker worker, long time) {
    worker.begin(worker.goroutine, codePlaces, time, stops.until(time));
    worker.weight = worker.weigh();
    count(worker, 1);
  }

  /** Ends it. */
  private void exit(Worker worker, long time) {
    count(worker, -1);
    spendOf(worker, time);
  }

  private void spendOf(Worker worker, long time) {
    worker.spend(ofThreads, time, stops.until(time));
  }

  private void count(Worker worker, int change) {
    ofWeight[worker.weight.ordinal()] += change;
    if (worker.state == GoState.WAITING) {
      if (change > 0) {
        waiting.put(worker.key(), worker);
      } else {
        waiting.remove(worker.key());
      }
    }
  }

  /** Attributes the time until now to what the task did. */
  private void spend(long time) {
    long span = time - since;
    long stopsNow = stops.until(time);
    partition.add(
        now, now == GoState.WAITING ? waiter.cause.word() : "", span, stopsNow - stopsBefore);
    if (now == GoState.WAITING) {
      waiter.wait.lasts(span);
      waiter.waited += span;
      waiter.unbrokenFrom = waiter.unbrokenTo == since ? waiter.unbrokenFrom : since;
      waiter.unbrokenTo = time;
      waiter.wait.unbroken(waiter.id, waiter.unbrokenFrom, time);
    }
    since = time;
    stopsBefore = stopsNow;
  }

  /** Finds out what the task does from now on: what of its workers counts most. */
  private void settle() {
    now = GoState.UNDETERMINED;
    waiter = null;
    for (Weight weight : workers == null ? new Weight[0] : Weight.ALL) {
      if (ofWeight[weight.ordinal()] > 0) {
        now = weight.state;
        break;
      }
    }
    if (now == GoState.WAITING) {
      waiter = waiting.firstEntry().getValue();
      if (waiter.wait == null) {
        beginWait(waiter);
      }
    }
    if (course != null) {
      follow();
    }
  }

  private void follow() {
    if (waiter != null) {
      course.follow(waiter.id, since);
    } else if (workers != null && workers.size() == 1) {
      workers.forEach(worker -> course.follow(worker.id, since));
    } else {
      course.in(now, since);
    }
  }

  /** Whose states were its own, up to then; of one that was made to follow them. */
  PathUnit unit(long time) {
    List<PathUnit.Stretch> stretches = new ArrayList<>();
    if (from > task.begin()) {
      stretches.add(PathUnit.Stretch.in(PathState.BEFORE, task.begin(), from));
    }
    stretches.addAll(course.until(time));
    return new PathUnit(task.id(), task.begin(), time, stretches);
  }

  private void beginWait(Worker worker) {
    TraceState.Goroutine g = worker.goroutine;
    long earlier = Math.max(0, g.since() - Math.max(g.began(), task.begin()));
    worker.wait = waits.begin(worker.cause, worker.stack, earlier);
    worker.unbrokenFrom = since;
    worker.unbrokenTo = since;
  }

  /** The result so far, up to then. */
  TaskResult report(long time, boolean ended) {
    spend(time);
    if (workers != null) {
      workers.forEach(worker -> spendOf(worker, time));
    }
    if (now == GoState.WAITING) {
      waiter.wait.ended(waiter.waited, waiter.stack, Optional.empty());
      if (!ended) {
        waiter.wait.open();
      }
    }
    return new TaskResult(
        task.id(),
        task.parent(),
        task.type(),
        task.begin(),
        task.goroutine() == Context.NO_GOROUTINE,
        ended,
        List.copyOf(workedOn.values()),
        partition.sum(from - task.begin()),
        ofThreads.sum(0),
        waits.longestFirst());
  }
}
