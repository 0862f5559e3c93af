package dev.loomtrace.analysis;

import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.PoolWorkers;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.WaitCause;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the places of stacks. Keeps those of some: readers give equal stacks as one object, mostly,
 * and to search a stack takes long.
 */
public final class CodePlaces {
  private static final int MAX_STACKS = 4096;

  private final FrameOrigins origins;
  private final Map<Stack, Found> known = new HashMap<>();
  // What was asked for last is mostly what is asked for next.
  private Stack last = Stack.NONE;
  private Found lastFound = Found.NOTHING;

  /** What is known of a stack. */
  private record Found(Optional<CodePlace> place, boolean idle) {
    private static final Found NOTHING = new Found(Optional.empty(), false);
  }

  /**
   * Of no stack yet.
   *
   * @param origins what is the application's own code
   */
  public CodePlaces(FrameOrigins origins) {
    this.origins = origins;
  }

  /** The place of a stack; empty if it has none. */
  public Optional<CodePlace> of(Stack stack) {
    return found(stack).place;
  }

  /** Whether a thread that waits has nothing to do, so that nobody's work waits with it. */
  public boolean isIdle(WaitCause cause, Stack stack) {
    return switch (cause.reason()) {
      case LOCK, MONITOR -> false; // It has work: who had the lock, or the work, made it wait.
      default -> cause.reason().idle() || found(stack).idle;
    };
  }

  @SuppressWarnings("ReferenceEquality") // The map knows of others that are equal.
  private Found found(Stack stack) {
    if (stack == last) {
      return lastFound;
    }
    Found found = known.get(stack);
    if (found == null) {
      if (known.size() >= MAX_STACKS) {
        known.clear();
      }
      found = search(stack);
      known.put(stack, found);
    }
    last = stack;
    lastFound = found;
    return found;
  }

  private Found search(Stack stack) {
    return stack.isNone()
        ? Found.NOTHING
        : new Found(
            origins
                .site(stack)
                .map(
                    site ->
                        new CodePlace(
                            withoutPc(site), origins.called(stack).map(CodePlaces::withoutPc))),
            PoolWorkers.isIdle(stack));
  }

  private static Frame withoutPc(Frame frame) {
    return new Frame(0, frame.function(), frame.file(), frame.line());
  }
}
