package dev.loomtrace.analysis;

import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
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
  private static final int MAX_STACKS = 4096;
  private static final int RECENT = 1024;
  private static final Frame OTHER_PLACES = new Frame(0, "other places", "", 0);

  private final Map<Key, Waits> places = new HashMap<>();
  // By the recorded reason, which is the same whether a wait has a stack or not.
  private final Map<WaitReason, Total> reasons = new EnumMap<>(WaitReason.class);

  // Readers give equal stacks as one object, mostly, and to search a stack for its place takes
  // long.
  private final Map<Stack, Optional<Frame>> sites = new HashMap<>();

  // By the hashes of cause and stack: what most waits add to without a search.
  private final Recent[] recents = new Recent[RECENT];

  // Without the frame's counter: those of Go differ within a line.
  private record Key(String reason, WaitReason recorded, Frame site) {}

  /** What waits of one cause and stack add to; the place is null if the stack has none. */
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

    final void add(double weight, long duration) {
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

  /**
   * A wait has ended.
   *
   * @param cause why
   * @param weight how many waits the stack stands for; 0 if there is none
   * @param duration how long it was, in nanoseconds
   */
  void waited(WaitCause cause, Stack stack, double weight, long duration) {
    int slot = (31 * stack.hashCode() + cause.hashCode()) & (RECENT - 1);
    Recent recent = recents[slot];
    if (recent == null || !recent.is(cause, stack)) {
      Total total = reasons.computeIfAbsent(cause.recorded(), key -> new Total());
      recent = new Recent(cause, stack, total, place(cause, stack));
      recents[slot] = recent;
    }
    recent.total.total += duration;
    if (recent.place == null) {
      recent.total.withoutStack += duration;
    } else {
      recent.total.add(weight, duration);
      recent.place.add(weight, duration);
    }
  }

  /** What is added up for the place of a stack; null if it has none. */
  private Waits place(WaitCause cause, Stack stack) {
    Optional<Frame> site = stack.isNone() ? Optional.empty() : site(stack);
    if (site.isEmpty()) {
      return null;
    }
    Key key = new Key(cause.word(), cause.recorded(), site.get());
    if (places.size() >= MAX_PLACES && !places.containsKey(key)) {
      key = new Key(cause.word(), cause.recorded(), OTHER_PLACES);
    }
    return places.computeIfAbsent(key, k -> new Waits());
  }

  private Optional<Frame> site(Stack stack) {
    Optional<Frame> site = sites.get(stack);
    if (site == null) {
      if (sites.size() >= MAX_STACKS) {
        sites.clear();
      }
      site =
          FrameOrigins.DEFAULT.site(stack).map(f -> new Frame(0, f.function(), f.file(), f.line()));
      sites.put(stack, site);
    }
    return site;
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
                  key.site,
                  waits.exactCount + Math.round(scale * waits.sampledCount),
                  waits.exact + Math.round(scale * waits.sampled),
                  of.total));
        });
    list.sort(
        Comparator.comparingLong(WaitsByPlace.Place::total)
            .reversed()
            .thenComparing(WaitsByPlace.Place::reason)
            .thenComparing(place -> place.site().function())
            .thenComparing(place -> place.site().file())
            .thenComparingLong(place -> place.site().line()));
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
