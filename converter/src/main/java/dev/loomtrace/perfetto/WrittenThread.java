package dev.loomtrace.perfetto;

import dev.loomtrace.trace.GoState;
import java.util.ArrayList;
import java.util.List;

/** A thread (goroutine) that is alive, as the file knows it. */
final class WrittenThread {
  /** A slice that has not ended. */
  static final class OpenSlice {
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
    private final long begin;
    private final long older;
    private final long task;
    private final long parent;
    private WrittenThread thread;
    private long flow;
    private long flowFromParent;

    /**
     * A slice.
     *
     * @param older how long it had lasted then already, in nanoseconds
     * @param task the task that it is or belongs to
     * @param parent the parent of the task that it is
     * @param thread the thread on whose track it is or may be; null if on none
     */
    OpenSlice(
        Kind kind,
        String name,
        long begin,
        long older,
        long task,
        long parent,
        WrittenThread thread) {
      this.kind = kind;
      this.name = name;
      this.begin = begin;
      this.older = older;
      this.task = task;
      this.parent = parent;
      this.thread = thread;
    }

    Kind kind() {
      return kind;
    }

    String name() {
      return name;
    }

    long begin() {
      return begin;
    }

    /** How long it had lasted then already, in nanoseconds. */
    long older() {
      return older;
    }

    long task() {
      return task;
    }

    long parent() {
      return parent;
    }

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
  private String name = "";
  private boolean hasTrack;
  private Cpu cpu;
  private GoState state = GoState.UNDETERMINED;
  private List<OpenSlice> open = List.of();
  private List<Older> older = List.of();

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

  String name() {
    return name;
  }

  void name(String given) {
    name = given;
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

  /** Slices of its track that have not ended, outermost first. */
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
  }
}
