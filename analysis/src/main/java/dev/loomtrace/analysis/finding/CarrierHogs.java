package dev.loomtrace.analysis.finding;

import dev.loomtrace.analysis.CodePlace;
import dev.loomtrace.analysis.GroupNames;
import dev.loomtrace.base.LongMap;
import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceState;
import dev.loomtrace.trace.WaitReason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds threads that keep their carrier without a break while others could run. One that is made to
 * give way, as goroutines are, is none.
 */
final class CarrierHogs {
  // Go lets a goroutine run for as long before it makes it give way: more than that is not fair.
  private static final long LONG = 10_000_000;
  private static final int MAX_PLACES = 1000;

  // Of all that the carriers can do, while at least so many others could run: with a tenth of it,
  // every tenth moment nobody else runs. Programs that warm up have long turns as well, but few.
  private static final double HIGH_SHARE = 0.1;
  private static final double HIGH_OTHERS = 2;
  private static final long HIGH_COUNT = 5;
  // Turns a little above the limit are what a busy machine makes of short ones.
  private static final long HIGH_MEAN = 2 * LONG;
  private static final double MEDIUM_SHARE = 0.05;
  // A turn may be long because the operating system ran something else meanwhile, which happens to
  // few of the many turns of a group. Those of hogs are long by what they do: a hundredth of the
  // turns at least, and most of the time.
  private static final double HIGH_OF_TURNS = 0.01;
  private static final double HIGH_OF_TIME = 0.5;
  private static final double MEDIUM_OF_TIME = 0.25;
  private static final double OTHERS = 1;
  private static final long LEAST = 10 * LONG;

  private final WaitSites sites;
  private final CarrierTurns use;
  private final GroupTurns turns = new GroupTurns();
  private final Map<Key, TurnTally> hogs = new HashMap<>();
  // By thread: where it was sampled last in the turn that goes on.
  private final LongMap<Stack> samples = new LongMap<>();
  private long pendingThread = Context.NO_GOROUTINE;
  private long pendingEnd;
  private long pendingDuration;
  private long pendingOthers;
  private Stack pendingSample = Stack.NONE;
  private String pendingGroup = "";
  private Frame pendingStart = Frame.NONE;

  /** Where threads are, or will be next, if that is known; else of which group they are. */
  private record Key(Optional<CodePlace> place, boolean sampled, String group, Frame start) {}

  CarrierHogs(WaitSites sites, CarrierTurns use) {
    this.sites = sites;
    this.use = use;
  }

  /** A thread was seen running. */
  void sample(SpanView sample) {
    if (sample.thread() != Context.NO_GOROUTINE && !sample.place().isNone()) {
      samples.put(sample.thread(), sample.place());
    }
  }

  /**
   * A light thread has run.
   *
   * @param stopped for how long the world had been stopped altogether when that ended
   */
  void ran(SpanView span, TraceState.Goroutine thread, long stopped) {
    Frame start = thread.start();
    turns.ran(start, span.duration());
    Stack sample = samples.size() == 0 ? null : samples.remove(span.thread());
    CarrierTurns.Turn turn = span.duration() < LONG ? null : use.turn(span);
    long duration = turn == null ? 0 : span.duration() - (stopped - turn.stopped());
    if (duration < LONG) {
      return;
    }
    pendingThread = span.thread();
    pendingEnd = span.end();
    pendingDuration = duration;
    pendingOthers = use.waited() - turn.waited();
    pendingSample = sample == null ? Stack.NONE : sample;
    pendingGroup = GroupNames.of(thread.kind(), thread.name(), start.function());
    pendingStart = start;
  }

  /** What came after it. */
  void event(EventView event, TraceState state) {
    if (pendingThread == Context.NO_GOROUTINE || event.resourceId() != pendingThread) {
      return;
    }
    TraceState.Goroutine g = state.goroutine(pendingThread);
    boolean madeToGiveWay =
        g != null && g.state() == GoState.RUNNABLE && g.cause().reason() == WaitReason.PREEMPTED;
    if (!madeToGiveWay) {
      boolean sampled = !pendingSample.isNone();
      boolean waits = g != null && g.state() == GoState.WAITING;
      Optional<CodePlace> place =
          sites.place(sampled ? pendingSample : waits ? g.stack() : Stack.NONE);
      Key key = new Key(place, sampled, pendingGroup, pendingStart);
      TurnTally tally = hogs.get(key);
      if (tally == null && hogs.size() < MAX_PLACES) {
        tally = new TurnTally();
        hogs.put(key, tally);
      }
      if (tally != null) {
        tally.add(pendingThread, pendingEnd, pendingDuration, pendingOthers);
      }
    }
    pendingThread = Context.NO_GOROUTINE;
  }

  void findings(Window window, List<Finding> into) {
    hogs.forEach(
        (key, tally) -> {
          double share = tally.mostAtATime(window) / use.carriers();
          if (tally.others() < OTHERS || tally.total() < LEAST) {
            return;
          }
          GroupTurns.Turns all = turns.of(key.start);
          boolean high =
              share >= HIGH_SHARE
                  && tally.count() >= HIGH_OF_TURNS * all.count()
                  && tally.total() >= HIGH_OF_TIME * all.total()
                  && tally.others() >= HIGH_OTHERS
                  && tally.count() >= HIGH_COUNT
                  && tally.total() / tally.count() >= HIGH_MEAN;
          boolean medium = share >= MEDIUM_SHARE && tally.total() >= MEDIUM_OF_TIME * all.total();
          Evidence.Role role = key.sampled ? Evidence.Role.RAN_AT : Evidence.Role.THEN_WAITED_AT;
          into.add(
              new Finding(
                  FindingKind.CARRIER_HOG,
                  high ? Severity.HIGH : medium ? Severity.MEDIUM : Severity.LOW,
                  key.group,
                  key.place,
                  tally.count(),
                  tally.total(),
                  tally.measures(use, window),
                  key.place.isEmpty()
                      ? List.of(tally.evidence())
                      : List.of(
                          tally.evidence(),
                          new Evidence(
                              role,
                              "",
                              Context.NO_GOROUTINE,
                              key.place,
                              tally.count(),
                              tally.total()))));
        });
  }
}
