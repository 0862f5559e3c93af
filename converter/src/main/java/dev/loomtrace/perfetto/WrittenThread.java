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
    private final long task;
    private final long parent;
    private WrittenThread thread;
    private boolean flows;
    private boolean flowsFromParent;

    /**
     * A slice.
     *
     * @param task the task that it is or belongs to
     * @param parent the parent of the task that it is
     * @param thread the thread on whose track it is or may be; null if on none
     */
    OpenSlice(Kind kind, String name, long begin, long task, long parent, WrittenThread thread) {
      this.kind = kind;
      this.name = name;
      this.begin = begin;
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

    /** Whether arrows lead from it to other threads. */
    boolean flows() {
      return flows;
    }

    void flow() {
      flows = true;
    }

    /** Whether an arrow leads to it from its parent, which another thread began. */
    boolean flowsFromParent() {
      return flowsFromParent;
    }

    void flowFromParent() {
      flowsFromParent = true;
    }
  }

  private final int tid;
  private final boolean shown;
  private String name = "";
  private boolean hasTrack;
  private Cpu cpu;
  private GoState state = GoState.UNDETERMINED;
  private List<OpenSlice> open = List.of();

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

  void push(OpenSlice slice) {
    if (open.isEmpty()) {
      open = new ArrayList<>(2); // Most threads never have one.
    }
    open.add(slice);
  }
}
