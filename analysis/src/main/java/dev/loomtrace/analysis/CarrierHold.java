package dev.loomtrace.analysis;

import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.ThreadKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Stretches in which threads of a group kept a carrier at a place, added up. */
final class CarrierHold {
  /** Those that are not told apart. */
  static final Key OTHERS =
      new Key(ThreadGroups.OTHER_GROUPS, Optional.empty(), CarriersResult.Source.UNKNOWN);

  private static final int MAX_SAMPLED = 64;

  private final Key key;
  private long count;
  private long total;
  private Stretch longest;
  private double caused;

  /** What is told apart. */
  record Key(String group, Optional<CodePlace> place, CarriersResult.Source source) {}

  CarrierHold(Key key) {
    this.key = key;
  }

  void add(Stretch stretch, double waited) {
    count++;
    total += stretch.duration();
    caused += waited;
    if (longest == null || stretch.duration() > longest.duration()) {
      longest = stretch;
    }
  }

  CarriersResult.Hold result() {
    return new CarriersResult.Hold(
        key.group(),
        key.place(),
        key.source(),
        count,
        total,
        longest.duration(),
        longest.thread,
        longest.kind,
        longest.begin,
        Math.round(caused));
  }

  /** A thread keeps a carrier. */
  static final class Stretch {
    private final long thread;
    private final ThreadKind kind;
    private final long begin;
    private final double clockBefore;
    private GoState state = GoState.UNDETERMINED;
    private long since;
    private long pinned;
    private Stack pinnedAt = Stack.NONE;
    private Stack leftAt = Stack.NONE;
    private Map<CodePlace, Integer> sampled = Map.of();

    /**
     * From now on.
     *
     * @param clockBefore what the clock shows of whoever asks what went by meanwhile
     */
    Stretch(long thread, ThreadKind kind, long begin, double clockBefore) {
      this.thread = thread;
      this.kind = kind;
      this.begin = begin;
      this.clockBefore = clockBefore;
      this.since = begin;
    }

    /** What the clock showed when it began. */
    double clockBefore() {
      return clockBefore;
    }

    /** Who keeps it. */
    long thread() {
      return thread;
    }

    /** What kind of thread that is. */
    ThreadKind kind() {
      return kind;
    }

    /** Whether it was seen to execute. */
    boolean wasSampled() {
      return !sampled.isEmpty();
    }

    /** What it does on the carrier. */
    GoState state() {
      return state;
    }

    /** It does that from now on; if it does not exist, it has left. */
    void in(GoState newState, long time) {
      pinned += state.keepsThread() ? time - since : 0;
      state = newState;
      since = time;
    }

    /** How long it was, after it was left. */
    long duration() {
      return since - begin;
    }

    /** It was seen to execute. */
    void sample(Optional<CodePlace> place) {
      if (place.isPresent() && (sampled.size() < MAX_SAMPLED || sampled.containsKey(place.get()))) {
        sampled = sampled.isEmpty() ? new HashMap<>(2) : sampled;
        sampled.merge(place.get(), 1, Integer::sum);
      }
    }

    /** It is about to do something else, for which it has that stack. */
    void changed(GoState to, Stack stack) {
      if (to.keepsThread()) {
        pinnedAt = stack;
      } else if (!to.executing()) {
        leftAt = stack;
      }
    }

    /**
     * What it is told apart by.
     *
     * @param site finds the place of a stack: of few stretches it is asked for
     */
    Key key(String group, Function<Stack, Optional<CodePlace>> site) {
      Optional<CodePlace> pin = 2 * pinned > duration() ? site.apply(pinnedAt) : Optional.empty();
      if (pin.isPresent()) {
        return new Key(group, pin, CarriersResult.Source.PINNED);
      }
      Optional<CodePlace> most =
          sampled.entrySet().stream()
              .max(
                  Map.Entry.<CodePlace, Integer>comparingByValue()
                      .thenComparing(Map.Entry.comparingByKey(CodePlace.ORDER.reversed())))
              .map(Map.Entry::getKey);
      if (most.isPresent()) {
        return new Key(group, most, CarriersResult.Source.SAMPLES);
      }
      Optional<CodePlace> left = site.apply(leftAt);
      return new Key(
          group,
          left,
          left.isPresent() ? CarriersResult.Source.NEXT_WAIT : CarriersResult.Source.UNKNOWN);
    }
  }
}
