package dev.loomtrace.gotrace.v1;

/**
 * The events of a trace in their final order, with times in nanoseconds. May be gone through any
 * number of times.
 */
final class MergedEvents {
  // Two sequences are merged: the log's without the returns from system calls that are out of place
  // there, which is in order of time; and those returns. Equal times come in order of the log.
  private final EventCursor[] cursors;
  private final ByteLog log;
  private final SyscallExits exits;
  private final Definitions definitions;
  private final long leastTime;
  private final double nanosPerTick;

  private long place;
  private int exit;
  private EventCursor next;
  private boolean onExit;

  // The event.
  private EventCursor cursor;
  private V1Type type = V1Type.NONE;
  private long time;
  private long goroutine;
  private int proc;

  MergedEvents(Merge merge, Definitions definitions) {
    this.cursors = merge.cursors();
    this.log = merge.log();
    this.exits = merge.exits();
    this.leastTime = merge.leastTime();
    this.definitions = definitions;
    this.nanosPerTick = 1e9 / definitions.ticksPerSecond();
  }

  /** How many events there are. */
  long size() {
    return log.size();
  }

  /** Goes back to before the first event. */
  void rewind() {
    log.rewind();
    place = 0;
    exit = 0;
    next = null;
    for (EventCursor each : cursors) {
      each.rewind();
    }
  }

  /** Moves to the next event; false if there is none. */
  boolean advance() {
    if (next == null) {
      next = nextInPlace();
    }
    if (exit < exits.size() && (next == null || exitIsFirst())) {
      moveToExit();
      return true;
    }
    if (next == null) {
      return false;
    }
    moveToNext();
    return true;
  }

  private EventCursor nextInPlace() {
    while (place < log.size()) {
      EventCursor candidate = cursors[log.next()];
      candidate.advance();
      place++;
      if (candidate.type() != V1Type.GO_SYS_EXIT || candidate.third() == 0) {
        return candidate;
      }
    }
    return null;
  }

  private boolean exitIsFirst() {
    long exitTime = exits.time(exit);
    return exitTime < next.time() || (exitTime == next.time() && exits.place(exit) < place - 1);
  }

  private void moveToExit() {
    onExit = true;
    type = V1Type.GO_SYS_EXIT;
    time = exits.time(exit);
    goroutine = exits.goroutine(exit);
    proc = SpecialProcs.SYSTEM_CALLS;
    exit++;
  }

  private void moveToNext() {
    onExit = false;
    cursor = next;
    next = null;
    type = cursor.type().plain();
    time = cursor.time();
    goroutine = cursor.goroutine();
    proc = cursor.proc();
    if (type == V1Type.GO_SYS_EXIT) {
      proc = SpecialProcs.SYSTEM_CALLS;
    } else if (type == V1Type.GO_UNBLOCK && definitions.isTimerGoroutine(goroutine)) {
      proc = SpecialProcs.TIMERS;
    }
  }

  /** The type, never one of those for events on the same P. */
  V1Type type() {
    return type;
  }

  /** Nanoseconds since the first event. */
  long time() {
    double nanos = (time - leastTime) * nanosPerTick;
    // What a CPU makes of a number that is out of range when Go converts it; Java has the greatest.
    return nanos >= 0x1p63 ? Long.MIN_VALUE : (long) nanos;
  }

  /** The goroutine that the event is about, or that ran; 0 for none. */
  long goroutine() {
    return goroutine;
  }

  /** Number of the P, or one of {@link SpecialProcs}. */
  int proc() {
    return proc;
  }

  /** Id of the stack, 0 for none. */
  int stack() {
    return onExit ? 0 : cursor.stack();
  }

  /** The first argument after the time; that of a return from a system call is its goroutine. */
  long first() {
    return onExit ? goroutine : cursor.first();
  }

  /** The second argument after the time; of no return from a system call. */
  long second() {
    return cursor.second();
  }

  /** The third argument after the time; of no return from a system call. */
  long third() {
    return cursor.third();
  }

  /** The message of a USER_LOG. */
  String message() {
    return cursor.message();
  }

  /** Offset of the event in the file. */
  long offset() {
    return onExit ? exits.offset(exit - 1) : cursor.offset();
  }
}
