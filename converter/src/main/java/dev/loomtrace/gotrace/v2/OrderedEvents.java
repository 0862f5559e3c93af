package dev.loomtrace.gotrace.v2;

import dev.loomtrace.gotrace.wire.GoReasons;
import dev.loomtrace.gotrace.wire.WireType;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ProcState;
import dev.loomtrace.trace.RangeKind;
import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import java.util.Map;
import java.util.Optional;

/**
 * The events as the handlers describe them: a handler describes the next event here before it
 * changes any state.
 *
 * <p>Ids of strings and stacks are checked when they are given. A fault is kept, and the reader
 * checks for one after each event.
 */
abstract class OrderedEvents extends TraceReader {
  private static final int NO_STACK = 0;
  private static final int NO_STRING = 0;

  // Beyond all indices of the string table: the string is the reason for which the world is
  // stopped.
  private static final long STOP_REASON = 1L << 32;

  private final Generation generation;
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
    at(t.id, t.proc, t.goroutine);
    goTransition(stamp(c.time), id, from, to);
  }

  /** The same, of an event that happens elsewhere than on its thread. */
  final void goroutineElsewhere(
      Cursor c, long thread, long proc, long goroutine, long id, GoState from, GoState to) {
    at(thread, proc, goroutine);
    goTransition(stamp(c.time), id, from, to);
  }

  /** One more transition at the same time, to be shown after the event itself. */
  final void followedBy(
      Cursor c, ThreadState t, long goroutine, long id, GoState from, GoState to) {
    Following event = following[followingTo++];
    event.time = c.time;
    event.thread = t.id;
    event.proc = t.proc;
    event.goroutine = goroutine;
    event.id = id;
    event.from = from;
    event.to = to;
  }

  /** Shows the next transition that follows from the last event; false if there is none. */
  final boolean showFollowing() {
    if (followingFrom == followingTo) {
      followingFrom = 0;
      followingTo = 0;
      return false;
    }
    Following event = following[followingFrom++];
    at(event.thread, event.proc, event.goroutine);
    goTransition(stamp(event.time), event.id, event.from, event.to);
    if (event.to == GoState.WAITING) {
      // Only a switch to another coroutine makes one wait by the event that starts the other.
      withCause(WaitCause.of(WaitReason.COROUTINE));
    }
    return true;
  }

  final void proc(Cursor c, ThreadState t, long id, ProcState from, ProcState to) {
    procElsewhere(c, t.id, t.proc, t.goroutine, id, from, to);
  }

  final void procElsewhere(
      Cursor c, long thread, long proc, long goroutine, long id, ProcState from, ProcState to) {
    at(thread, proc, goroutine);
    procTransition(stamp(c.time), id, from, to);
  }

  // Ranges.

  final void range(
      EventKind kind, Cursor c, ThreadState t, String name, ResourceKind scope, long id) {
    at(t.id, t.proc, t.goroutine);
    range(kind, stamp(c.time), name, scope, id);
  }

  /** Names a range after the reason for which the world is stopped. */
  final void stopReason(long stringId) {
    if (stringId == NO_STRING) {
      withText(RangeKind.stopTheWorldName(""));
      return;
    }
    int index = generation.strings().indexOf(stringId);
    if (index < 0) {
      unknownString(stringId);
    } else {
      withTextRef(STOP_REASON | index);
    }
  }

  /** The same if the reason is of an earlier generation. */
  final void stopReason(String reason) {
    withText(RangeKind.stopTheWorldName(reason));
  }

  final void attributes(String[] names, long[] values) {
    withArguments(names, values, names.length);
  }

  // The others.

  final void metric(Cursor c, ThreadState t, String name, long value) {
    at(t.id, t.proc, t.goroutine);
    metric(stamp(c.time), name, value);
  }

  final void goroutineLabel(Cursor c, ThreadState t) {
    at(t.id, t.proc, t.goroutine);
    label(stamp(c.time), ResourceKind.GOROUTINE, t.goroutine);
  }

  final void task(EventKind kind, Cursor c, ThreadState t, long parent) {
    at(t.id, t.proc, t.goroutine);
    task(kind, stamp(c.time), c.a0, parent);
  }

  final void region(EventKind kind, Cursor c, ThreadState t) {
    at(t.id, t.proc, t.goroutine);
    region(kind, stamp(c.time), c.a0);
  }

  final void log(Cursor c, ThreadState t) {
    at(t.id, t.proc, t.goroutine);
    log(stamp(c.time), c.a0);
  }

  final void experimental(Cursor c, ThreadState t, WireType type, String[] names, long[] values) {
    at(t.id, t.proc, t.goroutine);
    experimental(stamp(c.time), type.text());
    withArguments(names, values, names.length);
  }

  final void sample(CpuSample sample, long time) {
    long goroutine = sample.goroutine() == 0 ? Context.NO_GOROUTINE : sample.goroutine();
    at(sample.thread(), sample.proc(), goroutine);
    stackSample(stamp(time));
    // Go does not check this id, so one that is unknown is no fault: as if no stack was taken.
    int index = sample.stack() == NO_STACK ? -1 : generation.stacks().indexOf(sample.stack());
    if (index >= 0) {
      withStackRef(index);
    }
  }

  final void partBegins(long number) {
    sync(stamp(generation.beginTime()), number, generation.clock(), generation.experiments());
  }

  final void traceEnds(long number) {
    sync(stamp(lastTime), number, Optional.empty(), Map.of());
  }

  // Strings and stacks by id.

  final void text(long stringId) {
    if (stringId != NO_STRING) {
      int index = generation.strings().indexOf(stringId);
      if (index < 0) {
        unknownString(stringId);
      } else {
        withTextRef(index);
      }
    }
  }

  final void secondText(long stringId) {
    if (stringId != NO_STRING) {
      int index = generation.strings().indexOf(stringId);
      if (index < 0) {
        unknownString(stringId);
      } else {
        withSecondTextRef(index);
      }
    }
  }

  /** A text that is not of this generation. */
  final void text(String text) {
    withText(text);
  }

  final void stack(long stackId) {
    if (stackId != NO_STACK) {
      int index = stackIndex(stackId);
      if (index >= 0) {
        withStackRef(index);
      }
    }
  }

  final void goroutineStack(long stackId) {
    if (stackId != NO_STACK) {
      int index = stackIndex(stackId);
      if (index >= 0) {
        withGoroutineStackRef(index);
      }
    }
  }

  /** Both stacks: the goroutine changes by its own doing. */
  final void bothStacks(long stackId) {
    if (stackId != NO_STACK) {
      int index = stackIndex(stackId);
      if (index >= 0) {
        withStackRef(index);
        withGoroutineStackRef(index);
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

  @Override
  protected final String resolveText(long ref) {
    String text = generation.strings().get((int) ref);
    return ref < STOP_REASON ? text : RangeKind.stopTheWorldName(text);
  }

  @Override
  protected final WaitCause resolveCause(String text) {
    return GoReasons.cause(text);
  }

  @Override
  protected final Stack resolveStack(long ref) {
    return generation.stacks().get((int) ref);
  }
}
