package dev.loomtrace.analysis;

import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanSink;
import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.timeline.StopClock;
import dev.loomtrace.timeline.TraceExtent;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.TraceState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds out who had the carriers, or procs, while a unit of work waited for one, if it did so for a
 * hundredth of its time or more. Only who has read a trace knows which unit that is, so that it has
 * to be read once more; it says when enough of it was read.
 *
 * <p>What a pause takes is no such wait, as in the unit's own times.
 *
 * <p>Streaming. Needs memory in proportion to the threads that live at a time, and to groups, of
 * which the first {@value #MAX_GROUPS} are kept apart, and of each the first {@value #MAX_PLACES}
 * places.
 */
public final class CarriersMeanwhile implements SpanSink {
  private static final int SHARE = 100;
  private static final int MAX_GROUPS = 1000;
  private static final int MAX_PLACES = 100;
  private static final int TOLD_GROUPS = 20;
  private static final int TOLD_PLACES = 3;

  private final long waited;
  private final boolean notable;
  private final long from;
  private final long to;
  private final Optional<TaskBreakdown> task;
  private final long thread;
  private final CarrierTrack track;
  private final StopClock stops = new StopClock();
  private final FirstGroups<String, GroupSum> groups =
      new FirstGroups<>(MAX_GROUPS, group -> ThreadGroups.OTHER_GROUPS);
  // Whether the unit waits for a carrier now.
  private boolean waits;
  // Whether it waits for a processor of the machine: a thread does that needs no carrier.
  private boolean waitsForProcessor;
  // How long it has, while it was known who had them.
  private long waitedSoFar;
  private long forProcessor;
  private long free;
  private long all;
  private long carriers;
  private boolean past;
  // Those who had a carrier meanwhile, and still have it: only when they leave it one knows where
  // they were.
  private long toLeave;

  private static final class GroupSum {
    private final long thread;
    private final ThreadKind kind;
    private boolean several;
    private long nanos;
    private final FirstGroups<CarrierHold.Key, long[]> places =
        new FirstGroups<>(MAX_PLACES, key -> CarrierHold.OTHERS);

    private GroupSum(long thread, ThreadKind kind) {
      this.thread = thread;
      this.kind = kind;
    }
  }

  private CarriersMeanwhile(
      TimeByState time,
      boolean asked,
      long begin,
      Optional<Predicate<TraceState.Task>> task,
      long thread,
      FrameOrigins origins) {
    this.waited = time.runnable();
    this.notable = asked && waited > 0 && waited >= time.total() / SHARE;
    this.from = begin;
    this.to = begin + time.total();
    this.task = task.map(wanted -> new TaskBreakdown(wanted, this::in));
    this.thread = thread;
    this.track = new CarrierTrack(new CodePlaces(origins), new Tally());
  }

  /**
   * While a task waited for one.
   *
   * @param origins what is the application's own code
   */
  public static CarriersMeanwhile ofTask(TaskResult task, FrameOrigins origins) {
    return new CarriersMeanwhile(
        task.time(),
        true,
        task.begin(),
        Optional.of(one -> one.id() == task.id() && one.begin() == task.begin()),
        Context.NO_GOROUTINE,
        origins);
  }

  /**
   * While a thread waited for one. A platform thread needs none: it waits for a processor of the
   * machine, and who had these is not in a trace.
   *
   * @param origins what is the application's own code
   */
  public static CarriersMeanwhile ofThread(ThreadResult thread, FrameOrigins origins) {
    return new CarriersMeanwhile(
        thread.time(),
        thread.kind() != ThreadKind.PLATFORM,
        thread.begin(),
        Optional.empty(),
        thread.id(),
        origins);
  }

  /** Whether it waited too little for that to be asked, so that nobody has to look back. */
  public boolean isEmpty() {
    return !notable;
  }

  @Override
  public Set<SpanKind> kinds() {
    return task.map(TaskBreakdown::kinds).orElse(EnumSet.noneOf(SpanKind.class));
  }

  @Override
  public void accept(SpanView span) {
    task.orElseThrow().accept(span);
  }

  @Override
  public void event(EventView event, TraceState state) {
    track.pass(event.time());
    if (event.time() > to) {
      waits = false;
      waitsForProcessor = false;
      if (!past) {
        past = true;
        track.forEachHold(hold -> toLeave += isToLeave(hold) ? 1 : 0);
      }
    } else {
      follow(event, state);
    }
    track.event(event, state);
  }

  private void in(GoState state, boolean carrier, long time) {
    waits = state == GoState.RUNNABLE && carrier;
    waitsForProcessor = state == GoState.RUNNABLE && !carrier;
  }

  private void follow(EventView event, TraceState state) {
    switch (event.kind()) {
      case RANGE_BEGIN, RANGE_ACTIVE, RANGE_END -> stops.event(event);
      default -> {
        // No stop begins or ends with it.
      }
    }
    if (task.isPresent()) {
      task.get().event(event, state);
    } else if (event.kind() == EventKind.GO_TRANSITION && event.resourceId() == thread) {
      TraceState.Goroutine g = state.goroutine(thread);
      waits = g != null && g.cause().isTold() && g.state() == GoState.RUNNABLE;
    }
  }

  private boolean isToLeave(CarrierHold.Stretch hold) {
    return hold.clockBefore() < waitedSoFar && !hold.wasSampled();
  }

  /** Adds up. */
  private final class Tally implements CarrierTrack.Listener {
    @Override
    public void passed(long before, long time) {
      long span = Math.min(time, to) - Math.max(before, from);
      // No pause begins or ends within it.
      if (span <= 0 || stops.isStopped()) {
        return;
      }
      forProcessor += waitsForProcessor ? span : 0;
      if (waits) {
        long busy = track.running() + track.pinned();
        long there = Math.max(track.carriers(), busy);
        waitedSoFar += span;
        all += there * span;
        free += busy < there ? span : 0;
        carriers = Math.max(carriers, track.carriers());
      }
    }

    @Override
    public double clock() {
      return waitedSoFar;
    }

    @Override
    public void left(CarrierHold.Stretch stretch, String group) {
      long nanos = waitedSoFar - (long) stretch.clockBefore();
      if (nanos > 0) {
        toLeave -= past && !stretch.wasSampled() ? 1 : 0;
        GroupSum sum = groups.of(group, key -> new GroupSum(stretch.thread(), stretch.kind()));
        sum.several |= sum.thread != stretch.thread();
        sum.nanos += nanos;
        sum.places.of(stretch.key(group, track.site()), key -> new long[1])[0] += nanos;
      }
    }
  }

  /**
   * Whether all that matters was in the events so far: the unit has ended, and whoever had a
   * carrier meanwhile has left it, or was seen to execute.
   */
  public boolean hasEnough() {
    return past && toLeave <= 0;
  }

  @Override
  public void end(TraceExtent extent) {
    track.end(extent.end());
  }

  /** What was found; after the trace's end, or after enough of it. */
  public CarrierShares result() {
    List<CarrierShares.Share> found = new ArrayList<>();
    List<CarrierShares.Share> rest = new ArrayList<>();
    groups.forEach(
        (group, sum) ->
            (group.equals(ThreadGroups.OTHER_GROUPS) ? rest : found)
                .add(
                    new CarrierShares.Share(
                        group, sum.kind, sum.thread, sum.several, sum.nanos, places(sum))));
    found.sort(
        Comparator.comparingLong(CarrierShares.Share::nanos)
            .reversed()
            .thenComparing(CarrierShares.Share::group));
    List<CarrierShares.Share> told = found.subList(0, Math.min(TOLD_GROUPS, found.size()));
    rest.addAll(found.subList(told.size(), found.size()));
    long others = rest.stream().mapToLong(CarrierShares.Share::nanos).sum();
    return new CarrierShares(
        waited,
        forProcessor,
        Math.max(0, waited - waitedSoFar - forProcessor),
        free,
        carriers,
        all,
        told,
        rest.size(),
        others);
  }

  private static List<CarrierShares.Place> places(GroupSum sum) {
    List<CarrierShares.Place> places = new ArrayList<>();
    sum.places.forEach(
        (key, nanos) -> places.add(new CarrierShares.Place(key.place(), key.source(), nanos[0])));
    places.sort(
        Comparator.comparingLong(CarrierShares.Place::nanos)
            .reversed()
            .thenComparing(CarrierShares.Place::source)
            .thenComparing(
                place -> place.place().orElse(new CodePlace(Frame.NONE)), CodePlace.ORDER));
    return places.subList(0, Math.min(TOLD_PLACES, places.size()));
  }
}
