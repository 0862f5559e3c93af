package dev.loomtrace.gotrace;

import dev.loomtrace.gotrace.wire.GoReasons;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.WaitCause;
import java.util.List;

/**
 * How Go's format expresses what it has no place for: the waker and the name of a thread are
 * stacks, and a pinned thread is in a system call.
 */
public final class GoProjection {
  private GoProjection() {}

  /** Go's name of a state. */
  public static String state(GoState state) {
    return (state == GoState.PINNED ? GoState.SYSCALL : state).toString();
  }

  /** Go's name of a metric: the heap's committed size is shown as its goal. */
  public static String metric(String name) {
    return name.equals(TraceEvent.Metric.HEAP_COMMITTED) ? TraceEvent.Metric.HEAP_GOAL : name;
  }

  /**
   * Go's text for why a goroutine stops: there is none of one that keeps its thread, or that waits
   * from its creation on.
   */
  public static String reason(EventView e) {
    return e.goTo().keepsThread() || e.goFrom() == GoState.NOT_EXIST
        ? ""
        : GoReasons.text(e.cause());
  }

  /**
   * Stack of whoever causes the event. Of one that wakes another without a stack it is the frame
   * that stands for it: by that Go's scheduler profile groups the waits for a processor.
   */
  public static Stack stack(EventView e) {
    if (e.kind() != EventKind.GO_TRANSITION
        || e.goFrom() != GoState.WAITING
        || e.wakerFrame().isNone()) {
      return e.stack();
    }
    return e.stack().isNone() ? Stack.of(List.of(e.wakerFrame())) : e.stack();
  }

  /** Stack of the goroutine that changes; of one that is created, the function it starts in. */
  public static Stack goroutineStack(EventView e) {
    if (e.goFrom() != GoState.NOT_EXIST) {
      return e.goroutineStack();
    }
    Frame start = e.goroutineThread().start();
    // One that waits for a reason has the stack of that wait.
    boolean waits = !e.cause().equals(WaitCause.NONE);
    if (!start.isNone() && (waits || e.goroutineStack().isNone())) {
      return Stack.of(List.of(start));
    }
    return waits ? Stack.NONE : e.goroutineStack();
  }
}
