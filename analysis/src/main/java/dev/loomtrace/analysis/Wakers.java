package dev.loomtrace.analysis;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.TraceState;
import dev.loomtrace.trace.WakeKind;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Says who ended waits. Where a goroutine that is older than the trace starts may be told only
 * after it has woken another one, so such names are filled in when the answer is made.
 */
final class Wakers {
  // Later ones keep what is known when they wake another one.
  private static final int MAX_NAMELESS = 100_000;

  // By the ids of those that had no name when they woke another thread; empty while not known.
  private final LongMap<String> nameless = new LongMap<>();

  /**
   * Who ended the wait that the event ends; empty if that is not known.
   *
   * @param taskOf the task that a thread works on, or null
   */
  Optional<TaskResult.Waker> of(
      EventView event, TraceState state, LongFunction<TraceState.Task> taskOf) {
    WakeKind kind = event.wakeKind();
    long thread = event.wakerThread();
    if (kind == WakeKind.UNKNOWN) {
      String function = outermost(event.stack());
      return function.isEmpty()
          ? Optional.empty()
          : Optional.of(TaskResult.Waker.outside(kind, function));
    }
    if (!kind.byThread() || thread == Context.NO_GOROUTINE) {
      return Optional.of(TaskResult.Waker.outside(kind, ""));
    }
    TraceState.Goroutine g = state.goroutine(thread);
    Frame start = g == null ? event.wakerFrame() : g.start();
    TraceState.Task on = taskOf.apply(thread);
    if (start.function().isEmpty()
        && nameless.size() < MAX_NAMELESS
        && nameless.get(thread) == null) {
      nameless.put(thread, "");
    }
    return Optional.of(
        new TaskResult.Waker(
            kind,
            thread,
            g == null ? kindBeside(event, state) : Optional.of(g.kind()),
            start.function(),
            on == null ? EventView.NO_TASK : on.id(),
            on == null ? "" : on.type()));
  }

  /** In a trace of goroutines, all that wakes them is one; of a JVM's threads some are unknown. */
  private static Optional<ThreadKind> kindBeside(EventView event, TraceState state) {
    TraceState.Goroutine woken = state.goroutine(event.resourceId());
    return woken != null && woken.kind() == ThreadKind.GOROUTINE
        ? Optional.of(ThreadKind.GOROUTINE)
        : Optional.empty();
  }

  private static String outermost(Stack stack) {
    List<Frame> frames = stack.frames();
    return frames.isEmpty() ? "" : frames.getLast().function();
  }

  /** Takes note of what an event tells of those that have no name yet. */
  void learn(EventView event, TraceState state) {
    if (nameless.size() == 0 || event.kind() != EventKind.GO_TRANSITION) {
      return;
    }
    String known = nameless.get(event.resourceId());
    if (known == null || !known.isEmpty()) {
      return;
    }
    TraceState.Goroutine g = state.goroutine(event.resourceId());
    String function = g == null ? outermost(event.goroutineStack()) : g.start().function();
    if (!function.isEmpty()) {
      nameless.put(event.resourceId(), function);
    }
  }

  /** Waits with the names that are known by now. */
  List<TaskResult.Wait> named(List<TaskResult.Wait> waits) {
    return nameless.size() == 0
        ? waits
        : waits.stream()
            .map(
                wait ->
                    wait.endedBy(
                        wait.waker().map(this::named),
                        WakerShares.merged(
                            wait.wakers().stream()
                                .map(share -> share.by(named(share.waker())))
                                .toList())))
            .toList();
  }

  private TaskResult.Waker named(TaskResult.Waker waker) {
    String name = waker.isThread() && waker.name().isEmpty() ? nameless.get(waker.goroutine()) : "";
    return name == null || name.isEmpty() ? waker : waker.named(name);
  }
}
