package dev.loomtrace.analysis;

import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.WaitCause;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The waits of a unit of work by their place in the code. Small while they are at one place: so are
 * those of most of many units.
 */
final class PlacedWaits {
  private AtPlace first;
  // Of all; null while there is one.
  private Map<Place, AtPlace> places;

  private record Place(WaitCause cause, boolean pinned, Optional<CodePlace> code) {}

  /** Those at one place. */
  static final class AtPlace {
    private final WaitCause cause;
    private final boolean pinned;
    private final Optional<CodePlace> code;
    private long count;
    private long total;
    private long longest;
    private long earlier;
    private boolean open;
    private Optional<OwnerThread> lockOwner = Optional.empty();
    // Numbers, since there may be as many of these as threads.
    private long unbrokenThread = Context.NO_GOROUTINE;
    private long unbrokenFrom;
    private long unbrokenTo;
    private Stack stack = Stack.NONE;
    private Optional<TaskResult.Waker> waker = Optional.empty();
    // Null while nobody is known to have ended any.
    private WakerShares shares;

    private AtPlace(WaitCause cause, boolean pinned, Optional<CodePlace> code) {
      this.cause = cause;
      this.pinned = pinned;
      this.code = code;
    }

    private boolean isAt(WaitCause otherCause, boolean alsoPinned, Optional<CodePlace> otherCode) {
      return cause.equals(otherCause) && pinned == alsoPinned && code.equals(otherCode);
    }

    private Place place() {
      return new Place(cause, pinned, code);
    }

    /** Some time of the unit was spent in it. */
    void lasts(long span) {
      total += span;
    }

    /** One of them was, from then on until then, all the time what the unit did. */
    void unbroken(long thread, long from, long to) {
      if (to - from > unbrokenTo - unbrokenFrom) {
        unbrokenThread = thread;
        unbrokenFrom = from;
        unbrokenTo = to;
      }
    }

    /**
     * One of them has ended, or is looked at no longer.
     *
     * @param waited how much of the unit's time it was
     * @param where the stack
     * @param by who ended it, if that is known
     */
    void ended(long waited, Stack where, Optional<TaskResult.Waker> by) {
      if (waited >= longest) {
        longest = waited;
        waker = by;
        stack = where;
      }
      if (by.isPresent()) {
        if (shares == null) {
          shares = new WakerShares();
        }
        shares.add(by.get(), waited);
      }
    }

    /**
     * The last of them has not ended.
     *
     * @param owner who owns the lock that it is for, if that is known
     */
    void open(Optional<OwnerThread> owner) {
      open = true;
      lockOwner = owner;
    }
  }

  /**
   * Another one begins.
   *
   * @param pinned whether the thread keeps its carrier
   * @param code where in the code, if that is known
   * @param earlier how long it had lasted already when the recording began
   */
  AtPlace begin(WaitCause cause, boolean pinned, Optional<CodePlace> code, long earlier) {
    AtPlace wait = at(cause, pinned, code);
    wait.count++;
    wait.earlier += earlier;
    return wait;
  }

  private AtPlace at(WaitCause cause, boolean pinned, Optional<CodePlace> code) {
    if (first == null) {
      first = new AtPlace(cause, pinned, code);
      return first;
    }
    if (first.isAt(cause, pinned, code)) {
      return first;
    }
    if (places == null) {
      places = new HashMap<>(4);
      places.put(first.place(), first);
    }
    return places.computeIfAbsent(
        new Place(cause, pinned, code), key -> new AtPlace(cause, pinned, code));
  }

  /** All of them, longest first. */
  List<TaskResult.Wait> longestFirst() {
    if (first == null) {
      return List.of();
    }
    List<TaskResult.Wait> all = new ArrayList<>();
    for (AtPlace at : places == null ? List.of(first) : places.values()) {
      all.add(
          new TaskResult.Wait(
              at.cause,
              at.pinned,
              at.code,
              at.stack,
              at.count,
              at.total,
              at.longest,
              at.waker,
              at.shares == null ? List.of() : at.shares.sorted(),
              at.earlier,
              at.open,
              at.lockOwner,
              PathStretch.of(at.unbrokenThread, at.unbrokenFrom, at.unbrokenTo),
              Optional.empty()));
    }
    all.sort(Comparator.comparingLong(TaskResult.Wait::total).reversed());
    return all;
  }
}
