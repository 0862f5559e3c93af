package dev.loomtrace.analysis;

import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The waits that a trace ends in, by place. Of places the first {@value #MAX_PLACES} are kept
 * apart.
 */
final class OpenWaits {
  // What comes later is put down to the ones without a stack.
  private static final int MAX_PLACES = 10_000;

  private static final CodePlace NOWHERE = new CodePlace(Frame.NONE);

  private final FirstGroups<Key, Sum> places =
      new FirstGroups<>(
          MAX_PLACES, key -> new Key(key.state, key.reason, key.resource, Optional.empty()));
  private final CodePlaces codePlaces;
  private final IdleTally idle;
  private final TraceState state;
  private final long end;

  private record Key(GoState state, String reason, String resource, Optional<CodePlace> place) {}

  private static final class Sum {
    private long count;
    private long total;
    private long longest = -1;
    private Stack stack = Stack.NONE;
    // Waits by the owner of what they are for; null while none is known.
    private Map<Long, Owned> owners;
  }

  /** Waits for what one thread owns, and when it was seen to last. */
  private static final class Owned {
    private long waits;
    private long seen;
  }

  private OpenWaits(TraceState state, CodePlaces codePlaces, IdleTally idle) {
    this.state = state;
    this.end = state.time();
    this.codePlaces = codePlaces;
    this.idle = idle;
  }

  /**
   * What goroutines wait for in a state.
   *
   * @param idle counts those that have nothing to do, and are not in the result
   * @return those with a place first, of these those with most waiting time
   */
  static List<OpenWait> of(TraceState state, CodePlaces codePlaces, IdleTally idle) {
    OpenWaits waits = new OpenWaits(state, codePlaces, idle);
    state.forEachGoroutine(waits::add);
    return waits.result();
  }

  private void add(TraceState.Goroutine g) {
    if (g.state() != GoState.WAITING && !g.state().keepsThread()) {
      return;
    }
    long duration = end - g.began();
    Stack stack = stack(g);
    if (g.state() == GoState.WAITING && codePlaces.isIdle(g.cause(), stack)) {
      idle.waits(g, duration);
      return;
    }
    Key place = new Key(g.state(), g.cause().word(), g.cause().resource(), codePlaces.of(stack));
    Sum sum = places.of(place, key -> new Sum());
    sum.count++;
    sum.total += duration;
    if (duration > sum.longest) {
      sum.longest = duration;
      sum.stack = stack;
    }
    if (g.lockOwner().isKnown()) {
      if (sum.owners == null) {
        sum.owners = new TreeMap<>();
      }
      Owned owned = sum.owners.computeIfAbsent(g.lockOwner().owner(), key -> new Owned());
      owned.waits++;
      owned.seen = Math.max(owned.seen, g.lockOwner().seen());
    }
  }

  private Optional<OpenWait.Owner> owner(Sum sum) {
    if (sum.owners == null) {
      return Optional.empty();
    }
    long most = 0;
    long waits = 0;
    Owned of = new Owned();
    for (Map.Entry<Long, Owned> owner : sum.owners.entrySet()) {
      waits += owner.getValue().waits;
      if (owner.getValue().waits > of.waits) {
        of = owner.getValue();
        most = owner.getKey();
      }
    }
    return Optional.of(
        new OpenWait.Owner(OwnerThread.of(most, of.seen, state), sum.owners.size(), waits));
  }

  private static Stack stack(TraceState.Goroutine g) {
    // Who waits since it appeared, for a reason that is not known, has the stack of its start.
    boolean ofWait = g.since() != g.seen() || !g.cause().word().isEmpty();
    return ofWait ? g.stack() : Stack.NONE;
  }

  private List<OpenWait> result() {
    List<OpenWait> list = new ArrayList<>();
    places.forEach(
        (key, sum) ->
            list.add(
                new OpenWait(
                    key.state,
                    key.reason,
                    key.resource,
                    key.place,
                    sum.stack,
                    sum.count,
                    sum.total,
                    sum.longest,
                    owner(sum))));
    list.sort(
        Comparator.comparing((OpenWait wait) -> wait.place().isEmpty())
            .thenComparing(Comparator.comparingLong(OpenWait::total).reversed())
            .thenComparing(OpenWait::state)
            .thenComparing(OpenWait::reason)
            .thenComparing(OpenWait::resource)
            .thenComparing(wait -> wait.place().orElse(NOWHERE), CodePlace.ORDER));
    return List.copyOf(list);
  }
}
