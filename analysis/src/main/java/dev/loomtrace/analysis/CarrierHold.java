package dev.loomtrace.analysis;

import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ThreadKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

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
    private final double sharedBefore;
    private GoState state = GoState.UNDETERMINED;
    private long since;
    private long pinned;
    private Optional<CodePlace> pinnedAt = Optional.empty();
    private Optional<CodePlace> leftAt = Optional.empty();
    private Map<CodePlace, Integer> sampled = Map.of();

    /**
     * From now on.
     *
     * @param sharedBefore what was waited so far for each carrier
     */
    Stretch(long thread, ThreadKind kind, long begin, double sharedBefore) {
      this.thread = thread;
      this.kind = kind;
      this.begin = begin;
      this.sharedBefore = sharedBefore;
      this.since = begin;
    }

    double sharedBefore() {
      return sharedBefore;
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
    void changed(GoState to, Optional<CodePlace> place) {
      if (to.keepsThread()) {
        pinnedAt = place;
      } else if (!to.executing()) {
        leftAt = place;
      }
    }

    Key key(String group) {
      if (2 * pinned > duration() && pinnedAt.isPresent()) {
        return new Key(group, pinnedAt, CarriersResult.Source.PINNED);
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
      return new Key(
          group,
          leftAt,
          leftAt.isPresent() ? CarriersResult.Source.NEXT_WAIT : CarriersResult.Source.UNKNOWN);
    }
  }
}
