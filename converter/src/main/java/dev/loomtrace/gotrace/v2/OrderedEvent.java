package dev.loomtrace.gotrace.v2;

import dev.loomtrace.trace.ClockSnapshot;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.ExperimentalBatch;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ProcState;
import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.WaitCause;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An event that has been put in order and has not been read yet; reused for others. Which fields it
 * has depends on its kind, as in {@link EventView}; the others keep what an event before it had.
 */
@SuppressWarnings("ReferenceEquality") // It compares what it holds with what it is given.
final class OrderedEvent {
  /** In place of an index: none was given. */
  static final long NONE = -1;

  private static final String[] NO_NAMES = {};
  private static final long[] NO_VALUES = {};

  EventKind kind = EventKind.SYNC;
  long time;
  long goroutine;
  long proc;
  long thread;

  /**
   * The resource that changes, the task, the scope of a range, a metric's value, a sync's number.
   */
  long id;

  long parent;
  GoState goFrom = GoState.UNDETERMINED;
  GoState goTo = GoState.UNDETERMINED;
  ProcState procFrom = ProcState.UNDETERMINED;
  ProcState procTo = ProcState.UNDETERMINED;
  ResourceKind resource = ResourceKind.NONE;

  /** Index of its stack, or {@link #NONE}. */
  long stack;

  /** The same of the stack of the goroutine that changes. */
  long goroutineStack;

  /** Why the goroutine stops, if its text does not say. */
  WaitCause cause = WaitCause.NONE;

  /** Index of its text, or {@link #NONE}: then {@link #text} is it. */
  long textIndex;

  String text = "";

  /** Index of its second text, or {@link #NONE}. */
  long secondTextIndex;

  String[] names = NO_NAMES;
  long[] values = NO_VALUES;
  Optional<ClockSnapshot> clock = Optional.empty();
  Map<String, List<ExperimentalBatch>> experiments = Map.of();

  // It lives long, and to store a reference in an old object costs the collector's barrier, which
  // is more than a comparison: what is there already is not stored again.

  /** Takes the place of the one before. */
  void become(EventKind newKind, long newTime) {
    if (kind != newKind) {
      kind = newKind;
    }
    time = newTime;
    stack = NONE;
    textIndex = NONE;
    secondTextIndex = NONE;
  }

  void at(long newThread, long newProc, long newGoroutine) {
    thread = newThread;
    proc = newProc;
    goroutine = newGoroutine;
  }

  void setText(String newText) {
    if (text != newText) {
      text = newText;
    }
  }

  void setResource(ResourceKind newResource) {
    if (resource != newResource) {
      resource = newResource;
    }
  }

  void setCause(WaitCause newCause) {
    if (cause != newCause) {
      cause = newCause;
    }
  }

  void setStates(GoState from, GoState to) {
    if (goFrom != from) {
      goFrom = from;
    }
    if (goTo != to) {
      goTo = to;
    }
  }

  void setArguments(String[] newNames, long[] newValues, int count) {
    if (names != newNames) {
      names = newNames;
    }
    if (values.length < count) {
      values = new long[count];
    }
    System.arraycopy(newValues, 0, values, 0, count);
  }

  /** As many as there are names. */
  void setArguments(String[] newNames, long[] newValues) {
    setArguments(newNames, newValues, newNames.length);
  }

  void setNoArguments() {
    setArguments(NO_NAMES, NO_VALUES, 0);
  }
}
