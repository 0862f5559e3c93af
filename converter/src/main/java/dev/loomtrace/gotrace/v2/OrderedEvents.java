package dev.loomtrace.gotrace.v2;

import dev.loomtrace.gotrace.wire.WireType;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ProcState;
import dev.loomtrace.trace.RangeKind;
import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import java.util.Map;
import java.util.Optional;

/**
 * The events as the handlers describe them, each at the next place of a batch: a handler describes
 * the next event here before it changes any state.
 *
 * <p>Ids of strings and stacks are checked when they are given. A fault is kept, and the reader
 * checks for one after each event.
 */
abstract class OrderedEvents {
  private static final int NO_STACK = 0;
  private static final int NO_STRING = 0;
  private static final WaitCause COROUTINE = WaitCause.of(WaitReason.COROUTINE);

  /**
   * Beyond all indices of the string table: the string is the reason for which the world is
   * stopped.
   */
  static final long STOP_REASON = 1L << 32;

  private final Generation generation;
  private OrderedBatch batch = new OrderedBatch();
  private OrderedEvent event = new OrderedEvent();
  private long lastTime;
  private String fault = "";

  // Events that follow at once from the same event of the trace.
  private final Following[] following = {new Following(), new Following()};
  private int followingFrom;
  private int followingTo;

  /** A goroutine's transition that is still to be shown. */
  private static final class Following {
    private long time;
    private long thread;
    private long proc;
    private long goroutine;
    private long id;
    private GoState from = GoState.UNDETERMINED;
    private GoState to = GoState.UNDETERMINED;
  }

  OrderedEvents(Generation generation) {
    this.generation = generation;
  }

  /** Where events are described from now on. */
  final void into(OrderedBatch newBatch) {
    batch = newBatch;
  }

  private void begin(EventKind kind, long time) {
    event = batch.next();
    event.become(kind, time);
  }

  /** What is wrong with the last event; empty if nothing is. */
  final String fault() {
    return fault;
  }

  /** The last event cannot happen. */
  final Step broken(String problem) {
    fault = problem;
    return Step.BROKEN;
  }

  /** Time of the last event that was shown. */
  final long lastTime() {
    return lastTime;
  }

  /** The time at which an event is shown: times are distinct. */
  final long stamp(long time) {
    lastTime = time <= lastTime ? lastTime + 1 : time;
    return lastTime;
  }

  // Transitions.

  final void goroutine(Cursor c, ThreadState t, long id, GoState from, GoState to) {
    goroutineElsewhere(c, t.id, t.proc, t.goroutine, id, from, to);
  }

  /** The same, of an event that happens elsewhere than on its thread. */
  final void goroutineElsewhere(
      Cursor c, long thread, long proc, long goroutine, long id, GoState from, GoState to) {
    transition(c.time, id, from, to);
    event.at(thread, proc, goroutine);
  }

  private void transition(long time, long id, GoState from, GoState to) {
    begin(EventKind.GO_TRANSITION, stamp(time));
    event.id = id;
    event.setStates(from, to);
    event.goroutineStack = OrderedEvent.NONE;
    event.setText("");
    event.setCause(WaitCause.NONE);
  }

  /** One more transition at the same time, to be shown after the event itself. */
  final void followedBy(
      Cursor c, ThreadState t, long goroutine, long id, GoState from, GoState to) {
    Following next = following[followingTo++];
    next.time = c.time;
    next.thread = t.id;
    next.proc = t.proc;
    next.goroutine = goroutine;
    next.id = id;
    next.from = from;
    next.to = to;
  }

  /** Whether a transition follows from the last event. */
  final boolean hasFollowing() {
    return followingFrom < followingTo;
  }

  /** Shows the next transition that follows from the last event; false if there is none. */
  final boolean showFollowing() {
    if (!hasFollowing()) {
      followingFrom = 0;
      followingTo = 0;
      return false;
    }
    Following next = following[followingFrom++];
    transition(next.time, next.id, next.from, next.to);
    event.at(next.thread, next.proc, next.goroutine);
    if (next.to == GoState.WAITING) {
      // Only a switch to another coroutine makes one wait by the event that starts the other.
      event.setCause(COROUTINE);
    }
    return true;
  }

  final void proc(Cursor c, ThreadState t, long id, ProcState from, ProcState to) {
    procElsewhere(c, t.id, t.proc, t.goroutine, id, from, to);
  }

  final void procElsewhere(
      Cursor c, long thread, long proc, long goroutine, long id, ProcState from, ProcState to) {
    begin(EventKind.PROC_TRANSITION, stamp(c.time));
    event.at(thread, proc, goroutine);
    event.id = id;
    event.procFrom = from;
    event.procTo = to;
  }

  // Ranges.

  final void range(
      EventKind kind, Cursor c, ThreadState t, String name, ResourceKind scope, long id) {
    begin(kind, stamp(c.time));
    event.at(t.id, t.proc, t.goroutine);
    event.setText(name);
    event.setResource(scope);
    event.id = id;
    event.setNoArguments();
  }

  /** Names a range after the reason for which the world is stopped. */
  final void stopReason(long stringId) {
    if (stringId == NO_STRING) {
      event.setText(RangeKind.stopTheWorldName(""));
      return;
    }
    int index = generation.strings().indexOf(stringId);
    if (index < 0) {
      unknownString(stringId);
    } else {
      event.textIndex = STOP_REASON | index;
    }
  }

  /** The same if the reason is of an earlier generation. */
  final void stopReason(String reason) {
    event.setText(RangeKind.stopTheWorldName(reason));
  }

  final void attributes(String[] names, long[] values) {
    event.setArguments(names, values);
  }

  // The others.

  final void metric(Cursor c, ThreadState t, String name, long value) {
    begin(EventKind.METRIC, stamp(c.time));
    event.at(t.id, t.proc, t.goroutine);
    event.setText(name);
    event.id = value;
  }

  final void goroutineLabel(Cursor c, ThreadState t) {
    begin(EventKind.LABEL, stamp(c.time));
    event.at(t.id, t.proc, t.goroutine);
    event.setText("");
    event.setResource(ResourceKind.GOROUTINE);
    event.id = t.goroutine;
  }

  final void task(EventKind kind, Cursor c, ThreadState t, long parent) {
    annotation(kind, c, t);
    event.parent = parent;
  }

  final void region(EventKind kind, Cursor c, ThreadState t) {
    annotation(kind, c, t);
  }

  final void log(Cursor c, ThreadState t) {
    annotation(EventKind.LOG, c, t);
  }

  private void annotation(EventKind kind, Cursor c, ThreadState t) {
    begin(kind, stamp(c.time));
    event.at(t.id, t.proc, t.goroutine);
    event.setText("");
    event.id = c.a0;
  }

  final void experimental(Cursor c, ThreadState t, WireType type, String[] names, long[] values) {
    begin(EventKind.EXPERIMENTAL, stamp(c.time));
    event.at(t.id, t.proc, t.goroutine);
    event.setText(type.text());
    event.setArguments(names, values);
  }

  final void sample(CpuSample sample, long time) {
    long goroutine = sample.goroutine() == 0 ? Context.NO_GOROUTINE : sample.goroutine();
    begin(EventKind.STACK_SAMPLE, stamp(time));
    event.at(sample.thread(), sample.proc(), goroutine);
    // Go does not check this id, so one that is unknown is no fault: as if no stack was taken.
    int index = sample.stack() == NO_STACK ? -1 : generation.stacks().indexOf(sample.stack());
    if (index >= 0) {
      event.stack = index;
    }
  }

  final void partBegins(long number) {
    begin(EventKind.SYNC, stamp(generation.beginTime()));
    event.id = number;
    event.clock = generation.clock();
    event.experiments = generation.experiments();
  }

  final void traceEnds(long number) {
    begin(EventKind.SYNC, stamp(lastTime));
    event.id = number;
    event.clock = Optional.empty();
    event.experiments = Map.of();
  }

  // Strings and stacks by id.

  final void text(long stringId) {
    if (stringId != NO_STRING) {
      int index = generation.strings().indexOf(stringId);
      if (index < 0) {
        unknownString(stringId);
      } else {
        event.textIndex = index;
      }
    }
  }

  final void secondText(long stringId) {
    if (stringId != NO_STRING) {
      int index = generation.strings().indexOf(stringId);
      if (index < 0) {
        unknownString(stringId);
      } else {
        event.secondTextIndex = index;
      }
    }
  }

  /** A text that is not of this generation. */
  final void text(String text) {
    event.setText(text);
  }

  final void stack(long stackId) {
    if (stackId != NO_STACK) {
      int index = stackIndex(stackId);
      if (index >= 0) {
        event.stack = index;
      }
    }
  }

  final void goroutineStack(long stackId) {
    if (stackId != NO_STACK) {
      int index = stackIndex(stackId);
      if (index >= 0) {
        event.goroutineStack = index;
      }
    }
  }

  /** Both stacks: the goroutine changes by its own doing. */
  final void bothStacks(long stackId) {
    if (stackId != NO_STACK) {
      int index = stackIndex(stackId);
      if (index >= 0) {
        event.stack = index;
        event.goroutineStack = index;
      }
    }
  }

  private int stackIndex(long stackId) {
    int index = generation.stacks().indexOf(stackId);
    if (index < 0) {
      fault =
          "stack id "
              + Long.toUnsignedString(stackId)
              + " is not in the table of "
              + generation.stacks().size()
              + " stacks";
    }
    return index;
  }

  private void unknownString(long stringId) {
    fault =
        "string id "
            + Long.toUnsignedString(stringId)
            + " is not in the table of "
            + generation.strings().size()
            + " strings";
  }
}
