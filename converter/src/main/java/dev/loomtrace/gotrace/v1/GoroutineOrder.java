package dev.loomtrace.gotrace.v1;

import dev.loomtrace.base.LongIndex;
import java.util.Arrays;

/**
 * Which events have to wait for others. Clocks of CPUs may disagree, so the format has numbers:
 * each event that lets a goroutine run, or wait, says how many such events came before it, unless
 * it is on the same P as the one before.
 *
 * <p>The same is true of beginnings of garbage collections; these count as events of a goroutine
 * that does not exist.
 */
final class GoroutineOrder {
  /** State of a goroutine; that of one not seen is 0. */
  static final byte DEAD = 0;

  static final byte RUNNABLE = 1;
  static final byte RUNNING = 2;
  static final byte WAITING = 3;

  private static final String[] STATES = {"not there", "runnable", "running", "waiting"};

  // Go's reader has room for its special cases at the end of the range of ids and numbers, where a
  // broken trace can meet them. Agreeing with its verdict takes the same places.
  private static final long UNORDERED = -1;
  private static final long GARBAGE_COLLECTOR = -2;
  private static final long ANY_NUMBER = -1;
  private static final long SAME_NUMBER = -1;
  private static final long NEXT_NUMBER = -2;

  private final LongIndex goroutines = new LongIndex();
  private long[] numbers = new long[16];
  private byte[] states = new byte[16];

  // What the event asked about takes, and leaves.
  private long goroutine;
  private long neededNumber;
  private byte neededState;
  private long nextNumber;
  private byte nextState;

  /** Whether all events that have to be before this one have been applied. */
  boolean isReady(EventCursor event) {
    consider(event);
    return matches();
  }

  /**
   * Applies an event.
   *
   * @return false if it is not ready
   */
  boolean apply(EventCursor event) {
    consider(event);
    if (goroutine == UNORDERED) {
      return true;
    }
    if (!matches()) {
      return false;
    }
    int g = goroutines.put(goroutine);
    if (g == numbers.length) {
      numbers = Arrays.copyOf(numbers, g * 2);
      states = Arrays.copyOf(states, g * 2);
    }
    if (nextNumber == NEXT_NUMBER) {
      numbers[g]++;
    } else if (nextNumber != SAME_NUMBER) {
      numbers[g] = nextNumber;
    }
    states[g] = nextState;
    return true;
  }

  /** Why an event is not ready. */
  String whyNot(EventCursor event) {
    consider(event);
    int g = goroutines.get(goroutine);
    String what =
        goroutine == GARBAGE_COLLECTOR
            ? "the garbage collector"
            : "goroutine " + Long.toUnsignedString(goroutine);
    String found = STATES[g < 0 ? DEAD : states[g]];
    String foundNumber = Long.toUnsignedString(g < 0 ? 0 : numbers[g]);
    return what
        + (" is " + found + " after " + foundNumber + " events, expected ")
        + STATES[neededState]
        + (neededNumber == ANY_NUMBER ? "" : " after " + Long.toUnsignedString(neededNumber));
  }

  private boolean matches() {
    if (goroutine == UNORDERED) {
      return true;
    }
    int g = goroutines.get(goroutine);
    long number = g < 0 ? 0 : numbers[g];
    byte state = g < 0 ? DEAD : states[g];
    return (neededNumber == ANY_NUMBER || neededNumber == number) && neededState == state;
  }

  private void consider(EventCursor e) {
    switch (e.type()) {
      case GO_CREATE -> needs(e.first(), 0, DEAD, 1, RUNNABLE);
      case GO_WAITING, GO_IN_SYSCALL -> needs(e.goroutine(), 1, RUNNABLE, 2, WAITING);
      case GO_START, GO_START_LABEL ->
          needs(e.goroutine(), e.second(), RUNNABLE, e.second() + 1, RUNNING);
      case GO_START_LOCAL -> needs(e.goroutine(), ANY_NUMBER, RUNNABLE, NEXT_NUMBER, RUNNING);
      case GO_UNBLOCK, GO_SYS_EXIT ->
          needs(e.first(), e.second(), WAITING, e.second() + 1, RUNNABLE);
      case GO_UNBLOCK_LOCAL, GO_SYS_EXIT_LOCAL ->
          needs(e.first(), ANY_NUMBER, WAITING, NEXT_NUMBER, RUNNABLE);
      case GO_SCHED, GO_PREEMPT -> needs(e.goroutine(), ANY_NUMBER, RUNNING, SAME_NUMBER, RUNNABLE);
      case GC_START -> needs(GARBAGE_COLLECTOR, e.first(), DEAD, e.first() + 1, DEAD);
      default -> {
        if (e.type().blocksGoroutine() || e.type() == V1Type.GO_SYS_BLOCK) {
          needs(e.goroutine(), ANY_NUMBER, RUNNING, SAME_NUMBER, WAITING);
        } else {
          goroutine = UNORDERED;
        }
      }
    }
  }

  private void needs(long id, long number, byte state, long numberAfter, byte stateAfter) {
    goroutine = id;
    neededNumber = number;
    neededState = state;
    nextNumber = numberAfter;
    nextState = stateAfter;
  }
}
