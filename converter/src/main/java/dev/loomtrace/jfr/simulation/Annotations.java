package dev.loomtrace.jfr.simulation;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.jfr.operation.LogText;
import dev.loomtrace.jfr.operation.OpKind;
import dev.loomtrace.jfr.operation.TaskDetails;
import dev.loomtrace.jfr.simulation.Goroutine.Machine;
import dev.loomtrace.trace.Repairs;
import java.util.List;

/**
 * Tasks, regions and logs: put where their thread runs, each once, and regions nested as Go wants
 * them.
 */
final class Annotations {
  private static final String UNNAMED = "unknown task";
  private static final int REMEMBERED = 100_000;

  // Measured, here and in the most that a command keeps of it.
  private static final long TASK_BYTES = 400;
  private static final long REGION_BYTES = 220;
  private static final long DEFERRED_BYTES = 200;
  private static final long ENDED_BYTES = 50;

  /**
   * A task that goes on.
   *
   * @param told what has been written of it
   */
  private record OpenTask(long parent, String name, long since, TaskDetails told) {
    private OpenTask(long parent, String name, long since) {
      this(parent, name, since, new TaskDetails(name, "", ""));
    }
  }

  /** What the next threads inherit that a thread creates, and how many that are. */
  private static final class Inheritance {
    private final long task;
    private int threads = 1;

    private Inheritance(long task) {
      this.task = task;
    }
  }

  private final Emitter out;
  private final Counts counts;
  private final LongMap<OpenTask> tasks = new LongMap<>();
  // Tasks whose begin waits for its goroutine to run or, if that has ended, for a use.
  private final LongMap<OpenTask> pending = new LongMap<>();
  // What was told of tasks whose begin has not been written.
  private final LongMap<TaskDetails> toldOfPending = new LongMap<>();
  private LongMap<Boolean> ended = new LongMap<>();
  private LongMap<Boolean> endedBefore = new LongMap<>();
  // By thread: what the next threads which it creates inherit.
  private final LongMap<Inheritance> inherited = new LongMap<>();
  // By carrier: the virtual thread that has told of that last while it ran there.
  private final LongMap<Long> makers = new LongMap<>();
  private long regions;
  private long deferred;

  Annotations(Emitter out, Counts counts) {
    this.out = out;
    this.counts = counts;
  }

  /** Memory, in bytes and roughly, that what is open takes: here, and in who follows the trace. */
  long footprint() {
    return (tasks.size() + pending.size()) * TASK_BYTES
        + regions * REGION_BYTES
        + deferred * DEFERRED_BYTES
        + toldOfPending.size() * TASK_BYTES
        + (ended.size() + endedBefore.size() + inherited.size() + makers.size()) * ENDED_BYTES;
  }

  /** Forgets tasks that ended at least a chunk and many tasks ago. */
  void nextPart() {
    inherited.clear(); // A thread that was made and not started yet will hardly ever be.
    makers.clear();
    if (ended.size() > REMEMBERED) {
      endedBefore = ended;
      ended = new LongMap<>();
    }
  }

  /**
   * The goroutine's thread is not known or has ended. A task that others go on with is announced in
   * its name in each chunk: it is dropped once at most, and keeps its name for its first use.
   */
  void withoutThread(long time, long goroutine, OpKind kind, long other, long extra, Object ref) {
    if (kind == OpKind.TASK_BEGIN) {
      if (isKnownTask(other) || pending.get(other) != null) {
        return;
      }
      pending.put(other, new OpenTask(extra, (String) ref, time));
    }
    dropped(time, goroutine);
  }

  private void dropped(long time, long goroutine) {
    counts.add(Repairs.Kind.ANNOTATION_DROPPED, time, goroutine);
  }

  /**
   * Applies an annotation.
   *
   * @param late whether it lies before what has been written already, and was perhaps announced
   */
  void apply(
      long time, Goroutine g, OpKind kind, long other, long extra, Object ref, boolean late) {
    if (isKnown(g, kind, other, extra, ref)) {
      return;
    }
    if (g.executing()) {
      put(time, time, g, kind, other, extra, ref);
      return;
    }
    if (!late) {
      counts.add(Repairs.Kind.ANNOTATION_MOVED, time, g.id);
    }
    defer(time, g, kind, other, extra, ref);
  }

  /** A task or region is older than the recording: it is there when its thread first runs. */
  void older(long time, Goroutine g, OpKind kind, long other, long extra, Object ref) {
    if (!isKnown(g, kind, other, extra, ref)) {
      defer(time, g, kind, other, extra, ref);
    }
  }

  private void defer(long time, Goroutine g, OpKind kind, long other, long extra, Object ref) {
    g.deferred = g.deferred.with(time, kind, other, extra, ref);
    deferred++;
    if (kind == OpKind.TASK_BEGIN) {
      pending.put(other, new OpenTask(extra, (String) ref, time));
    }
  }

  /**
   * The next thread that this one creates inherits a task.
   *
   * @param on where a virtual thread runs meanwhile; null: not known, or it is none
   */
  void inherit(long creator, long task, Machine on) {
    Inheritance before = inherited.get(creator);
    if (before != null && before.task == task) {
      before.threads++;
    } else {
      inherited.put(creator, new Inheritance(task));
    }
    if (on != null && on.carrier) {
      makers.put(on.id, creator);
    }
  }

  /** A thread that inherits has been created, and is not shown: one less is to come. */
  void createdHidden(long creator) {
    inheritedFrom(creator);
  }

  /** The task that a thread inherits which has been created; 0: none. */
  private long inheritedFrom(long creator) {
    Inheritance of = inherited.size() == 0 ? null : inherited.get(creator);
    if (of == null) {
      return 0;
    }
    if (--of.threads == 0) {
      inherited.remove(creator);
    }
    return of.task;
  }

  /**
   * Who has created a thread of which the JVM says that a carrier did: the virtual thread that has
   * last told there of a thread which inherits, and is still to come. If there is none, it is not
   * known which one it was.
   *
   * @param told the carrier as the JVM names it, which is the answer then
   */
  long maker(long told, Machine carrier) {
    Long maker = makers.size() == 0 ? null : makers.get(carrier.id);
    return maker == null || inherited.get(maker) == null ? told : maker;
  }

  /**
   * A thread has been created, and works on the task that it inherits as soon as it runs: that is a
   * region of its own, until it ends.
   */
  void created(long time, Goroutine g, long creator) {
    long task = inheritedFrom(creator);
    OpenTask of = task == 0 ? null : named(task);
    if (of != null) {
      apply(time, g, OpKind.INHERIT, task, time, of.name(), /* late= */ true);
    }
  }

  private OpenTask named(long id) {
    OpenTask task = tasks.get(id);
    return task == null ? pending.get(id) : task;
  }

  // What is open is announced in each chunk, and written once more at its end.
  private boolean isKnown(Goroutine g, OpKind kind, long other, long extra, Object ref) {
    if (kind == OpKind.TASK_BEGIN) {
      return isKnownTask(other) || g.deferred.contains(kind, other, 0);
    }
    if (kind == OpKind.REGION_BEGIN) {
      return g.regions.contains(other, extra, (String) ref)
          || g.deferred.contains(kind, other, extra);
    }
    return false;
  }

  /** Whether a task is open, or has ended. */
  boolean isKnownTask(long id) {
    return tasks.get(id) != null || ended.get(id) != null || endedBefore.get(id) != null;
  }

  // Viewers want a task's begin before everything that names it.
  private void ensureTask(long time, Goroutine g, long id) {
    if (id != 0 && !isKnownTask(id)) {
      OpenTask task = pending.get(id);
      if (task == null) {
        counts.add(Repairs.Kind.TASK_CUT, time, g.id);
        task = new OpenTask(0, UNNAMED, time);
      }
      beginTask(time, task.since(), g, id, task.parent(), task.name());
    }
  }

  private void beginTask(long time, long since, Goroutine g, long id, long parent, String name) {
    pending.remove(id);
    tasks.put(id, new OpenTask(parent, name, since));
    boolean known = parent != id && isKnownTask(parent); // Nothing keeps a file from such a one.
    out.taskBegin(time, since, g.machine, id, known ? parent : 0, name);
    TaskDetails details = toldOfPending.remove(id);
    if (details != null) {
      tell(time, g, id, details);
    }
  }

  /** Writes of a task that goes on what has not been written of it. */
  private void tell(long time, Goroutine g, long id, TaskDetails details) {
    OpenTask task = tasks.get(id);
    if (details.equals(task.told())) {
      return;
    }
    List<LogText> told = task.told().asLogs();
    for (LogText detail : details.asLogs()) {
      if (!told.contains(detail)) {
        out.log(time, g.machine, id, detail);
      }
    }
    tasks.put(id, new OpenTask(task.parent(), task.name(), task.since(), details));
  }

  /** The goroutine has just started: does what waited for that. */
  void started(long time, Goroutine g) {
    if (!g.deferred.isEmpty()) {
      for (DeferredAnnotations.Deferred d : g.deferred.take()) {
        deferred--;
        if (!isKnown(g, d.kind(), d.other(), d.extra(), d.ref())) {
          put(time, d.time(), g, d.kind(), d.other(), d.extra(), d.ref());
        }
      }
    }
  }

  private void put(
      long time, long since, Goroutine g, OpKind kind, long other, long extra, Object ref) {
    switch (kind) {
      case TASK_BEGIN -> {
        if (extra != other && pending.get(extra) != null) {
          ensureTask(time, g, extra);
        }
        beginTask(time, since, g, other, extra, (String) ref);
      }
      case TASK_END -> {
        if (ref instanceof TaskDetails details) {
          ensureTask(time, g, other);
          if (tasks.get(other) != null) {
            tell(time, g, other, details);
          }
        }
        OpenTask begun = tasks.remove(other);
        pending.remove(other);
        toldOfPending.remove(other);
        ended.put(other, true);
        String name = begun == null ? TaskDetails.name(ref) : begun.name(); // A task has one name.
        out.taskEnd(time, g.machine, other, extra, name);
      }
      case REGION_BEGIN -> {
        ensureTask(time, g, other);
        g.regions = g.regions.with(other, extra, (String) ref);
        regions++;
        out.regionBegin(time, since, g.machine, other, (String) ref);
      }
      case INHERIT -> {
        if (named(other) != null) { // Else it has ended before the thread ran.
          put(time, since, g, OpKind.REGION_BEGIN, other, extra, ref);
          g.regions.last().untilEnd = true;
        }
      }
      case REGION_END -> endRegion(time, g, extra);
      case TASK_DETAILS -> {
        if (tasks.get(other) != null) {
          tell(time, g, other, (TaskDetails) ref);
        } else if (!isKnownTask(other)) {
          toldOfPending.put(other, (TaskDetails) ref); // Its own thread is to begin it.
        }
      }
      case LOG -> {
        ensureTask(time, g, other);
        out.log(time, g.machine, other, (LogText) ref);
      }
      default -> throw new IllegalArgumentException("no annotation: " + kind);
    }
  }

  private void endRegion(long time, Goroutine g, long begin) {
    OpenRegions.Region ending = g.regions.close(begin);
    if (ending == null) {
      dropped(time, g.id);
      return;
    }
    if (g.regions.last() != ending) {
      counts.add(
          Repairs.Kind.REGION_REPAIRED, time, g.id); // Its end moves to that of the one inside it.
    }
    while (!g.regions.isEmpty() && g.regions.last().closed) {
      closeInnermost(time, g);
    }
  }

  private void closeInnermost(long time, Goroutine g) {
    OpenRegions.Region region = g.regions.removeLast();
    regions--;
    out.regionEnd(time, g.machine, region.task, region.name);
  }

  /** The goroutine, which runs, is about to end. */
  void ending(long time, Goroutine g) {
    started(time, g);
    while (!g.regions.isEmpty()) {
      if (!g.regions.last().untilEnd) {
        counts.add(Repairs.Kind.REGION_REPAIRED, time, g.id);
      }
      closeInnermost(time, g);
    }
  }
}
