package dev.loomtrace.analysis;

import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where in the code goroutines waited how long, by reason.
 *
 * <p>A recorder may have taken stacks of all long waits and of a sample of the short ones, whose
 * weights say for how many waits they stand: then what is said of a place is an estimate. The time
 * of a reason is known exactly, so all its places together are never given more than that.
 *
 * <p>Memory: that of {@value #MAX_PLACES} places at most; what comes later is put down to one more
 * for each reason.
 */
final class BlockProfile {
  private static final int MAX_PLACES = 10_000;
  private static final int RECENT = 1024;
  private static final CodePlace OTHER_PLACES = new CodePlace(new Frame(0, "other places", "", 0));

  private final FirstGroups<Key, Waits> places =
      new FirstGroups<>(MAX_PLACES, key -> new Key(key.reason, key.recorded, OTHER_PLACES));
  // By the recorded reason, which is the same whether a wait has a stack or not.
  private final Map<WaitReason, Total> reasons = new EnumMap<>(WaitReason.class);

  private final CodePlaces codePlaces;

  // By the hashes of cause and stack: what most waits add to without a search.
  private final Recent[] recents = new Recent[RECENT];

  private record Key(String reason, WaitReason recorded, CodePlace place) {}

  /**
   * What waits of one cause and stack add to: nothing, with a total that is null, if who waits has
   * nothing to do; the place is null if the stack has none.
   */
  private record Recent(WaitCause cause, Stack stack, Total total, Waits place) {
    @SuppressWarnings("ReferenceEquality") // Of others that are equal, the maps know.
    boolean is(WaitCause cause, Stack stack) {
      return this.cause == cause && this.stack == stack;
    }
  }

  /** Of one place, or of a reason: waits that stand for themselves, and those of a sample. */
  private static class Waits {
    long exact;
    double sampled;
    long exactCount;
    double sampledCount;
    long longest = -1;
    Stack stack = Stack.NONE;

    final void add(double weight, long duration, Stack where) {
      if (duration > longest) {
        longest = duration;
        stack = where;
      }
      if (weight > 1) {
        sampled += weight * duration;
        sampledCount += weight;
      } else {
        exact += duration;
        exactCount++;
      }
    }
  }

  private static final class Total extends Waits {
    long total;
    long withoutStack;

    /** What to multiply the sampled part by, so that the parts are not more than the whole. */
    double scale() {
      long rest = total - exact;
      return sampled > rest ? rest / sampled : 1;
    }
  }

  BlockProfile(CodePlaces codePlaces) {
    this.codePlaces = codePlaces;
  }

  /**
   * A wait has ended.
   *
   * @param cause why
   * @param weight how many waits the stack stands for; 0 if there is none
   * @param duration how long it was, in nanoseconds
   * @return false if it was that of a thread without work, which is not counted
   */
  boolean waited(WaitCause cause, Stack stack, double weight, long duration) {
    int slot = (31 * stack.hashCode() + cause.hashCode()) & (RECENT - 1);
    Recent recent = recents[slot];
    if (recent == null || !recent.is(cause, stack)) {
      recent =
          codePlaces.isIdle(cause, stack)
              ? new Recent(cause, stack, null, null)
              : new Recent(
                  cause,
                  stack,
                  reasons.computeIfAbsent(cause.recorded(), key -> new Total()),
                  place(cause, stack));
      recents[slot] = recent;
    }
    if (recent.total == null) {
      return false;
    }
    recent.total.total += duration;
    if (recent.place == null) {
      recent.total.withoutStack += duration;
    } else {
      recent.total.add(weight, duration, stack);
      recent.place.add(weight, duration, stack);
    }
    return true;
  }

  /** What is added up for the place of a stack; null if it has none. */
  private Waits place(WaitCause cause, Stack stack) {
    Optional<CodePlace> place = codePlaces.of(stack);
    if (place.isEmpty()) {
      return null;
    }
    return places.of(new Key(cause.word(), cause.recorded(), place.get()), key -> new Waits());
  }

  /** What the waits so far add up to. */
  WaitsByPlace result() {
    List<WaitsByPlace.Place> list = new ArrayList<>();
    places.forEach(
        (key, waits) -> {
          Total of = reasons.get(key.recorded);
          double scale = of.scale();
          list.add(
              new WaitsByPlace.Place(
                  key.reason,
                  key.place,
                  waits.stack,
                  waits.exactCount + Math.round(scale * waits.sampledCount),
                  waits.exact + Math.round(scale * waits.sampled),
                  of.total));
        });
    list.sort(
        Comparator.comparingLong(WaitsByPlace.Place::total)
            .reversed()
            .thenComparing(WaitsByPlace.Place::reason)
            .thenComparing(WaitsByPlace.Place::code, CodePlace.ORDER));
    long total = 0;
    long withoutStack = 0;
    boolean estimated = false;
    for (Total reason : reasons.values()) {
      total += reason.total;
      withoutStack += reason.withoutStack;
      estimated |= reason.sampled > 0;
    }
    return new WaitsByPlace(list, estimated, total, withoutStack);
  }
}
