package dev.loomtrace.jfr.simulation;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.jfr.operation.OpKind;
import dev.loomtrace.jfr.operation.Operations;
import dev.loomtrace.trace.GoState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * What the threads that are older than the recording did when it began. Waits are written when they
 * end, so the first thing that is known of a thread tells what it did before.
 */
final class Opening {
  /** What the recording says of a thread. */
  interface Visitor {
    void visit(long id, GoState state, long carrier);
  }

  // Of all threads that began later: those are most, and nothing changes what is known of them.
  private static final Known LATER = new Known(GoState.NOT_EXIST, 0);

  static {
    LATER.settled = true;
  }

  private static final class Known {
    GoState state;
    long carrier;
    long since;
    int told = -1;
    boolean earlier;
    boolean settled;

    Known(GoState state, long carrier) {
      this.state = state;
      this.carrier = carrier;
    }
  }

  private final LongMap<Known> threads = new LongMap<>();
  // By thread: begins of tasks and regions before the start.
  private final LongMap<List<Integer>> annotations = new LongMap<>();
  private final long[] ids;
  private final long start;
  private int visited;

  Opening(Operations ops, long start, LongPredicate bound) {
    this.start = start;
    for (int i = 0; i < ops.size(); i++) {
      long thread = ops.thread(i);
      if (thread != 0 && ops.time(i) < start) {
        after(ops, i);
      } else if (thread != 0) {
        Known known = threads.get(thread);
        if (known == null || !known.settled) {
          before(ops, i, bound.test(thread));
        }
      }
    }
    ids = threads.sortedKeys();
  }

  // Before the start: the operation says what the thread did from then on.
  private void after(Operations ops, int i) {
    switch (ops.kind(i)) {
      case BLOCK -> set(ops, i, GoState.WAITING);
      case YIELD, WAKE, CREATE -> set(ops, i, GoState.RUNNABLE);
      case RESUME, SYSCALL_BEGIN, SYSCALL_END -> set(ops, i, GoState.RUNNING);
      case END -> threads.put(ops.thread(i), new Known(GoState.NOT_EXIST, 0));
      default -> {
        // Says nothing of how it goes on.
      }
    }
    Known known = threads.get(ops.thread(i));
    if (known != null) {
      known.earlier = true;
    }
    if (ops.kind(i) == OpKind.TASK_BEGIN || ops.kind(i) == OpKind.REGION_BEGIN) {
      List<Integer> begins = annotations.get(ops.thread(i));
      if (begins == null) {
        begins = new ArrayList<>(1);
        annotations.put(ops.thread(i), begins);
      }
      begins.add(i);
    }
  }

  // After it: the operation says what it must have done until then.
  private void before(Operations ops, int i, boolean bound) {
    OpKind kind = ops.kind(i);
    GoState state = bound ? ofBound(kind) : of(kind, ops.carrier(i));
    if (state == null) {
      return;
    }
    Known known = threads.get(ops.thread(i));
    if (known == null && state == GoState.NOT_EXIST) {
      threads.put(ops.thread(i), LATER);
      return;
    }
    if (known == null || (!bound && contradicts(kind, state, known))) {
      set(ops, i, state);
      if (bound) {
        // The operation begins what it tells of.
        threads.get(ops.thread(i)).since = 0;
        threads.get(ops.thread(i)).told = -1;
      }
    }
    // Not everyone who sees that a thread waits can say since when, and who is seen to run may wait
    // all the same: it was about to.
    threads.get(ops.thread(i)).settled = kind != OpKind.SEEN_WAITING && kind != OpKind.SEEN_RUNNING;
  }

  /** Whether what a thread does shows that at the start it did not do what it seemed to. */
  private static boolean contradicts(OpKind kind, GoState state, Known known) {
    return switch (known.state) {
      case RUNNING ->
          // It may have left its carrier before the start, without anything to tell that.
          state == GoState.RUNNING
              // Who is seen to run may only just have got its carrier, before it tells of that.
              || (kind == OpKind.RESUME && !known.earlier)
              // It began to wait when nobody recorded: after an earlier recording of this JVM.
              || kind == OpKind.RESUME_UNSEEN;
      // What is said of an earlier time may have been over at the start.
      case WAITING, RUNNABLE ->
          state == GoState.RUNNING
              && known.earlier
              && kind != OpKind.SEEN_RUNNING
              && kind != OpKind.SYSCALL_END;
      default -> false;
    };
  }

  private static GoState ofBound(OpKind kind) {
    // Runs only between things that are known of it.
    return kind == OpKind.CREATE ? GoState.NOT_EXIST : GoState.WAITING;
  }

  private static GoState of(OpKind kind, long carrier) {
    return switch (kind) {
      case CREATE -> GoState.NOT_EXIST;
      case BLOCK, YIELD, END, SEEN_RUNNING, SYSCALL_BEGIN, SYSCALL_END ->
          carrier == 0 ? GoState.RUNNABLE : GoState.RUNNING;
      case WAKE, SEEN_WAITING, RESUME_UNSEEN -> GoState.WAITING;
      case RESUME, SEEN_ALIVE -> GoState.RUNNABLE;
      default -> null; // Says that it runs, but not where.
    };
  }

  private void set(Operations ops, int i, GoState state) {
    long id = ops.thread(i);
    Known known = threads.get(id);
    if (known == null) {
      known = new Known(state, ops.carrier(i));
      threads.put(id, known);
    }
    known.state = state;
    known.carrier = ops.carrier(i);
    // Several events may tell of a wait's begin; what begins later says nothing of this wait.
    boolean again = known.told >= 0 && known.since == ops.time(i);
    known.since = state == GoState.WAITING ? ops.time(i) : 0;
    if (!again) {
      boolean tells =
          switch (ops.kind(i)) {
            case BLOCK -> ops.time(i) < start;
            case WAKE, SEEN_WAITING -> true;
            default -> false;
          };
      known.told = tells && state == GoState.WAITING && ops.cause(i) != null ? i : -1;
    }
  }

  /** Since when a thread that waits does so, in ticks. */
  long since(long id) {
    return threads.get(id).since;
  }

  /** Positions of the begins of a thread's tasks and regions before the start, in their order. */
  List<Integer> annotations(long id) {
    List<Integer> begins = annotations.get(id);
    return begins == null ? List.of() : begins;
  }

  /** Position of the operation that says why it waits; -1 if none does. */
  int told(long id) {
    return threads.get(id).told;
  }

  /**
   * Visits the next of those that existed, in the order of their ids.
   *
   * @return false if there is none
   */
  boolean next(Visitor visitor) {
    while (visited < ids.length) {
      long id = ids[visited++];
      Known known = threads.get(id);
      if (known.state != GoState.NOT_EXIST) {
        visitor.visit(id, known.state, known.carrier);
        return true;
      }
    }
    return false;
  }
}
