package dev.loomtrace;

import dev.loomtrace.annotation.ForwardingExecutor;
import dev.loomtrace.annotation.Journal;
import dev.loomtrace.annotation.Journals;
import dev.loomtrace.annotation.OpenRegion;
import dev.loomtrace.annotation.RegionStack;
import dev.loomtrace.annotation.TaskIds;
import dev.loomtrace.internal.ProblemLog;
import dev.loomtrace.trigger.TaskWatch;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/**
 * A logical operation of the application, such as a request, which may span several threads. Go's
 * {@code runtime/trace.Task}. Recorded as one {@code loomtrace.Task} event when it ends; while it
 * is open it is announced in every chunk of a recording.
 *
 * <pre>{@code
 * try (Task task = Task.begin("checkout")) {
 *   Log.log("sku", "42");
 *   ...
 * }
 * }</pre>
 *
 * <p>{@link #begin} makes the task the current one of the thread: the parent of tasks, and the task
 * of regions and logs, until it ends. Threads that are started while it is current inherit it,
 * virtual threads and those of per-task executors included. Threads of pools exist before: hand the
 * task over with {@link #wrapExecutor(ExecutorService)}, {@link #wrap}, {@link #wrapCallable},
 * {@link #wrapSupplier} or {@link #attach()}.
 *
 * <p>{@link #open} starts a task that is current nowhere. This is for operations that start on one
 * thread, are worked on by others and end elsewhere, such as spans or observations of a library:
 *
 * <pre>{@code
 * Task task = Task.open("GET /orders").externalId(spanId);
 * ...
 * try (Task.Scope scope = task.attach()) { // On each thread that works on it.
 *   ...
 * }
 * ...
 * task.attribute("http.status", 200).end();
 * }</pre>
 *
 * <p>A task may be ended on any thread. One that has ended is never current and never inherited:
 * threads that had it go back to its nearest open ancestor. A task whose object is unreachable can
 * never end; it is forgotten, and its memory is freed.
 *
 * <p>Names classify tasks (Go calls them types): tools expect few distinct ones, and what differs
 * from one task to the next belongs into attributes. Without a recording {@code begin} and {@code
 * open} return {@link #BACKGROUND} and cost one branch. Wrong use never throws; see {@link Region}
 * for how it is reported. All methods may be called by any thread.
 */
public final class Task implements AutoCloseable {
  /**
   * No task: what is current outside any, and what {@link #begin} and {@link #open} return without
   * a recording.
   */
  public static final Task BACKGROUND = new Task();

  private static final String ERROR_TYPE = "error.type"; // OpenTelemetry's name for it.

  private static final VarHandle ENDED;

  static {
    try {
      ENDED = MethodHandles.lookup().findVarHandle(Task.class, "ended", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long id;
  private volatile String name;
  private final Journal.TaskEntry entry;
  private final long watchedSince;
  // Nearest ancestor that may be open. Moves upwards only, past those that have ended, so that a
  // chain in which each task begins the next does not grow.
  private volatile Task ancestor;
  private volatile boolean ended;
  private volatile boolean failed;

  private Task() {
    this.id = 0;
    this.name = "";
    this.entry = Journal.TaskEntry.NONE;
    this.watchedSince = TaskWatch.NOT_WATCHED;
    this.ancestor = this;
  }

  private Task(String name, Task parent) {
    this.id = TaskIds.next();
    this.name = String.valueOf(name);
    this.ancestor = parent;
    this.watchedSince = TaskWatch.start();
    this.entry = Journals.JOURNAL.beginTask(this, id, parent.id, this.name);
  }

  /**
   * Begins a task whose parent is the current one, and makes it current.
   *
   * @return the task, or {@link #BACKGROUND} if no recording wants tasks
   */
  public static Task begin(String name) {
    return Journals.JOURNAL.tasks() ? push(new Task(name, Scope.task())) : BACKGROUND;
  }

  /**
   * Begins a task with a given parent, and makes it current.
   *
   * @param parent any task, even one that has ended; {@link #BACKGROUND} or null: none
   * @return the task, or {@link #BACKGROUND} if no recording wants tasks
   */
  public static Task begin(String name, Task parent) {
    return Journals.JOURNAL.tasks() ? push(new Task(name, orBackground(parent))) : BACKGROUND;
  }

  /**
   * Starts a task whose parent is the current one. Does not make it current: {@link #attach()}
   * does.
   *
   * @return the task, or {@link #BACKGROUND} if no recording wants tasks
   */
  public static Task open(String name) {
    return Journals.JOURNAL.tasks() ? new Task(name, Scope.task()) : BACKGROUND;
  }

  /**
   * Starts a task with a given parent. Does not make it current: {@link #attach()} does.
   *
   * @param parent any task, even one that has ended; {@link #BACKGROUND} or null: none
   * @return the task, or {@link #BACKGROUND} if no recording wants tasks
   */
  public static Task open(String name, Task parent) {
    return Journals.JOURNAL.tasks() ? new Task(name, orBackground(parent)) : BACKGROUND;
  }

  private static Task orBackground(Task task) {
    return task == null ? BACKGROUND : task;
  }

  private static Task push(Task task) {
    Scope.push(task, Scope.Kind.BEGUN);
    return task;
  }

  /** Ends the task. Only the first call counts; {@link #BACKGROUND} never ends. */
  public void end() {
    if (this == BACKGROUND || !ENDED.compareAndSet(this, false, true)) {
      return;
    }
    entry.complete();
    if (watchedSince != TaskWatch.NOT_WATCHED) {
      TaskWatch.ended(watchedSince, id, name, failed); // It is recorded: a dump has it.
    }
    ancestor = ancestor.nearestOpen();
    Scope.task(); // Takes it off this thread.
  }

  /** The same as {@link #end()}. */
  @Override
  public void close() {
    end();
  }

  /**
   * Sets the id by which the task is known outside this JVM, such as that of a trace or of a span.
   * Recorded with the task when it ends, and when it is announced. Has no effect on a task that has
   * ended.
   *
   * @param id cut off after 1,024 characters; replaces one that was set before; null: none
   * @return this task
   */
  public Task externalId(String id) {
    if (isRecording()) {
      entry.identify(id);
    }
    return this;
  }

  /**
   * Adds an attribute, or replaces the value of one with the same key. Recorded with the task when
   * it ends, and when it is announced. Has no effect on a task that has ended.
   *
   * @param key cut off after 128 characters. A task has 32 attributes at most; further ones are
   *     ignored, which is reported once for each place in the code
   * @param value cut off after 1,024 characters
   * @return this task
   */
  public Task attribute(String key, String value) {
    if (isRecording()) {
      describe(key, value);
    }
    return this;
  }

  private void describe(String... attributes) {
    if (!entry.describe(attributes)) {
      ProblemLog.misuse("task \"" + name + "\" has too many attributes, and one is ignored; added");
    }
  }

  /**
   * Adds several attributes, for less than one call of {@link #attribute(String, String)} for each
   * would cost.
   *
   * @param keysAndValues key, value, key, value, …; null: none. Copied. A last key without a value
   *     is ignored, and reported
   * @return this task
   */
  public Task attributes(String... keysAndValues) {
    if (keysAndValues != null && isRecording()) {
      describe(keysAndValues);
      if (keysAndValues.length % 2 != 0) {
        ProblemLog.misuse(
            "task \"" + name + "\" has a key without a value, which is ignored; added");
      }
    }
    return this;
  }

  /** The same as {@link #attribute(String, String)}, with the number in decimal digits. */
  public Task attribute(String key, long value) {
    return isRecording() ? attribute(key, Long.toString(value)) : this;
  }

  /** The same as {@link #attribute(String, String)}, with the number as Java writes it. */
  public Task attribute(String key, double value) {
    return isRecording() ? attribute(key, Double.toString(value)) : this;
  }

  /** The same as {@link #attribute(String, String)}, with {@code true} or {@code false}. */
  public Task attribute(String key, boolean value) {
    return isRecording() ? attribute(key, Boolean.toString(value)) : this;
  }

  /**
   * Notes that the task fails; it still has to be ended. Recorded as the attribute {@code
   * error.type}, the class of the cause and not its message, which may hold what nobody should
   * read. Has no effect on a task that has ended. {@link #run} and {@link #call} do this for what
   * is thrown.
   *
   * @param cause of the last call counts; null: not known
   * @return this task
   */
  public Task fail(Throwable cause) {
    if (isRecording()) {
      failed = true;
      attribute(ERROR_TYPE, cause == null ? "unknown" : cause.getClass().getName());
    }
    return this;
  }

  /**
   * Gives the task another name, for operations whose kind shows only after they have started: a
   * request's route, say. The task is recorded with the last name when it ends. A chunk of the
   * recording that announced it earlier has the name of that time, as have the regions of threads
   * that attached it before. Has no effect on a task that has ended.
   *
   * @return this task
   */
  public Task rename(String name) {
    if (isRecording()) {
      this.name = String.valueOf(name);
      entry.rename(this.name);
    }
    return this;
  }

  private boolean isRecording() {
    return this != BACKGROUND && !ended;
  }

  /** Identifies the task within this JVM; positive, 0 only for {@link #BACKGROUND}. */
  public long id() {
    return id;
  }

  /** Its name, the last one that it was given; empty for {@link #BACKGROUND}. */
  public String name() {
    return name;
  }

  /** This task, or if it has ended its nearest ancestor that has not. */
  Task nearestOpen() {
    Task task = this;
    while (task.ended) {
      task = task.ancestor;
    }
    if (ended) {
      ancestor = task;
    }
    return task;
  }

  /**
   * The task of the calling thread; {@link #BACKGROUND} if it is in none, and always if no
   * recording wants tasks.
   */
  public static Task current() {
    return Journals.JOURNAL.tasks() ? Scope.task() : BACKGROUND;
  }

  /**
   * Whether a recording wants tasks. One may have started or ended by the time this returns; use it
   * to save work that serves only the recording.
   */
  public static boolean isEnabled() {
    return Journals.JOURNAL.tasks();
  }

  /** Runs an action in a task of its own, which fails if the action throws. */
  public static void run(String name, Runnable action) {
    Task task = begin(name);
    try {
      action.run();
    } catch (Throwable t) {
      task.fail(t);
      throw t;
    } finally {
      task.close();
    }
  }

  /** Runs an operation in a task of its own, which fails if the operation throws. */
  public static <T, X extends Throwable> T call(String name, CallableOp<T, X> operation) throws X {
    Task task = begin(name);
    try {
      return operation.call();
    } catch (Throwable t) {
      task.fail(t);
      throw t;
    } finally {
      task.close();
    }
  }

  /**
   * Makes this task current on the calling thread until the scope is closed. For a task that was
   * started on another thread:
   *
   * <pre>{@code
   * try (Task.Scope scope = task.attach()) {
   *   ...
   * }
   * }</pre>
   *
   * The scope must be closed on the same thread, inner scopes first. Tasks that were begun in it
   * are not current on this thread after it, even if they go on. {@link #BACKGROUND} may be
   * attached, to leave all tasks. If the task ends while it is attached, its nearest open ancestor
   * becomes current.
   *
   * <p>That the thread works on the task is recorded as a region with the task's name, unless the
   * thread began the task, or attached it, and has it already.
   */
  public Scope attach() {
    return Journals.JOURNAL.tasks() ? Scope.attach(this) : Scope.NONE;
  }

  /**
   * An action that runs in the task that is current now, on whatever thread and however often.
   * Without a recording it is the action itself.
   */
  public static Runnable wrap(Runnable action) {
    Objects.requireNonNull(action);
    return Journals.JOURNAL.tasks() ? new InTask(Scope.task(), action) : action;
  }

  /** The same as {@link #wrap} for an operation with a result, which may throw. */
  public static <T> Callable<T> wrapCallable(Callable<T> callable) {
    Objects.requireNonNull(callable);
    return Journals.JOURNAL.tasks() ? new CallInTask<>(Scope.task(), callable) : callable;
  }

  /** The same as {@link #wrap} for an operation with a result, as futures take them. */
  public static <T> Supplier<T> wrapSupplier(Supplier<T> supplier) {
    Objects.requireNonNull(supplier);
    return Journals.JOURNAL.tasks() ? new GetInTask<>(Scope.task(), supplier) : supplier;
  }

  /** An executor that runs each action in the task that is current where it is handed in. */
  public static Executor wrapExecutor(Executor executor) {
    Objects.requireNonNull(executor);
    return action -> executor.execute(wrap(action));
  }

  /**
   * An executor that runs everything in the task that is current where it is handed in. All else,
   * such as {@code shutdown}, goes to the given executor.
   */
  public static ExecutorService wrapExecutor(ExecutorService executor) {
    return new ForwardingExecutor(Objects.requireNonNull(executor)) {
      @Override
      protected Runnable wrapped(Runnable action) {
        return wrap(action);
      }

      @Override
      protected <T> Callable<T> wrapped(Callable<T> callable) {
        return wrapCallable(callable);
      }
    };
  }

  /**
   * What runs in a task that was current elsewhere. The agent names virtual threads after what is
   * wrapped: it cannot see these classes, so it asks for the value of a map's entry.
   */
  private abstract static class Wrapped<A> implements Map.Entry<Task, A> {
    private final Task task;
    private final A action;

    Wrapped(Task task, A action) {
      this.task = task;
      this.action = action;
    }

    @Override
    public final Task getKey() {
      return task;
    }

    @Override
    public final A getValue() {
      return action;
    }

    @Override
    public final A setValue(A value) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class InTask extends Wrapped<Runnable> implements Runnable {
    InTask(Task task, Runnable action) {
      super(task, action);
    }

    @Override
    public void run() {
      Scope scope = getKey().attach();
      try {
        getValue().run();
      } finally {
        scope.close();
      }
    }
  }

  private static final class CallInTask<T> extends Wrapped<Callable<T>> implements Callable<T> {
    CallInTask(Task task, Callable<T> callable) {
      super(task, callable);
    }

    @Override
    public T call() throws Exception {
      Scope scope = getKey().attach();
      try {
        return getValue().call();
      } finally {
        scope.close();
      }
    }
  }

  private static final class GetInTask<T> extends Wrapped<Supplier<T>> implements Supplier<T> {
    GetInTask(Task task, Supplier<T> supplier) {
      super(task, supplier);
    }

    @Override
    public T get() {
      Scope scope = getKey().attach();
      try {
        return getValue().get();
      } finally {
        scope.close();
      }
    }
  }

  /**
   * Initialises what the current task needs, and uses it. The same as {@code
   * AnnotationClasses.initialize}. And what looks at a task when it starts and ends, which a first
   * task may have no descriptor left to load.
   */
  static void rehearse() {
    TaskWatch.start();
    Scope.NONE.close();
    wrap(Task::current);
    current();
  }

  /**
   * The time in which a task is current on a thread; see {@link Task#attach()}. Belongs to the
   * thread that attached the task.
   */
  public static final class Scope implements AutoCloseable {
    // Each thread has a stack of scopes, and it alone pops those that are over. A scope is over
    // when it was closed, or when its task has ended and the thread goes back to what was current
    // before. So ending a task never has to find the threads that have it.

    /** What becomes current when the task ends before the scope does. */
    enum Kind {
      /** What was current before: the thread itself began the task. */
      BEGUN,
      /** The task's nearest open ancestor, to the end of the scope. */
      ATTACHED,
      /** The same, to the end of the thread. */
      INHERITED
    }

    static final int MAX_DEPTH = 1000;

    static final Scope NONE = new Scope(BACKGROUND, Kind.ATTACHED, null);

    private static final InheritableThreadLocal<Scope> CURRENT =
        new InheritableThreadLocal<>() {
          @Override
          protected Scope childValue(Scope parent) {
            Task task = task(parent); // Runs on the parent's thread.
            if (task == BACKGROUND) {
              return null;
            }
            Journals.JOURNAL.inherit(task.id);
            return new Scope(task, Kind.INHERITED, null);
          }
        };

    private final Task task;
    private final Kind kind;
    private final long thread = Thread.currentThread().threadId();
    private Scope previous;
    private int depth;
    // What is recorded of it; null: nothing.
    private RegionStack regions;
    private OpenRegion work;
    private volatile boolean closed;

    private Scope(Task task, Kind kind, Scope previous) {
      this.task = task;
      this.kind = kind;
      putOn(previous);
    }

    // On a thread that begins tasks for others to end, some are over between those that are not.
    private void leaveOutWhatIsOver() {
      ArrayDeque<Scope> open = new ArrayDeque<>();
      for (Scope scope = this; scope != null; scope = live(scope.previous)) {
        open.push(scope);
      }
      Scope outer = null;
      for (Scope scope : open) {
        scope.putOn(outer);
        outer = scope;
      }
    }

    private void putOn(Scope scope) {
      previous = scope;
      depth = scope == null ? 1 : scope.depth + 1;
    }

    @SuppressWarnings("ReferenceEquality") // Each task has one object.
    static Scope attach(Task task) {
      Task open = task.nearestOpen();
      Scope top = live(CURRENT.get());
      boolean known = top != null && top.kind != Kind.INHERITED && task(top) == open;
      boolean recorded = Journals.JOURNAL.regions() && open != BACKGROUND && !known;
      RegionStack regions = recorded ? RegionStack.ofThisThread() : null;
      OpenRegion work = recorded ? regions.begin(open.id, open.name) : null;
      Scope scope = push(task, Kind.ATTACHED);
      scope.regions = regions;
      scope.work = work;
      return scope;
    }

    static Scope push(Task task, Kind kind) {
      Scope top = live(CURRENT.get());
      if (top != null) {
        top.putOn(live(top.previous)); // Else a task begun in each one before would add up.
        if (top.depth >= MAX_DEPTH) {
          top.leaveOutWhatIsOver();
        }
        if (top.depth >= MAX_DEPTH) {
          ProblemLog.misuse(
              "a thread has " + MAX_DEPTH + " tasks or scopes open and left all; begun");
          top = null;
        }
      }
      Scope scope = new Scope(task, kind, top);
      CURRENT.set(scope);
      return scope;
    }

    /** The task that is current on this thread. */
    static Task task() {
      Scope top = CURRENT.get();
      Scope live = live(top);
      if (live == null) {
        if (top != null) {
          CURRENT.set(null); // Not remove: the next task would make its entry anew.
        }
        return BACKGROUND;
      }
      if (live != top) {
        CURRENT.set(live);
      }
      return live.task.nearestOpen();
    }

    private static Task task(Scope top) {
      Scope live = live(top);
      return live == null ? BACKGROUND : live.task.nearestOpen();
    }

    private static Scope live(Scope top) {
      Scope scope = top;
      while (scope != null && scope.over()) {
        scope = scope.previous;
      }
      return scope;
    }

    private boolean over() {
      return switch (kind) {
        case BEGUN -> task.ended;
        case ATTACHED -> closed;
        case INHERITED -> task.nearestOpen() == BACKGROUND;
      };
    }

    /** Makes current again what was current before. A second call has no effect. */
    @Override
    public void close() {
      if (this == NONE || closed) {
        return;
      }
      closed = true;
      if (Thread.currentThread().threadId() != thread) {
        ProblemLog.misuse("scope closed on a thread other than the one that attached it");
      } else {
        leave();
        if (work != null) {
          regions.endAlone(work);
        }
      }
      task(); // Takes it off this thread.
    }

    /** Also leaves what was begun inside: it goes on elsewhere. */
    private void leave() {
      Scope inner = CURRENT.get();
      while (inner != null && inner != this && (inner.kind == Kind.BEGUN || inner.over())) {
        inner = inner.previous;
      }
      if (inner == this) {
        CURRENT.set(this);
      } else {
        ProblemLog.misuse("scope closed that is not the innermost one of its thread");
      }
    }
  }
}
