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

/** The waits of a unit of work by their place in the code. */
final class PlacedWaits {
  private final CodePlaces codePlaces;
  // Most of many open units have not waited yet.
  private Map<Place, AtPlace> places = Map.of();

  private record Place(WaitCause cause, Optional<CodePlace> code) {}

  /** Those at one place. */
  static final class AtPlace {
    private long count;
    private long total;
    private long longest;
    private long earlier;
    private boolean open;
    // Numbers, since there may be as many of these as threads.
    private long unbrokenThread = Context.NO_GOROUTINE;
    private long unbrokenFrom;
    private long unbrokenTo;
    private Stack stack = Stack.NONE;
    private Optional<TaskResult.Waker> waker = Optional.empty();
    private final WakerShares shares = new WakerShares();

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
        shares.add(by.get(), waited);
      }
    }

    /** The last of them has not ended. */
    void open() {
      open = true;
    }
  }

  /** None yet. */
  PlacedWaits(CodePlaces codePlaces) {
    this.codePlaces = codePlaces;
  }

  /**
   * Another one begins.
   *
   * @param earlier how long it had lasted already when the recording began
   */
  AtPlace begin(WaitCause cause, Stack stack, long earlier) {
    if (places.isEmpty()) {
      places = new HashMap<>(2);
    }
    AtPlace wait =
        places.computeIfAbsent(new Place(cause, codePlaces.of(stack)), key -> new AtPlace());
    wait.count++;
    wait.earlier += earlier;
    return wait;
  }

  /** All of them, longest first. */
  List<TaskResult.Wait> longestFirst() {
    List<TaskResult.Wait> all = new ArrayList<>(places.size());
    places.forEach(
        (place, at) ->
            all.add(
                new TaskResult.Wait(
                    place.cause(),
                    place.code(),
                    at.stack,
                    at.count,
                    at.total,
                    at.longest,
                    at.waker,
                    at.shares.sorted(),
                    at.earlier,
                    at.open,
                    PathUnit.Stretch.of(at.unbrokenThread, at.unbrokenFrom, at.unbrokenTo),
                    Optional.empty())));
    all.sort(Comparator.comparingLong(TaskResult.Wait::total).reversed());
    return all;
  }
}
