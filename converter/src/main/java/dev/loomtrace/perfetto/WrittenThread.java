package dev.loomtrace.perfetto;

import dev.loomtrace.trace.GoState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A thread (goroutine) that is alive, as the file knows it. */
final class WrittenThread {
  /** A slice that has not ended. */
  static class OpenSlice {
    /** What it is. */
    enum Kind {
      /** A task: only its end shows whether it belongs on a thread's track. */
      TASK,
      /** A region, whose begin is in the file. */
      REGION,
      /** A range of a thread, whose begin is in the file. */
      RANGE
    }

    private final Kind kind;
    private final String name;

    /** A slice whose begin is in the file. */
    OpenSlice(Kind kind, String name) {
      this.kind = kind;
      this.name = name;
    }

    Kind kind() {
      return kind;
    }

    String name() {
      return name;
    }
  }

  /** A task that has not ended. */
  static final class OpenTask extends OpenSlice {
    private final long begin;
    private final long older;
    private final long id;
    private final long parent;
    private final long beginner;
    private WrittenThread thread;
    private boolean ended;
    private long flow;
    private long flowFromParent;

    /**
     * A task.
     *
     * @param older how long it had lasted when it began in the file, in nanoseconds
     * @param beginner the id of the thread that began it
     * @param thread that thread, on whose track it may be; null if it is not shown
     */
    OpenTask(
        String name,
        long begin,
        long older,
        long id,
        long parent,
        long beginner,
        WrittenThread thread) {
      super(Kind.TASK, name);
      this.begin = begin;
      this.older = older;
      this.id = id;
      this.parent = parent;
      this.beginner = beginner;
      this.thread = thread;
    }

    long begin() {
      return begin;
    }

    /** How long it had lasted then already, in nanoseconds. */
    long older() {
      return older;
    }

    long id() {
      return id;
    }

    long parent() {
      return parent;
    }

    /** The id of the thread that began it. */
    long beginner() {
      return beginner;
    }

    /** The thread on whose track it may be; null if on none. */
    WrittenThread thread() {
      return thread;
    }

    /** It belongs on no thread's track, since others there begin in it and end after it. */
    void evict() {
      thread = null;
    }

    /** Number of the arrows that lead from it to other threads; 0: none do. */
    long flow() {
      return flow;
    }

    void flow(long number) {
      flow = number;
    }

    /** Number of the arrow to it from its parent, which another thread began; 0: there is none. */
    long flowFromParent() {
      return flowFromParent;
    }

    void flowFromParent(long number) {
      flowFromParent = number;
    }
  }

  private final int tid;
  private final boolean shown;
  private boolean named;
  private boolean hasTrack;
  private Cpu cpu;
  private GoState state = GoState.UNDETERMINED;
  private List<OpenSlice> open = List.of();
  // At most so many of them are tasks that have ended: they go when they are half of all.
  private int ended;
  private List<Older> older = List.of();
  // The names of the ranges that are open: there is one of a name.
  private Set<String> ranges = Set.of();

  /** A region of which only the end is in the trace. */
  record Older(String name, long task, long end) {}

  /**
   * A thread.
   *
   * @param tid its number in the file
   * @param shown whether it is in the file by itself
   */
  WrittenThread(int tid, boolean shown) {
    this.tid = tid;
    this.shown = shown;
  }

  int tid() {
    return tid;
  }

  boolean isShown() {
    return shown;
  }

  /** Whether the file has a name for it that says more than its number. */
  boolean isNamed() {
    return named;
  }

  void named() {
    named = true;
  }

  /** Whether it had a track already; from now on it has. */
  boolean takeTrack() {
    boolean had = hasTrack;
    hasTrack = true;
    return had;
  }

  /** The cpu on which it runs; null if it does not. */
  Cpu cpu() {
    return cpu;
  }

  void cpu(Cpu now) {
    cpu = now;
  }

  GoState state() {
    return state;
  }

  void state(GoState now) {
    state = now;
  }

  /** Slices of its track, outermost first, that have not ended; and tasks among them that have. */
  List<OpenSlice> open() {
    return open;
  }

  /** Regions of which only the end is in the trace, innermost first. */
  List<Older> older() {
    return older;
  }

  void pushOlder(Older region) {
    if (older.isEmpty()) {
      older = new ArrayList<>(1);
    }
    older.add(region);
  }

  void push(OpenSlice slice) {
    if (open.isEmpty()) {
      open = new ArrayList<>(2); // Most threads never have one.
    }
    open.add(slice);
    if (slice.kind() == OpenSlice.Kind.RANGE) {
      if (ranges.isEmpty()) {
        ranges = new HashSet<>(2);
      }
      ranges.add(slice.name());
    }
  }

  /** Whether a task is the innermost slice of its track that has not ended. */
  boolean isInnermost(OpenTask task) {
    dropEnded();
    return !open.isEmpty() && open.getLast() == task;
  }

  /** A task of its track has ended, while others that began later may be open. */
  void remove(OpenTask task) {
    task.ended = true;
    ended++;
    if (ended > open.size() / 2) {
      open.removeIf(WrittenThread::hasEnded);
      ended = 0;
    }
    dropEnded();
  }

  private void dropEnded() {
    while (!open.isEmpty() && hasEnded(open.getLast())) {
      open.removeLast();
    }
  }

  private static boolean hasEnded(OpenSlice slice) {
    return slice instanceof OpenTask task && task.ended;
  }

  /** The innermost slice, and it is none any more. */
  OpenSlice pop() {
    OpenSlice last = open.removeLast();
    if (last.kind() == OpenSlice.Kind.RANGE) {
      ranges.remove(last.name());
    }
    return last;
  }

  /** Whether a range of this name is among the slices. */
  boolean isInRange(String name) {
    return ranges.contains(name);
  }
}
