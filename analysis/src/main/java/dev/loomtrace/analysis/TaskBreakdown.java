package dev.loomtrace.analysis;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanSink;
import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.ExternalId;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.TraceState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Why tasks took as long as they did: each moment between a task's start and end is attributed to
 * one state, so that the parts add up to the task's duration.
 *
 * <p>A goroutine works on the task of its innermost open region; if it is in no task's region, on
 * the latest task that it began and that has not ended; and on the ancestors of that task. Who was
 * handed a task, or inherits it, is in a region of it.
 *
 * <p>If several goroutines work on a task at a time, the moment counts as running if any of them
 * runs, else as runnable if any could run, else as pinned, else as unknown if any may run, else as
 * what the first of them waits for. Those that are in a region of the task count before those that
 * merely began it: these may only wait for the others, or do something else. Last count those that
 * wait for work, as a pool's thread does that was started by a task.
 */
public final class TaskBreakdown implements SpanSink {
  // Of a task's ancestors those nearest to it. Each step of a goroutine is one of all of them.
  private static final int MAX_DEPTH = 64;
  private static final int RECENT_CHAINS = 16;
  private static final long[] NO_TASKS = {};
  private static final WorkListener NOBODY = (thread, works, time) -> {};

  // The timeline's, from its first event on.
  private TraceState state;
  private final OlderTasks older = new OlderTasks();
  private boolean begun;
  private long traceBegin;
  // The task that ends with this event, and the goroutine that began it.
  private boolean endingOlder;
  private long endingTask;
  private long endingBeginner;
  private final LongMap<OpenTask> open = new LongMap<>();
  private final LongMap<Worker> workers = new LongMap<>();
  // Who works on what, and which open tasks are inside which: of all tasks, since the end of one
  // that is not wanted changes what its workers do for one that is.
  private final LongMap<Crew> crews = new LongMap<>();
  private final LongMap<Set<Long>> inside = new LongMap<>();
  // Of those that are inside another one.
  private final LongMap<Long> parents = new LongMap<>();
  private final Predicate<TraceState.Task> wanted;
  // Of the wanted tasks those that are kept; their number.
  private final Predicate<TaskResult> chosen;
  private long chosenCount;
  private final Consumer<TaskResult> each;
  // Takes what tasks followed when they end; null if nobody does. Then that is all that is found
  // out of them, since it is much less work.
  private final BiConsumer<TraceState.Task, PathUnit> followed;
  private final CourseRoom room;
  // Is told what tasks do; null if nobody asks.
  private final TaskStates states;
  private final WorkListener atWork;
  private final Chain[] recent = new Chain[RECENT_CHAINS];
  private long version;
  private final Longest<TaskResult> slowest;
  private long matched;
  private final BreakdownContext context;
  private final Wakers wakers = new Wakers();

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
    this(wanted, keep, report -> {});
  }

  /**
   * Breaks down some tasks and hands each of them on.
   *
   * @param wanted which
   * @param keep how many of them to keep: the slowest; at least 1
   * @param each is handed each task when it ends
   */
  public TaskBreakdown(Predicate<TraceState.Task> wanted, int keep, Consumer<TaskResult> each) {
    this(wanted, all -> true, keep, each, null, null, null, NOBODY, FrameOrigins.DEFAULT);
  }

  /**
   * Breaks down some tasks.
   *
   * @param wanted which
   * @param keep how many of them to keep: the slowest; at least 1
   * @param origins what is the application's own code
   */
  public TaskBreakdown(Predicate<TraceState.Task> wanted, int keep, FrameOrigins origins) {
    this(wanted, all -> true, keep, origins);
  }

  /**
   * Breaks down some tasks, and keeps some of these, as it shows when they have ended.
   *
   * @param wanted which
   * @param chosen which of them
   * @param keep how many of those to keep: the slowest; at least 1
   * @param origins what is the application's own code
   */
  public TaskBreakdown(
      Predicate<TraceState.Task> wanted,
      Predicate<TaskResult> chosen,
      int keep,
      FrameOrigins origins) {
    this(wanted, chosen, keep, report -> {}, null, null, null, NOBODY, origins);
  }

  /**
   * Hands on whose states were those of each of some tasks, and finds out no more about them: there
   * are no results.
   *
   * @param wanted which
   * @param followed is handed each task when it ends, as a unit of work
   * @param room for the courses of those that are open
   * @param origins what is the application's own code
   */
  TaskBreakdown(
      Predicate<TraceState.Task> wanted,
      BiConsumer<TraceState.Task, PathUnit> followed,
      CourseRoom room,
      FrameOrigins origins) {
    this(wanted, all -> true, 1, report -> {}, followed, room, null, NOBODY, origins);
  }

  /**
   * Finds out who works on some tasks.
   *
   * @param wanted which
   * @param atWork is told who begins to, and who ceases to but for those who end
   */
  TaskBreakdown(Predicate<TraceState.Task> wanted, WorkListener atWork) {
    this(wanted, all -> true, 1, report -> {}, null, null, null, atWork, FrameOrigins.DEFAULT);
  }

  /**
   * Tells what some tasks do.
   *
   * @param wanted which
   * @param states is told what each of them does
   */
  TaskBreakdown(Predicate<TraceState.Task> wanted, TaskStates states) {
    this(wanted, all -> true, 1, report -> {}, null, null, states, NOBODY, FrameOrigins.DEFAULT);
  }

  private TaskBreakdown(
      Predicate<TraceState.Task> wanted,
      Predicate<TaskResult> chosen,
      int keep,
      Consumer<TaskResult> each,
      BiConsumer<TraceState.Task, PathUnit> followed,
      CourseRoom room,
      TaskStates states,
      WorkListener atWork,
      FrameOrigins origins) {
    this.wanted = wanted;
    this.chosen = chosen;
    slowest = new Longest<>(keep, result -> result.time().total());
    this.each = each;
    this.followed = followed;
    this.room = room;
    this.states = states;
    this.atWork = atWork;
    this.context = new BreakdownContext(origins);
  }

  /** Is told when threads begin and cease to work on wanted tasks. */
  interface WorkListener {
    /**
     * It does so from now on, or no longer.
     *
     * @param works whether it works on any of them
     */
    void changed(long thread, boolean works, long time);
  }

  /** A task and its wanted ancestors, as they were at a version of the open tasks. */
  private record Chain(long id, long version, List<OpenTask> tasks) {}

  /** What a goroutine works on. */
  private static final class Worker {
    private final long id;
    // The tasks that it began, those that have ended too; its own that are open are found by it.
    private long[] begun = NO_TASKS;
    private int begunCount;
    // Open regions of tasks that were open at the region's start, outermost first.
    private final List<TaskRegion> regions = new ArrayList<>(0);
    private List<OpenTask> on = List.of();
    // The innermost of these, be it wanted or not, and its place among those who work on that.
    private long innermost = EventView.NO_TASK;
    private int place;
    // Whether it is in a region of that, and has not merely begun it.
    private boolean given;
    // As the results have it.
    private TaskWorker named;

    private Worker(long id) {
      this.id = id;
    }
  }

  /** Those who work on a task, and not on one inside it. */
  private static final class Crew {
    private Worker[] workers = new Worker[1];
    private int size;

    private void add(Worker worker) {
      if (size == workers.length) {
        workers = Arrays.copyOf(workers, 2 * size);
      }
      worker.place = size;
      workers[size++] = worker;
    }

    private void remove(Worker worker) {
      Worker last = workers[--size];
      workers[worker.place] = last;
      last.place = worker.place;
      workers[size] = null;
    }
  }

  /** A region of a task, by how many regions were open with it. */
  private record TaskRegion(int depth, long task) {}

  @Override
  public Set<SpanKind> kinds() {
    return EnumSet.of(SpanKind.TASK);
  }

  @Override
  public void accept(SpanView task) {
    endingOlder = task.beganBefore();
    endingTask = task.id();
    endingBeginner = task.thread();
  }

  @Override
  public void event(EventView event, TraceState stateNow) {
    state = stateNow;
    if (!begun) {
      begun = true;
      traceBegin = event.time();
    }
    switch (event.kind()) {
      case TASK_BEGIN -> {
        version++;
        older.begins(event.task());
        named(event.parentTask());
        begin(event);
      }
      case TASK_END -> {
        version++;
        if (endingOlder) {
          named(event.task());
        }
        older.ended(event.task());
        end(event.time());
      }
      case REGION_BEGIN, REGION_END -> {
        named(event.task());
        region(event);
      }
      case LOG -> {
        named(event.task());
        if (event.category().equals(ExternalId.CATEGORY)) {
          OpenTask called = open.get(event.task());
          if (called != null) {
            called.isCalled(event.message());
          }
        }
      }
      case GO_TRANSITION -> {
        changed(event);
        if (followed == null) {
          wakers.learn(event, state);
        }
      }
      case RANGE_BEGIN, RANGE_ACTIVE, RANGE_END -> context.stops().event(event);
      default -> {
        // Changes neither a goroutine's state nor what it works on.
      }
    }
  }

  /** An event names a task, which may be older than the trace. */
  private void named(long id) {
    TraceState.Task task = older.named(id, traceBegin, state);
    if (task != null) {
      version++;
      begin(task, traceBegin);
    }
  }

  private void region(EventView event) {
    Worker worker = worker(event.goroutine());
    TraceState.Goroutine g = state.goroutine(worker.id);
    int depth = g == null ? 0 : g.regions().size();
    while (!worker.regions.isEmpty() && worker.regions.getLast().depth > depth) {
      worker.regions.removeLast();
    }
    if (event.kind() == EventKind.REGION_BEGIN && depth > 0 && task(event.task()) != null) {
      worker.regions.add(new TaskRegion(depth, event.task()));
    }
    assign(worker, event.time());
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
    // An id that is used again without an end: who worked on that task works on this one.
    List<Worker> again =
        crews.get(task.id()) == null && inside.get(task.id()) == null
            ? List.of()
            : workersInside(task.id());
    orphan(task.id());
    if (isSome(task.parent())) {
      parents.put(task.id(), task.parent());
      Set<Long> siblings = inside.get(task.parent());
      if (siblings == null) {
        siblings = new HashSet<>(2);
        inside.put(task.parent(), siblings);
      }
      siblings.add(task.id());
    }
    begin(task, event.time());
    for (Worker worker : again) {
      assign(worker, event.time());
    }
    Worker worker = worker(event.goroutine());
    begins(worker, task.id());
    assign(worker, event.time());
  }

  /** A task is no longer inside the one that was its parent. */
  private void orphan(long id) {
    Long parent = parents.remove(id);
    if (parent == null) {
      return;
    }
    Set<Long> siblings = inside.get(parent);
    siblings.remove(id);
    if (siblings.isEmpty()) {
      inside.remove(parent);
    }
  }

  private void begins(Worker worker, long task) {
    if (worker.begunCount == worker.begun.length) {
      int open = 0;
      for (int i = 0; i < worker.begunCount; i++) {
        if (isOpenOf(worker, worker.begun[i])) {
          worker.begun[open++] = worker.begun[i];
        }
      }
      worker.begunCount = open;
      if (open >= worker.begun.length / 2) {
        worker.begun = Arrays.copyOf(worker.begun, Math.max(2, 2 * open));
      }
    }
    worker.begun[worker.begunCount++] = task;
  }

  /** Whether a task that this one began has not ended. */
  private boolean isOpenOf(Worker worker, long id) {
    TraceState.Task task = state.task(id);
    return task != null && task.goroutine() == worker.id;
  }

  /** The latest task that it began and that has not ended; null if there is none. */
  private TraceState.Task latestBegun(Worker worker) {
    while (worker.begunCount > 0) {
      long latest = worker.begun[worker.begunCount - 1];
      if (isOpenOf(worker, latest)) {
        return state.task(latest);
      }
      worker.begunCount--;
    }
    return null;
  }

  private void begin(TraceState.Task task, long from) {
    OpenTask before = open.remove(task.id());
    if (before != null) {
      before.drop();
    }
    if (wanted.test(task)) {
      matched++;
      TaskCourse course = followed == null ? null : new TaskCourse(room);
      open.put(task.id(), new OpenTask(task, from, context, course, states));
    }
  }

  private TraceState.Task task(long id) {
    TraceState.Task task = state.task(id);
    return task == null ? older.get(id) : task;
  }

  private static boolean isSome(long task) {
    return task != EventView.NO_TASK && task != EventView.BACKGROUND_TASK;
  }

  private void end(long time) {
    OpenTask ended = open.remove(endingTask);
    orphan(endingTask);
    if (ended != null) {
      if (followed != null) {
        followed.accept(ended.task(), ended.unit(time));
      } else {
        TaskResult report = ended.report(time);
        each.accept(report);
        if (chosen.test(report)) {
          chosenCount++;
          slowest.add(report);
        }
      }
    }
    // The same whether it was wanted or not: the course of others must not depend on that.
    if (crews.get(endingTask) != null || inside.get(endingTask) != null) {
      for (Worker worker : workersInside(endingTask)) {
        assign(worker, time);
      }
    }
    Worker beginner = workers.get(endingBeginner);
    if (beginner != null) {
      assign(beginner, time);
    }
  }

  /** Those who work on a task or on one inside it, in the order of their ids. */
  private List<Worker> workersInside(long id) {
    List<Worker> found = new ArrayList<>();
    Set<Long> seen = new HashSet<>(Set.of(id));
    Deque<Long> left = new ArrayDeque<>(seen);
    while (!left.isEmpty()) {
      long task = left.pop();
      Crew crew = crews.get(task);
      if (crew != null) {
        found.addAll(Arrays.asList(crew.workers).subList(0, crew.size));
      }
      Set<Long> children = inside.get(task);
      if (children != null) {
        children.stream().filter(seen::add).forEach(left::push);
      }
    }
    found.sort(Comparator.comparingLong(worker -> worker.id));
    return found;
  }

  /** Takes note of the innermost task that a goroutine works on. */
  private void stands(Worker worker, long task) {
    if (task == worker.innermost) {
      return;
    }
    Crew before = crews.get(worker.innermost);
    if (before != null) {
      before.remove(worker);
      if (before.size == 0) {
        crews.remove(worker.innermost);
      }
    }
    worker.innermost = task;
    if (isSome(task)) {
      Crew crew = crews.get(task);
      if (crew == null) {
        crew = new Crew();
        crews.put(task, crew);
      }
      crew.add(worker);
    }
  }

  /** Finds out which tasks a goroutine works on now. */
  @SuppressWarnings("ReferenceEquality") // Of lists that are equal there is nothing to do either.
  private void assign(Worker worker, long time) {
    List<OpenTask> before = worker.on;
    long innermost = innermost(worker);
    stands(worker, innermost);
    List<OpenTask> now = chainOf(innermost);
    boolean given = !worker.regions.isEmpty();
    if (before != now || given != worker.given) {
      // From one region to the next most ancestors stay: a run of tasks that both have.
      int from = now.isEmpty() ? 0 : Math.max(0, before.indexOf(now.getFirst()));
      int to = before.isEmpty() || from > 0 ? 0 : Math.max(0, now.indexOf(before.getFirst()));
      int stay = 0;
      while (from + stay < before.size()
          && to + stay < now.size()
          && before.get(from + stay) == now.get(to + stay)) {
        stay++;
      }
      List<OpenTask> added = without(now, to, stay);
      leave(worker, without(before, from, stay), added, time);
      boolean alike = given == worker.given;
      worker.given = given;
      join(worker, alike ? added : now, time);
    }
    worker.on = now;
    if (before.isEmpty() != now.isEmpty()) {
      atWork.changed(worker.id, !now.isEmpty(), time);
    }
    if (now.isEmpty() && latestBegun(worker) == null && worker.regions.isEmpty()) {
      workers.remove(worker.id);
    }
  }

  private static List<OpenTask> without(List<OpenTask> tasks, int from, int count) {
    if (count == 0) {
      return tasks;
    }
    List<OpenTask> rest = new ArrayList<>(tasks.size() - count);
    rest.addAll(tasks.subList(0, from));
    rest.addAll(tasks.subList(from + count, tasks.size()));
    return rest;
  }

  private void leave(Worker worker, List<OpenTask> tasks, List<OpenTask> joined, long time) {
    if (tasks.isEmpty()) {
      return;
    }
    Set<OpenTask> kept = joined.size() < 2 ? Set.copyOf(joined) : new HashSet<>(joined);
    for (OpenTask task : tasks) {
      if (!kept.contains(task)) {
        task.leave(worker.id, time);
      }
    }
  }

  private void join(Worker worker, List<OpenTask> tasks, long time) {
    if (tasks.isEmpty()) {
      return;
    }
    TraceState.Goroutine g = state.goroutine(worker.id);
    if (worker.named == null || (worker.named.kind().isEmpty() && g != null)) {
      worker.named =
          new TaskWorker(worker.id, Optional.ofNullable(g).map(TraceState.Goroutine::kind));
    }
    for (OpenTask task : tasks) {
      task.join(worker.named, g, worker.given, time);
    }
  }

  /**
   * A task and its ancestors, as far as they are wanted; the same list until a task comes or goes.
   */
  private List<OpenTask> chainOf(long id) {
    int slot = (int) id & (RECENT_CHAINS - 1);
    Chain chain = recent[slot];
    if (chain == null || chain.id != id || chain.version != version) {
      chain = new Chain(id, version, tasksOf(id));
      recent[slot] = chain;
    }
    return chain.tasks;
  }

  private List<OpenTask> tasksOf(long id) {
    TraceState.Task task = task(id);
    if (task == null) {
      return List.of();
    }
    List<OpenTask> tasks = new ArrayList<>(1);
    // A task cannot be its own ancestor in a legal trace; the bound is for illegal ones.
    int depth = 0;
    for (; task != null && depth < MAX_DEPTH; depth++) {
      OpenTask candidate = open.get(task.id());
      if (candidate != null) {
        tasks.add(candidate);
      }
      task = task(task.parent());
    }
    // Only a task that is its own ancestor is there twice, and its chain does not end.
    return List.copyOf(depth < MAX_DEPTH ? tasks : new LinkedHashSet<>(tasks));
  }

  private long innermost(Worker worker) {
    while (!worker.regions.isEmpty()) {
      long task = worker.regions.getLast().task;
      if (task(task) != null) {
        return task;
      }
      worker.regions.removeLast(); // It has ended, once and for all.
    }
    TraceState.Task begun = latestBegun(worker);
    return begun == null ? EventView.NO_TASK : begun.id();
  }

  private void changed(EventView event) {
    Worker worker = workers.get(event.resourceId());
    if (worker == null || event.goFrom() == event.goTo()) {
      return;
    }
    long time = event.time();
    if (event.goTo() == GoState.NOT_EXIST) {
      for (OpenTask task : worker.on) {
        task.leave(worker.id, time);
      }
      stands(worker, EventView.NO_TASK);
      workers.remove(worker.id);
      return;
    }
    TraceState.Goroutine g = state.goroutine(worker.id);
    Optional<TaskResult.Waker> by =
        ThreadDoing.isWait(event.goFrom()) && !worker.on.isEmpty() && followed == null
            ? wakers.of(event, state, this::workedOnBy)
            : Optional.empty();
    for (OpenTask task : worker.on) {
      task.changed(worker.id, g, by, time);
    }
  }

  /** The task that a thread works on; null if none. */
  private TraceState.Task workedOnBy(long thread) {
    Worker worker = workers.get(thread);
    return worker == null ? null : task(innermost(worker));
  }

  /** Number of tasks so far that were wanted. */
  public long matched() {
    return matched;
  }

  /**
   * Number of tasks that were chosen; those that have not ended are tasks up to the trace's end.
   */
  public long chosen() {
    long[] count = {chosenCount};
    open.forEach(task -> count[0] += chosen.test(task.report(state)) ? 1 : 0);
    return count[0];
  }

  /**
   * The slowest of the wanted tasks, slowest first. Tasks that have not ended count up to the
   * trace's end, and are among them.
   */
  public List<TaskResult> slowest() {
    Longest<TaskResult> all = new Longest<>(slowest);
    open.forEach(
        task -> {
          if (all.wants(state.time() - task.begin())) {
            TaskResult report = task.report(state);
            if (chosen.test(report)) {
              all.add(report);
            }
          }
        });
    return all.sorted(Comparator.comparingLong(TaskResult::id)).stream()
        .map(task -> task.withWaits(wakers.named(task.waits())))
        .toList();
  }
}
