package dev.loomtrace;

/**
 * A part of what one thread does, such as a step of a request. Go's {@code runtime/trace.Region}.
 * Recorded as one {@code loomtrace.Region} event when it ends; while it is open it is announced in
 * every chunk of a recording.
 *
 * <pre>{@code
 * try (Region region = Region.begin("price")) {
 *   ...
 * }
 * }</pre>
 *
 * <p>A region ends on the thread that began it, and regions of a thread nest. Wrong uses are never
 * thrown into the application. Each place in the code is reported once, to the {@link
 * System.Logger} named {@code dev.loomtrace}:
 *
 * <ul>
 *   <li>An end on another thread has no effect: the region ends when the one around it does.
 *   <li>An end of a region that has others open inside it ends them as well.
 *   <li>A thread with 1,000 open regions has forgotten to end them: all are given up, unwritten.
 * </ul>
 *
 * <p>Names classify regions (Go calls them types): tools expect few different ones. Without a
 * recording {@code begin} returns a shared region and costs one branch.
 */
public final class Region implements AutoCloseable {
  private static final Region NONE = new Region();

  private final long task;
  private final String name;
  private final RegionStack stack;
  private final Region outer;
  private final Journal.Entry entry;
  private boolean ended; // Owner's thread only.

  private Region() {
    this.task = 0;
    this.name = "";
    this.stack = null;
    this.outer = null;
    this.entry = Journal.Entry.NONE;
  }

  private Region(String name, long task, RegionStack stack) {
    this.task = task;
    this.name = String.valueOf(name);
    this.stack = stack;
    this.outer = stack.innermost();
    this.entry = Recording.JOURNAL.begin(this);
  }

  /** Begins a region of the current task. */
  public static Region begin(String name) {
    return Recording.JOURNAL.regions() ? push(name, Task.Scope.task().id()) : NONE;
  }

  /**
   * Begins a region of a given task.
   *
   * @param task any task; {@link Task#BACKGROUND} or null: none
   */
  public static Region begin(String name, Task task) {
    return Recording.JOURNAL.regions() ? push(name, task == null ? 0 : task.id()) : NONE;
  }

  private static Region push(String name, long task) {
    RegionStack stack = RegionStack.ofThisThread();
    stack.makeRoom();
    Region region = new Region(name, task, stack);
    stack.push(region);
    return region;
  }

  /** Ends the region, on the thread that began it. A second call has no effect. */
  public void end() {
    if (this != NONE) {
      stack.end(this);
    }
  }

  /** The same as {@link #end()}. */
  @Override
  public void close() {
    end();
  }

  /** Gives it up without writing it. Only its thread calls this. */
  void giveUp() {
    ended = true;
  }

  /** Writes it. Only its thread calls this, once. */
  void complete() {
    ended = true;
    entry.complete();
  }

  /** Writes that it is open. Any thread may call this. */
  void announce() {
    entry.announce();
  }

  boolean ended() {
    return ended;
  }

  long task() {
    return task;
  }

  String name() {
    return name;
  }

  /** Thread that began it. */
  long owner() {
    return stack.thread();
  }

  /** The region around it on its thread; null: none. */
  Region outer() {
    return outer;
  }

  /** Runs an action in a region of the current task. */
  public static void run(String name, Runnable action) {
    Region region = begin(name);
    try {
      action.run();
    } finally {
      region.close();
    }
  }

  /** Runs an operation in a region of the current task. */
  public static <T, X extends Throwable> T call(String name, CallableOp<T, X> operation) throws X {
    Region region = begin(name);
    try {
      return operation.call();
    } finally {
      region.close();
    }
  }
}
