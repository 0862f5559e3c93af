package dev.loomtrace.analysis;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanSink;
import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.timeline.StopClock;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.TraceState;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The threads of a trace by what was written to start them, of which the first {@value #MAX_GROUPS}
 * groups are kept apart: how many, how long they lived, and how they spent their time; and those
 * that took the longest.
 *
 * <p>A group is named after the function in which its threads start: a goroutine's, or a virtual
 * thread's task class and method. A platform thread of a JVM says no such thing, but its pool has
 * named it, so its group has its name with {@code *} for the last number in it.
 *
 * <p>Needs memory in proportion to the threads that live at a time and to the groups.
 */
public final class ThreadGroups implements SpanSink {
  /** How many groups are kept apart; later ones are one of this name. */
  public static final int MAX_GROUPS = 10_000;

  /** The name for groups beyond that. */
  public static final String OTHER_GROUPS = "other groups";

  private final LongMap<ThreadTally> alive = new LongMap<>();
  private final FirstGroups<String, Tally> groups =
      new FirstGroups<>(MAX_GROUPS, group -> OTHER_GROUPS);
  private final WaitWords words = new WaitWords();
  private final StopClock stops = new StopClock();
  private final Predicate<String> wanted;
  private final Longest<ThreadResult> slowest;
  private long threads;

  private static final class Tally {
    private final ThreadKind kind;
    private final DurationHistogram lives = new DurationHistogram();
    private final ThreadTally sum = new ThreadTally(0, 0);
    private long threads;

    private Tally(ThreadKind kind) {
      this.kind = kind;
    }

    private void add(SpanView life, ThreadTally thread) {
      threads++;
      if (!life.open() && !life.beganBefore()) {
        lives.add(life.duration());
      }
      sum.add(thread);
    }

    private Group group(String name, WaitWords words) {
      return new Group(name, kind, threads, lives.quantiles(), sum.time(words, 0), sum.ranges());
    }
  }

  /**
   * Threads that start alike.
   *
   * @param name what they start with; empty if it is not known
   * @param kind the kind of the first of them
   * @param threads how many of them there are in the trace
   * @param whole how long those took that began and ended in it
   * @param time how all threads spent their time in the trace
   * @param ranges their time in ranges by name, as {@link ThreadResult#ranges}
   */
  public record Group(
      String name,
      ThreadKind kind,
      long threads,
      Quantiles whole,
      TimeByState time,
      Map<String, Long> ranges) {
    /** Keeps a copy of the map. */
    public Group {
      ranges = Collections.unmodifiableMap(new TreeMap<>(ranges));
    }
  }

  /**
   * Of no thread yet.
   *
   * @param wanted the groups of which the threads that took the longest are kept, by name
   * @param keep how many of them; at least 1
   */
  public ThreadGroups(Predicate<String> wanted, int keep) {
    this.wanted = wanted;
    slowest = new Longest<>(keep, result -> result.time().total());
  }

  @Override
  public Set<SpanKind> kinds() {
    return EnumSet.of(SpanKind.STATE, SpanKind.LIFE, SpanKind.RANGE);
  }

  @Override
  public void accept(SpanView span) {
    switch (span.kind()) {
      case STATE ->
          tally(span.thread(), span.begin(), 0)
              .spent(
                  span.state(),
                  words.number(span.cause()),
                  span.duration(),
                  stops.until(span.end()));
      case RANGE -> {
        if (span.scope() == ResourceKind.GOROUTINE) {
          ThreadTally thread = alive.get(span.id());
          if (thread != null) {
            thread.range(span.name(), span.duration());
          }
        }
      }
      case LIFE -> ended(span);
      case CARRIER, TASK, REGION, COUNTER, SAMPLE, LOG ->
          throw new AssertionError(
              "invariant: only kinds that were asked for come: " + span.kind());
    }
  }

  @Override
  public void event(EventView event, TraceState state) {
    switch (event.kind()) {
      case GO_TRANSITION -> {
        if (event.goFrom() == GoState.NOT_EXIST) {
          tally(event.resourceId(), event.time(), 0);
        } else if (event.goFrom() == GoState.UNDETERMINED) {
          tally(event.resourceId(), event.time(), event.time() - state.partBegin());
        }
      }
      case RANGE_BEGIN, RANGE_ACTIVE, RANGE_END -> stops.event(event);
      default -> {
        // No thread begins with it, and no stop begins or ends.
      }
    }
  }

  private ThreadTally tally(long thread, long time, long earlier) {
    ThreadTally tally = alive.get(thread);
    if (tally == null) {
      tally = new ThreadTally(stops.until(time), earlier);
      alive.put(thread, tally);
    }
    return tally;
  }

  private void ended(SpanView life) {
    ThreadTally tally = alive.remove(life.thread());
    if (tally == null) {
      tally = new ThreadTally(0, 0);
    }
    String group = GroupNames.of(life);
    threads++;
    groups.of(group, key -> new Tally(life.threadKind())).add(life, tally);
    if (wanted.test(group) && slowest.wants(tally.total())) {
      slowest.add(ThreadResult.of(life, tally.time(words, 0), tally.ranges()));
    }
  }

  /** Number of threads in the trace. */
  public long threads() {
    return threads;
  }

  /** The groups; those that ran the most first. After the trace's end. */
  public List<Group> groups() {
    return groups.entries().stream()
        .map(entry -> entry.getValue().group(entry.getKey(), words))
        .sorted(
            Comparator.comparingLong((Group group) -> group.time().running())
                .reversed()
                .thenComparing(Group::name))
        .toList();
  }

  /** Of the wanted groups the threads that took the longest, longest first. */
  public List<ThreadResult> slowest() {
    return slowest.sorted(Comparator.comparingLong(ThreadResult::id));
  }
}
