package dev.loomtrace;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;

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
 * <p>A task that is begun becomes the current task of the thread, and with it the parent of tasks,
 * and the task of regions and logs, until it ends. Threads that are started while it is current
 * inherit it, virtual threads and those of per-task executors included. Threads of pools exist
 * before: hand the task over with {@link #wrap(ExecutorService)}, {@link #wrap(Runnable)} or {@link
 * #attach()}.
 *
 * <p>A task may be ended on any thread. One that has ended is never current and never inherited:
 * threads that had it go back to its nearest open ancestor. A task that nobody can reach any more
 * can never end; it is forgotten, and its memory with it.
 *
 * <p>Names classify tasks (Go calls them types): tools expect few different ones. Without a
 * recording {@code begin} returns {@link #BACKGROUND} and costs one branch. No method throws
 * because of a wrong use; see {@link Region} for how that is reported. All methods may be called by
 * any thread.
 */
public final class Task implements AutoCloseable {
  /** No task: what is current outside any, and what {@link #begin} returns without a recording. */
  public static final Task BACKGROUND = new Task();

  private static final AtomicLong LAST_ID = new AtomicLong();
  private static final VarHandle ENDED;

  static {
    try {
      ENDED = MethodHandles.lookup().findVarHandle(Task.class, "ended", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long id;
  private final String name;
  private final Journal.Entry entry;
  // Nearest ancestor that may be open. Moves upwards only, past those that have ended, so that a
  // chain of tasks each of which begins the next does not grow.
  private volatile Task ancestor;
  private volatile boolean ended;

  private Task() {
    this.id = 0;
    this.name = "";
    this.entry = Journal.Entry.NONE;
    this.ancestor = this;
  }

  private Task(String name, Task parent) {
    this.id = LAST_ID.incrementAndGet();
    this.name = String.valueOf(name);
    this.ancestor = parent;
    this.entry = Recording.JOURNAL.begin(this, parent.id);
  }

  /**
   * Begins a task whose parent is the current one, and makes it current.
   *
   * @return the task, or {@link #BACKGROUND} if no recording wants tasks
   */
  public static Task begin(String name) {
    return Recording.JOURNAL.tasks() ? push(new Task(name, Scope.task())) : BACKGROUND;
  }

  /**
   * Begins a task with a given parent, and makes it current.
   *
   * @param parent any task, ended ones included; {@link #BACKGROUND} or null: none
   * @return the task, or {@link #BACKGROUND} if no recording wants tasks
   */
  public static Task begin(String name, Task parent) {
    return Recording.JOURNAL.tasks()
        ? push(new Task(name, parent == null ? BACKGROUND : parent))
        : BACKGROUND;
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
    ancestor = ancestor.nearestOpen();
    Scope.task(); // Takes it off this thread.
  }

  /** The same as {@link #end()}. */
  @Override
  public void close() {
    end();
  }

  /** Identifies the task within this JVM; positive, 0 only for {@link #BACKGROUND}. */
  public long id() {
    return id;
  }

  /** The name it was begun with; empty for {@link #BACKGROUND}. */
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

  boolean ended() {
    return ended;
  }

  /**
   * The task of the calling thread; {@link #BACKGROUND} if it is in none, and always if no
   * recording wants tasks.
   */
  public static Task current() {
    return Recording.JOURNAL.tasks() ? Scope.task() : BACKGROUND;
  }

  /**
   * Whether a recording wants tasks. It may have begun or ended by the time this returns; use it to
   * save work that serves only the recording.
   */
  public static boolean isEnabled() {
    return Recording.JOURNAL.tasks();
  }

  /** Runs an action in a task of its own. */
  public static void run(String name, Runnable action) {
    Task task = begin(name);
    try {
      action.run();
    } finally {
      task.close();
    }
  }

  /** Runs an operation in a task of its own. */
  public static <T, X extends Throwable> T call(String name, CallableOp<T, X> operation) throws X {
    Task task = begin(name);
    try {
      return operation.call();
    } finally {
      task.close();
    }
  }

  /**
   * Makes this task current on the calling thread until the scope is closed. For a task that was
   * begun on another thread:
   *
   * <pre>{@code
   * try (Task.Scope scope = task.attach()) {
   *   ...
   * }
   * }</pre>
   *
   * The scope must be closed on the same thread, inner scopes first. Tasks that were begun in it
   * are not current on this thread after it, even if they go on. {@link #BACKGROUND} may be
   * attached, to leave all tasks. When the task ends while it is attached its nearest open ancestor
   * is current instead.
   */
  public Scope attach() {
    return Recording.JOURNAL.tasks() ? Scope.push(this, Scope.Kind.ATTACHED) : Scope.NONE;
  }

  /**
   * An action that runs in the task that is current now, on whatever thread and however often.
   * Without a recording it is the action itself.
   *
   * <p>The compiler takes a lambda that returns a value, or that can only throw, as a {@link
   * Callable}, as it does for {@link ExecutorService#submit}. Where a {@code Runnable} is needed
   * say so: {@code Task.wrap((Runnable) () -> list.add(1))}.
   */
  public static Runnable wrap(Runnable action) {
    Objects.requireNonNull(action);
    return Recording.JOURNAL.tasks() ? Wrapping.wrap(Scope.task(), action) : action;
  }

  /**
   * A callable that runs in the task that is current now, on whatever thread and however often.
   * Without a recording it is the callable itself.
   */
  public static <T> Callable<T> wrap(Callable<T> callable) {
    Objects.requireNonNull(callable);
    return Recording.JOURNAL.tasks() ? Wrapping.wrap(Scope.task(), callable) : callable;
  }

  /** An executor that runs each action in the task that is current where it is handed in. */
  public static Executor wrap(Executor executor) {
    Objects.requireNonNull(executor);
    return action -> executor.execute(wrap(action));
  }

  /**
   * An executor that runs everything in the task that is current where it is handed in. All else,
   * such as {@code shutdown}, goes to the executor that is wrapped.
   */
  public static ExecutorService wrap(ExecutorService executor) {
    return new TaskExecutor(Objects.requireNonNull(executor));
  }

  /**
   * The time in which a task is current on a thread; see {@link Task#attach()}. Belongs to the
   * thread that attached the task.
   */
  public static final class Scope implements AutoCloseable {
    // Each thread has a stack of scopes, of which it alone pops what is over. A scope is over when
    // it was closed, or when its task has ended and the thread goes back to what was current
    // before: so no end of a task has to look for the threads that have it.

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
            return task == BACKGROUND ? null : new Scope(task, Kind.INHERITED, null);
          }
        };

    private final Task task;
    private final Kind kind;
    private final long thread = Thread.currentThread().threadId();
    private Scope previous;
    private int depth;
    private volatile boolean closed;

    private Scope(Task task, Kind kind, Scope previous) {
      this.task = task;
      this.kind = kind;
      putOn(previous);
    }

    // A thread that begins tasks for others to end has some that are over between those that are
    // not.
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

    static Scope push(Task task, Kind kind) {
      Scope top = live(CURRENT.get());
      if (top != null) {
        top.putOn(live(top.previous)); // Else a task begun in each one before would add up.
        if (top.depth >= MAX_DEPTH) {
          top.leaveOutWhatIsOver();
        }
        if (top.depth >= MAX_DEPTH) {
          Report.misuse("a thread has " + MAX_DEPTH + " tasks or scopes open and left all; begun");
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
          CURRENT.remove();
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

    /** Makes current again what was before. A second call has no effect. */
    @Override
    public void close() {
      if (this == NONE || closed) {
        return;
      }
      closed = true;
      if (Thread.currentThread().threadId() != thread) {
        Report.misuse("scope closed on another thread than attached it");
      } else {
        leave();
      }
      task(); // Takes it off this thread.
    }

    /** Leaves what was begun inside, too: it goes on elsewhere. */
    private void leave() {
      Scope inner = CURRENT.get();
      while (inner != null && inner != this && (inner.kind == Kind.BEGUN || inner.over())) {
        inner = inner.previous;
      }
      if (inner == this) {
        CURRENT.set(this);
      } else {
        Report.misuse("scope closed that is not the innermost of its thread");
      }
    }
  }
}
