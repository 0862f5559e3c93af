package dev.loomtrace.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Checks the meaning of a trace: that each event is possible after those before it. It does not
 * depend on a format, so it treats all readers alike, and it reports all faults instead of stopping
 * at the first.
 *
 * <p>It checks the {@link TraceRules}, which Go's reader requires, and what the tests of Go's
 * reader require beyond them: parts are numbered and their clocks go forward, tasks end as they
 * began, nothing ends with open ranges, labels and metrics have proper names, and frames are
 * complete.
 */
public final class TraceValidator implements EventSink {
  /** Most faults that are kept; more are counted only. */
  public static final int MAX_FAULTS = 1000;

  private static final int MAX_WORDS = 1000;
  private static final int COMPLETE = 64;

  private final TraceState state = new TraceState();
  private final List<Fault> faults = new ArrayList<>();
  private final TraceRules rules;
  private final Consumer<String> broken = this::broken;
  // Stacks without a fault that were seen a moment ago, by their hashes.
  private final Stack[] complete = new Stack[COMPLETE];
  private EventView current;
  private ClockSnapshot lastClock;
  private long events;
  private long faultCount;

  /**
   * Something impossible in a trace.
   *
   * @param event number of the event, from 1 on
   * @param time time of the event
   * @param message what is wrong
   */
  public record Fault(long event, long time, String message) {
    @Override
    public String toString() {
      return "event " + event + ", time " + time + ": " + message;
    }
  }

  /** A validator for traces that say on which thread everything happens. */
  public TraceValidator() {
    this(true);
  }

  /**
   * A validator.
   *
   * @param threadsAreKnown see {@link TraceReader#threadsAreKnown()}
   */
  public TraceValidator(boolean threadsAreKnown) {
    this.rules = new TraceRules(state, threadsAreKnown);
  }

  /** The first {@link #MAX_FAULTS} faults, in order; unmodifiable copy. */
  public List<Fault> faults() {
    return List.copyOf(faults);
  }

  /** Number of all faults. */
  public long faultCount() {
    return faultCount;
  }

  /** Number of events seen. */
  public long events() {
    return events;
  }

  /** The state after the last event. */
  public TraceState state() {
    return state;
  }

  @Override
  public void accept(EventView event) {
    events++;
    current = event;
    rules.check(event, broken);
    checkFrames(event, event.stack());
    switch (event.kind()) {
      case SYNC -> sync(event);
      case METRIC -> {
        if (event.metricName().indexOf(':') < 0) {
          fault(event, "metric without unit: \"" + event.metricName() + "\"");
        }
      }
      case LABEL -> {
        if (event.label().isEmpty()) {
          fault(event, "empty label");
        }
      }
      case GO_TRANSITION -> {
        checkFrames(event, event.goroutineStack());
        ending(event, ResourceKind.GOROUTINE, event.goTo() == GoState.NOT_EXIST);
      }
      case PROC_TRANSITION ->
          ending(event, ResourceKind.PROC, event.procTo() == ProcState.NOT_EXIST);
      case TASK_BEGIN, TASK_END -> task(event);
      default -> {
        // For the others there are no checks beyond the rules.
      }
    }
    state.accept(event);
  }

  private void sync(EventView event) {
    if (event.syncNumber() != state.syncs() + 1) {
      fault(event, "sync " + event.syncNumber() + " follows sync " + state.syncs());
    }
    event.clock().ifPresent(clock -> clock(event, clock));
  }

  private void clock(EventView event, ClockSnapshot clock) {
    if (lastClock != null) {
      if (clock.traceTime() <= lastClock.traceTime()) {
        fault(event, "trace clock does not increase from part to part");
      }
      if (clock.monotonicTime() != 0
          && Long.compareUnsigned(clock.monotonicTime(), lastClock.monotonicTime()) <= 0) {
        fault(event, "monotonic clock does not increase from part to part");
      }
    }
    lastClock = clock;
  }

  /** A goroutine or proc that ends has ended its ranges. */
  private void ending(EventView event, ResourceKind kind, boolean ends) {
    if (ends && state.hasOpenRange(kind, event.resourceId())) {
      String what = kind == ResourceKind.GOROUTINE ? "goroutine " : "proc ";
      fault(event, what + event.resourceId() + " ends with open ranges");
    }
  }

  private void task(EventView event) {
    long id = event.task();
    if (id == EventView.BACKGROUND_TASK || id == EventView.NO_TASK) {
      fault(event, "task of type \"" + event.type() + "\" has a reserved id");
    }
    if (event.parentTask() == EventView.BACKGROUND_TASK && event.kind() == EventKind.TASK_BEGIN) {
      fault(event, "task " + id + " has the background task as parent");
    }
    TraceState.Task open = state.task(id);
    if (event.kind() == EventKind.TASK_END && open != null && !open.type().equals(event.type())) {
      fault(
          event,
          "task " + id + " began as \"" + open.type() + "\" and ends as \"" + event.type() + "\"");
    }
  }

  @SuppressWarnings("ReferenceEquality") // One that is equal is only checked once more.
  private void checkFrames(EventView event, Stack stack) {
    int slot = stack.hashCode() & (COMPLETE - 1);
    if (stack.isNone() || complete[slot] == stack) {
      return;
    }
    long before = faultCount;
    List<Frame> frames = stack.frames();
    // The leaf may be all zero: Go writes such a stack for a wake-up outside of Go code.
    for (int i = 1; i < frames.size(); i++) {
      Frame frame = frames.get(i);
      if (frame.pc() == 0
          || frame.line() == 0
          || frame.function().isEmpty()
          || frame.file().isEmpty()) {
        fault(event, "frame " + i + " of a stack is incomplete: " + frame);
      }
    }
    if (faultCount == before) {
      complete[slot] = stack;
    }
  }

  private void broken(String message) {
    fault(current, message);
  }

  private void fault(EventView event, String message) {
    faultCount++;
    if (faults.size() < MAX_FAULTS) {
      // A name in it may be as long as the trace.
      String words =
          message.length() > MAX_WORDS ? message.substring(0, MAX_WORDS) + "..." : message;
      faults.add(new Fault(events, event.time(), words));
    }
  }
}
