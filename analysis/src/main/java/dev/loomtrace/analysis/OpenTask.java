package dev.loomtrace.analysis;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.ExternalId;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.TraceState;
import dev.loomtrace.trace.WaitCause;
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
 *
 * <p>Small while nobody works on it, and nobody or one has: that are most of many open tasks.
 */
final class OpenTask extends SpentTime {
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

    private boolean waitsForCarrier() {
      return weight == Weight.RUNNABLE
          && goroutine != null
          && goroutine.kind() != ThreadKind.PLATFORM;
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

  /** Those who work on a task now, and what they do. */
  private static final class Crew {
    private final LongMap<Worker> workers = new LongMap<>();
    // Of those that wait, by their keys.
    private final NavigableMap<Long, Worker> waiting = new TreeMap<>();
    private final int[] ofWeight = new int[Weight.ALL.length];
    // Those that could run, and need a carrier to do so.
    private int waitForCarrier;
    private long joined;

    private void count(Worker worker, int change) {
      ofWeight[worker.weight.ordinal()] += change;
      waitForCarrier += worker.waitsForCarrier() ? change : 0;
      if (ThreadDoing.isWait(worker.state)) {
        if (change > 0) {
          waiting.put(worker.key(), worker);
        } else {
          waiting.remove(worker.key());
        }
      }
    }
  }

  private final TraceState.Task task;
  private String externalId; // Null: none so far.
  private final long from;
  private final BreakdownContext context;
  // Whose states are its own; null if nobody asks. Then no times are added up.
  private final TaskCourse course;
  // Is told what it does; null if nobody asks.
  private final TaskStates states;
  // Who worked on it: the first, and all in the order they came, if it is not the only one. A task
  // of the whole program has all of its goroutines.
  private TaskWorker first;
  private Map<Long, TaskWorker> workedOn;
  // Null while nobody works on it.
  private Crew crew;
  // What its workers did together; null while none of them did anything.
  private SpentTime ofThreads;
  // Null while it has not waited.
  private PlacedWaits waits;
  private long stopsBefore;
  private long since;
  private GoState now = GoState.UNDETERMINED;
  // Whose wait it is in, if it waits.
  private Worker waiter;

  /**
   * A task.
   *
   * @param from when the trace first tells of it: when it began, or later if it is older
   * @param course is told whose states are its own, for {@link #unit}, and nothing else is kept:
   *     there is no {@link #report}; null if nobody asks
   * @param states is told what it does; null if nobody asks
   */
  OpenTask(
      TraceState.Task task,
      long from,
      BreakdownContext context,
      TaskCourse course,
      TaskStates states) {
    this.task = task;
    this.states = states;
    this.course = course;
    this.from = from;
    this.since = from;
    this.context = context;
    this.stopsBefore = context.stops().until(since);
  }

  /** What it is called outside its process is known. */
  void isCalled(String outside) {
    externalId = outside;
  }

  /** The task. */
  TraceState.Task task() {
    return task;
  }

  /** When it started. */
  long begin() {
    return task.begin();
  }

  /**
   * A goroutine works on it from now on, or still does.
   *
   * @param who the goroutine
   * @param goroutine null if nothing is known of it
   * @param given whether it is known to, since it is in a region of the task; else it began it, and
   *     may do something else by now
   */
  void join(TaskWorker who, TraceState.Goroutine goroutine, boolean given, long time) {
    if (crew == null) {
      crew = new Crew();
    }
    Worker worker = crew.workers.get(who.id());
    if (worker != null && worker.given == given) {
      return;
    }
    spend(time);
    if (worker == null) {
      worker = new Worker(who.id(), crew.joined++, given);
      worker.goroutine = goroutine;
      crew.workers.put(worker.id, worker);
      tookPart(who);
      enter(worker, time);
    } else {
      crew.count(worker, -1);
      worker.given = given;
      worker.weight = worker.weigh();
      crew.count(worker, 1);
    }
    settle();
  }

  private void tookPart(TaskWorker worker) {
    if (first == null) {
      first = worker;
    } else if (first.id() != worker.id()) {
      if (workedOn == null) {
        workedOn = new LinkedHashMap<>();
        workedOn.put(first.id(), first);
      }
      workedOn.putIfAbsent(worker.id(), worker);
    }
  }

  /** A goroutine no longer works on it. */
  void leave(long id, long time) {
    Worker worker = crew == null ? null : crew.workers.remove(id);
    if (worker == null) {
      return;
    }
    spend(time);
    exit(worker, time);
    if (worker.wait != null) {
      worker.wait.ended(worker.waited, worker.stack, Optional.empty());
    }
    if (crew.workers.size() == 0) {
      crew = null;
    }
    settle();
  }

  /**
   * The state of a goroutine that works on it has changed.
   *
   * @param by who ended its wait, if it waited and that is known
   */
  void changed(long id, TraceState.Goroutine goroutine, Optional<TaskResult.Waker> by, long time) {
    Worker worker = crew.workers.get(id);
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
    worker.begin(worker.goroutine, context, time, time);
    worker.weight = worker.weigh();
    crew.count(worker, 1);
  }

  /** Ends it. */
  private void exit(Worker worker, long time) {
    crew.count(worker, -1);
    if (course == null) {
      spendOf(worker, time);
    }
  }

  private void spendOf(Worker worker, long time) {
    if (ofThreads == null) {
      ofThreads = new SpentTime();
    }
    worker.spend(ofThreads, context, time);
  }

  /** Attributes the time until now to what the task did. */
  private void spend(long time) {
    if (course != null) {
      since = time;
      return;
    }
    long span = time - since;
    long stopsNow = context.stops().until(time);
    int reason = now == GoState.WAITING ? context.words().number(waiter.cause) : 0;
    add(SpanState.of(now, WaitCause.NONE), reason, span, stopsNow - stopsBefore);
    if (waiter != null) {
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
    Weight decisive = null;
    for (int i = 0; crew != null && i < crew.ofWeight.length; i++) {
      if (crew.ofWeight[i] > 0) {
        decisive = Weight.ALL[i];
        now = decisive.state;
        break;
      }
    }
    if (now == GoState.WAITING || (now == GoState.PINNED && !crew.waiting.isEmpty())) {
      // Of those that are in a system call nothing is told, and others only wait.
      Worker first = crew.waiting.firstEntry().getValue();
      waiter = first.weight == decisive ? first : null;
      if (waiter != null && waiter.wait == null && course == null) {
        beginWait(waiter);
      }
    }
    if (course != null) {
      follow();
    }
    if (states != null) {
      states.in(now, crew != null && crew.waitForCarrier > 0, since);
    }
  }

  private void follow() {
    if (now == GoState.WAITING) {
      course.follow(waiter.id, since);
    } else if (crew != null && crew.workers.size() == 1) {
      crew.workers.forEach(worker -> course.follow(worker.id, since));
    } else {
      course.in(now, since);
    }
  }

  /** Whose states were its own, up to then; of one that was made to follow them. */
  PathUnit unit(long time) {
    return PathUnit.ofTask(task.id(), task.begin(), from, time, course);
  }

  /** It is not known when it ends: nobody asks for its unit. */
  void drop() {
    if (course != null) {
      course.end();
    }
  }

  private void beginWait(Worker worker) {
    TraceState.Goroutine g = worker.goroutine;
    long earlier = Math.max(0, g.since() - Math.max(g.began(), task.begin()));
    if (waits == null) {
      waits = new PlacedWaits();
    }
    boolean pinned = worker.state == GoState.PINNED;
    worker.wait = waits.begin(worker.cause, pinned, context.places().of(worker.stack), earlier);
    worker.unbrokenFrom = since;
    worker.unbrokenTo = since;
  }

  /** The result when it ended, then. */
  TaskResult report(long time) {
    return report(time, true, Optional.empty());
  }

  /** The result so far, of one that had not ended when the trace did. */
  TaskResult report(TraceState end) {
    spend(end.time());
    Optional<OwnerThread> owner =
        waiter != null ? OwnerThread.of(waiter.goroutine, end) : Optional.empty();
    return report(end.time(), false, owner);
  }

  private TaskResult report(long time, boolean ended, Optional<OwnerThread> owner) {
    spend(time);
    if (crew != null) {
      crew.workers.forEach(worker -> spendOf(worker, time));
    }
    if (waiter != null) {
      waiter.wait.ended(waiter.waited, waiter.stack, Optional.empty());
      if (!ended) {
        waiter.wait.open(owner);
      }
    }
    return new TaskResult(
        task.id(),
        task.parent(),
        task.type(),
        Optional.ofNullable(externalId).map(ExternalId::new),
        task.begin(),
        task.goroutine() == Context.NO_GOROUTINE,
        ended,
        workers(),
        time(context.words(), from - task.begin()),
        ofThreads == null ? TimeByState.NONE : ofThreads.time(context.words(), 0),
        waits == null ? List.of() : waits.longestFirst());
  }

  private List<TaskWorker> workers() {
    if (workedOn != null) {
      return List.copyOf(workedOn.values());
    }
    return first == null ? List.of() : List.of(first);
  }
}
