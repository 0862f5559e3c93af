package dev.loomtrace.analysis;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.RangeKind;
import dev.loomtrace.trace.TraceState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/**
 * Why tasks took as long as they did: each moment between a task's begin and end is put down to one
 * state, so that the parts sum up to the task's duration.
 *
 * <p>A goroutine works on the task of its innermost open region; if it is in no task's region, on
 * the latest task that it began and that has not ended; and on the ancestors of that task. If
 * several goroutines work on a task at a time, the moment counts as running if any of them runs,
 * else as runnable if any could run, else as pinned, else as what the first of them waits for.
 */
public final class TaskBreakdown implements EventSink {
  private static final int MAX_DEPTH = 1000;

  private final TraceState state = new TraceState();
  private final LongMap<Open> open = new LongMap<>();
  private final LongMap<Worker> workers = new LongMap<>();
  private final Predicate<TraceState.Task> wanted;
  private final int keep;
  private final PriorityQueue<Report> slowest =
      new PriorityQueue<>(Comparator.comparingLong((Report r) -> r.time().total()));
  private long matched;
  private int stops;

  /**
   * Where a task waited.
   *
   * @param reason why; may be empty
   * @param detail more about it, such as the class of a lock; may be empty
   * @param site the application's own code that waited, if a stack was taken
   * @param count how often
   * @param total how long altogether, in nanoseconds
   */
  public record Wait(String reason, String detail, Optional<Frame> site, long count, long total) {}

  /**
   * One task.
   *
   * @param id its id
   * @param parent its parent, or {@link EventView#NO_TASK}
   * @param type its name
   * @param begin when it began
   * @param ended false if it had not ended when the trace did
   * @param goroutines the goroutines that worked on it, the one that began it first
   * @param time how its time was spent
   * @param waits its waits by place, longest first
   */
  public record Report(
      long id,
      long parent,
      String type,
      long begin,
      boolean ended,
      List<Long> goroutines,
      TimeByState time,
      List<Wait> waits) {
    /** Keeps copies of the lists. */
    public Report {
      goroutines = List.copyOf(goroutines);
      waits = List.copyOf(waits);
    }
  }

  /** Breaks down all tasks, and keeps the {@code keep} slowest. */
  public TaskBreakdown(int keep) {
    this(task -> true, keep);
  }

  /**
   * Breaks down some tasks.
   *
   * @param wanted which
   * @param keep how many of them to keep: the slowest; at least 1
   */
  public TaskBreakdown(Predicate<TraceState.Task> wanted, int keep) {
    if (keep < 1) {
      throw new IllegalArgumentException("keep " + keep + ", must be at least 1");
    }
    this.wanted = wanted;
    this.keep = keep;
  }

  /** What a goroutine works on. */
  private static final class Worker {
    private final long id;
    private final List<Long> begun = new ArrayList<>(1);
    private List<Open> on = List.of();

    private Worker(long id) {
      this.id = id;
    }
  }

  private record Place(String reason, String detail, Optional<Frame> site) {}

  private static final class Spent {
    private long count;
    private long total;
  }

  private static final class Open {
    private final TraceState.Task task;
    private final List<Long> workedOn = new ArrayList<>(1);
    private final List<Long> workers = new ArrayList<>(1);
    private final Map<Place, Spent> waits = new HashMap<>();
    private long since;
    private long running;
    private long runnable;
    private long pinned;
    private long stopped;
    private long unknown;
    private GoState now = GoState.UNDETERMINED;
    private Spent wait;
    private long waiter = EventView.NO_GOROUTINE;
    private long waitBegan;
    private boolean frozen;

    private Open(TraceState.Task task) {
      this.task = task;
      this.since = task.begin();
    }

    private void spend(long time) {
      long span = time - since;
      since = time;
      if (frozen && (now == GoState.RUNNING || now == GoState.RUNNABLE)) {
        stopped += span;
        return;
      }
      switch (now) {
        case RUNNING -> running += span;
        case RUNNABLE -> runnable += span;
        case SYSCALL -> pinned += span;
        case WAITING -> wait.total += span;
        case UNDETERMINED, NOT_EXIST -> unknown += span;
      }
    }

    private Report report(boolean ended) {
      Map<String, Long> blocked = new HashMap<>();
      List<Wait> places = new ArrayList<>();
      waits.forEach(
          (place, spent) -> {
            blocked.merge(place.reason(), spent.total, Long::sum);
            places.add(
                new Wait(place.reason(), place.detail(), place.site(), spent.count, spent.total));
          });
      places.sort(Comparator.comparingLong(Wait::total).reversed());
      TimeByState time =
          new TimeByState(
              since - task.begin(), running, runnable, pinned, stopped, blocked, unknown);
      return new Report(
          task.id(), task.parent(), task.type(), task.begin(), ended, workedOn, time, places);
    }
  }

  @Override
  public void accept(EventView event) {
    boolean freeze = isStop(event);
    if (freeze) {
      // Before the state changes: what ran until now did so.
      open.forEach(task -> task.spend(event.time()));
    }
    TraceState.Task ending = event.kind() == EventKind.TASK_END ? state.task(event.task()) : null;
    state.accept(event);
    switch (event.kind()) {
      case TASK_BEGIN -> begin(event);
      case TASK_END -> {
        if (ending != null) {
          end(ending, event.time());
        }
      }
      case REGION_BEGIN, REGION_END -> assign(worker(event.goroutine()), event.time());
      case GO_TRANSITION -> changed(event);
      case RANGE_BEGIN, RANGE_ACTIVE, RANGE_END -> {
        if (freeze) {
          stops = Math.max(0, stops + (event.kind() == EventKind.RANGE_END ? -1 : 1));
          open.forEach(task -> task.frozen = stops > 0);
        }
      }
      default -> {
        // Changes neither a goroutine's state nor what it works on.
      }
    }
  }

  private static boolean isStop(EventView event) {
    return switch (event.kind()) {
      case RANGE_BEGIN, RANGE_ACTIVE, RANGE_END ->
          RangeKind.ofName(event.rangeName()) == RangeKind.STOP_THE_WORLD;
      default -> false;
    };
  }

  private Worker worker(long goroutine) {
    Worker worker = workers.get(goroutine);
    if (worker == null) {
      worker = new Worker(goroutine);
      workers.put(goroutine, worker);
    }
    return worker;
  }

  private void begin(EventView event) {
    TraceState.Task task = state.task(event.task());
    if (wanted.test(task)) {
      matched++;
      Open opened = new Open(task);
      opened.frozen = stops > 0;
      open.put(task.id(), opened);
    }
    Worker worker = worker(event.goroutine());
    worker.begun.add(task.id());
    assign(worker, event.time());
  }

  private void end(TraceState.Task task, long time) {
    Open ended = open.remove(task.id());
    if (ended != null) {
      ended.spend(time);
      keep(ended.report(true));
      for (long id : List.copyOf(ended.workers)) {
        assign(worker(id), time);
      }
    }
    Worker beginner = workers.get(task.goroutine());
    if (beginner != null) {
      beginner.begun.remove(task.id());
      assign(beginner, time);
    }
  }

  private void keep(Report report) {
    slowest.add(report);
    if (slowest.size() > keep) {
      slowest.poll();
    }
  }

  /** Finds out which tasks a goroutine works on now. */
  private void assign(Worker worker, long time) {
    List<Open> before = worker.on;
    worker.on = tasksOf(worker);
    for (Open task : before) {
      if (!worker.on.contains(task)) {
        task.workers.remove(worker.id);
        settle(task, time);
      }
    }
    for (Open task : worker.on) {
      if (!before.contains(task)) {
        task.workers.add(worker.id);
        if (!task.workedOn.contains(worker.id)) {
          task.workedOn.add(worker.id);
        }
        settle(task, time);
      }
    }
    if (worker.on.isEmpty() && worker.begun.isEmpty()) {
      workers.remove(worker.id);
    }
  }

  private List<Open> tasksOf(Worker worker) {
    List<Open> tasks = new ArrayList<>(1);
    TraceState.Task task = state.task(innermost(worker));
    // A task can not be its own ancestor in a legal trace; the bound is for illegal ones.
    for (int depth = 0; task != null && depth < MAX_DEPTH; depth++) {
      Open candidate = open.get(task.id());
      if (candidate != null) {
        tasks.add(candidate);
      }
      task = state.task(task.parent());
    }
    return tasks;
  }

  private long innermost(Worker worker) {
    TraceState.Goroutine g = state.goroutine(worker.id);
    if (g != null) {
      List<TraceState.OpenRegion> regions = g.regions();
      for (int i = regions.size() - 1; i >= 0; i--) {
        if (state.task(regions.get(i).task()) != null) {
          return regions.get(i).task();
        }
      }
    }
    return worker.begun.isEmpty() ? EventView.NO_TASK : worker.begun.getLast();
  }

  private void changed(EventView event) {
    Worker worker = workers.get(event.resourceId());
    if (worker == null) {
      return;
    }
    for (Open task : worker.on) {
      settle(task, event.time());
    }
    if (event.goTo() == GoState.NOT_EXIST) {
      for (Open task : worker.on) {
        task.workers.remove(worker.id);
        settle(task, event.time());
      }
      workers.remove(worker.id);
    }
  }

  /** Closes the stretch of time until now and finds out what the task does from now on. */
  private void settle(Open task, long time) {
    task.spend(time);
    GoState best = GoState.UNDETERMINED;
    TraceState.Goroutine waiting = null;
    for (long id : task.workers) {
      TraceState.Goroutine g = state.goroutine(id);
      if (g != null) {
        if (g.state() == GoState.WAITING && waiting == null) {
          waiting = g;
        }
        if (rank(g.state()) > rank(best)) {
          best = g.state();
        }
      }
    }
    task.now = best;
    if (best == GoState.WAITING) {
      Place place = new Place(waiting.reason(), waiting.detail(), CallSites.of(waiting.stack()));
      task.wait = task.waits.computeIfAbsent(place, key -> new Spent());
      if (task.waiter != waiting.id() || task.waitBegan != waiting.since()) {
        task.wait.count++;
        task.waiter = waiting.id();
        task.waitBegan = waiting.since();
      }
    }
  }

  private static int rank(GoState state) {
    return switch (state) {
      case RUNNING -> 4;
      case RUNNABLE -> 3;
      case SYSCALL -> 2;
      case WAITING -> 1;
      case NOT_EXIST, UNDETERMINED -> 0;
    };
  }

  /** Number of tasks so far that were wanted. */
  public long matched() {
    return matched;
  }

  /**
   * The slowest of the wanted tasks, slowest first. Tasks that have not ended count up to the last
   * event, and are among them.
   */
  public List<Report> slowest() {
    List<Report> reports = new ArrayList<>(slowest);
    open.forEach(
        task -> {
          task.spend(state.time());
          reports.add(task.report(false));
        });
    reports.sort(Comparator.comparingLong((Report r) -> r.time().total()).reversed());
    return List.copyOf(reports.subList(0, Math.min(keep, reports.size())));
  }
}
