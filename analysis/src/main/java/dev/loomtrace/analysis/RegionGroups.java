package dev.loomtrace.analysis;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanSink;
import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.timeline.StopClock;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.TraceState;
import dev.loomtrace.trace.WaitCause;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The regions of a trace by name, of which the first {@value #MAX_GROUPS} are kept apart: how many,
 * how long they took, and what their threads did in them; and those that took the longest.
 *
 * <p>A region is what one thread does. Of a region in a region the time is in both.
 *
 * <p>Needs memory in proportion to the regions that are open at a time, to the threads that are
 * older than the trace, and to the names.
 */
public final class RegionGroups implements SpanSink {
  /** How many groups are kept apart; later ones are one of this name. */
  static final int MAX_GROUPS = 10_000;

  /** The name for groups beyond that. */
  static final String OTHER_NAMES = "other names";

  private final LongMap<Followed> threads = new LongMap<>();
  private final FirstGroups<String, Tally> groups =
      new FirstGroups<>(MAX_GROUPS, name -> OTHER_NAMES);
  private final WaitWords words = new WaitWords();
  private final StopClock stops = new StopClock();
  private final Predicate<String> wanted;
  private final Longest<RegionResult> slowest;
  private long regions;

  /** A thread of which it is known what it does: one that is in a region, or may be in one. */
  private static final class Followed {
    private final TraceState.Goroutine goroutine;
    // One that is older than the trace may be in a region that is, too.
    private final boolean older;
    private final SpentTime spent = new SpentTime();
    private final List<Open> regions = new ArrayList<>(1);
    private long since;
    private long stopsBefore;

    private Followed(TraceState.Goroutine goroutine, boolean older, long since, long stopsBefore) {
      this.goroutine = goroutine;
      this.older = older;
      this.since = since;
      this.stopsBefore = stopsBefore;
    }
  }

  /**
   * A region that has not ended.
   *
   * @param earlier how long it had been open when it was told of
   * @param spent how its thread had spent its time until then
   */
  private record Open(long earlier, SpentTime spent) {}

  private static final class Tally {
    private final DurationHistogram durations = new DurationHistogram();
    private TimeByState time = TimeByState.NONE;
    private long count;

    private Group group(String name) {
      return new Group(name, count, durations.quantiles(), time);
    }
  }

  /**
   * Regions of a name. Durations are in nanoseconds, the quantiles right to 3 %, and of whole
   * regions only.
   *
   * @param name their name
   * @param count how many of them there are in the trace
   * @param whole how long those took that began and ended in it
   * @param time how their threads spent the time in all of them
   */
  public record Group(String name, long count, Quantiles whole, TimeByState time) {}

  /**
   * Of no region yet.
   *
   * @param wanted the names of which the regions that took the longest are kept
   * @param keep how many of them; at least 1
   */
  public RegionGroups(Predicate<String> wanted, int keep) {
    this.wanted = wanted;
    slowest = new Longest<>(keep, result -> result.time().total());
  }

  @Override
  public Set<SpanKind> kinds() {
    return EnumSet.of(SpanKind.STATE, SpanKind.REGION);
  }

  @Override
  public void accept(SpanView span) {
    Followed thread = threads.get(span.thread());
    if (thread != null) {
      spend(thread, span.end());
    }
    if (span.kind() == SpanKind.REGION) {
      ended(span, thread);
    }
  }

  @Override
  public void event(EventView event, TraceState state) {
    switch (event.kind()) {
      case GO_TRANSITION -> {
        long id = event.resourceId();
        if (event.goTo() == GoState.NOT_EXIST) {
          threads.remove(id);
        } else if (event.goFrom() == GoState.UNDETERMINED && threads.get(id) == null) {
          follow(state.goroutine(id), true, state.partBegin());
        }
      }
      case REGION_BEGIN -> {
        TraceState.Goroutine g = state.goroutine(event.goroutine());
        if (g != null) {
          Followed thread = threads.get(g.id());
          if (thread == null) {
            thread = follow(g, false, event.time());
          }
          spend(thread, event.time());
          thread.regions.add(
              new Open(Math.max(0, event.time() - event.since()), copy(thread.spent)));
        }
      }
      case RANGE_BEGIN, RANGE_ACTIVE, RANGE_END -> stops.event(event);
      default -> {
        // No region begins with it, and no stop begins or ends.
      }
    }
  }

  private Followed follow(TraceState.Goroutine g, boolean older, long since) {
    Followed thread = new Followed(g, older, since, stops.until(since));
    threads.put(g.id(), thread);
    return thread;
  }

  /** Until then it did what it does. */
  private void spend(Followed thread, long time) {
    long stopsNow = stops.until(time);
    long span = time - thread.since;
    WaitCause cause = thread.goroutine.cause();
    thread.spent.add(
        SpanState.of(thread.goroutine.state(), cause),
        words.number(cause),
        span,
        Math.min(span, stopsNow - thread.stopsBefore));
    thread.since = time;
    thread.stopsBefore = stopsNow;
  }

  private static SpentTime copy(SpentTime time) {
    SpentTime copy = new SpentTime();
    time.forEach(copy::add);
    return copy;
  }

  private void ended(SpanView region, Followed thread) {
    TimeByState time;
    if (thread == null) {
      time = new TimeByState(region.duration(), 0, 0, 0, 0, Map.of(), region.duration());
    } else if (region.beganBefore() || thread.regions.isEmpty()) {
      time = thread.spent.time(words, 0);
    } else {
      Open open = thread.regions.removeLast();
      SpentTime within = new SpentTime();
      thread.spent.forEach(
          (key, nanos) -> {
            if (nanos > open.spent.get(key)) {
              within.add(key, nanos - open.spent.get(key));
            }
          });
      time = within.time(words, open.earlier);
      if (thread.regions.isEmpty() && !thread.older) {
        threads.remove(region.thread());
      }
    }
    add(region, time, Optional.ofNullable(thread).map(known -> known.goroutine.kind()));
  }

  private void add(SpanView region, TimeByState time, Optional<ThreadKind> kind) {
    regions++;
    Tally tally = groups.of(region.name(), key -> new Tally());
    tally.count++;
    tally.time = tally.time.plus(time);
    if (!region.open() && !region.beganBefore()) {
      tally.durations.add(region.duration());
    }
    if (wanted.test(region.name()) && slowest.wants(time.total())) {
      slowest.add(
          new RegionResult(
              region.name(),
              region.id(),
              region.thread(),
              kind,
              region.end() - time.total(),
              region.beganBefore(),
              !region.open(),
              time));
    }
  }

  /** Number of regions in the trace. */
  public long regions() {
    return regions;
  }

  /** The groups; those that took the most time altogether first. After the trace's end. */
  public List<Group> groups() {
    return groups.entries().stream()
        .map(entry -> entry.getValue().group(entry.getKey()))
        .sorted(
            Comparator.comparingLong((Group group) -> group.time().total())
                .reversed()
                .thenComparing(Group::name))
        .toList();
  }

  /** Of the wanted names the regions that took the longest, longest first. */
  public List<RegionResult> slowest() {
    return slowest.sorted(
        Comparator.comparingLong(RegionResult::begin).thenComparingLong(RegionResult::thread));
  }
}
