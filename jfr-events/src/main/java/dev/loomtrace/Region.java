package dev.loomtrace;

import dev.loomtrace.annotation.Journals;
import dev.loomtrace.annotation.OpenRegion;
import dev.loomtrace.annotation.RegionStack;

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
 * <p>A region ends on the thread that began it, and regions of a thread nest. Wrong use never
 * throws into the application. It is reported once for each place in the code, to the {@link
 * System.Logger} named {@code dev.loomtrace}:
 *
 * <ul>
 *   <li>Ending a region on another thread has no effect: it ends when the one around it does.
 *   <li>Ending a region that has others open inside it ends them as well.
 *   <li>A thread with 1,000 open regions has forgotten to end them: all are dropped, unwritten.
 * </ul>
 *
 * <p>Names classify regions (Go calls them types): tools expect few distinct ones. Without a
 * recording {@code begin} returns a shared region and costs one branch.
 */
public final class Region implements AutoCloseable {
  private static final Region NONE = new Region(null, null);

  private final RegionStack stack;
  private final OpenRegion open;

  private Region(RegionStack stack, OpenRegion open) {
    this.stack = stack;
    this.open = open;
  }

  /** Begins a region of the current task. */
  public static Region begin(String name) {
    return Journals.JOURNAL.regions() ? push(name, Task.Scope.task().id()) : NONE;
  }

  /**
   * Begins a region of a given task.
   *
   * @param task any task; {@link Task#BACKGROUND} or null: none
   */
  public static Region begin(String name, Task task) {
    return Journals.JOURNAL.regions() ? push(name, task == null ? 0 : task.id()) : NONE;
  }

  private static Region push(String name, long task) {
    RegionStack stack = RegionStack.ofThisThread();
    return new Region(stack, stack.begin(task, String.valueOf(name)));
  }

  /** Ends the region, on the thread that began it. A second call has no effect. */
  public void end() {
    if (this != NONE) {
      stack.end(open);
    }
  }

  /** The same as {@link #end()}. */
  @Override
  public void close() {
    end();
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
