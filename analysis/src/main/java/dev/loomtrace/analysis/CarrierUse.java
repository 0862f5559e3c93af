package dev.loomtrace.analysis;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.timeline.EventOnlySink;
import dev.loomtrace.timeline.TraceExtent;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.TraceState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What held the carriers of virtual threads, or the procs of goroutines: how many were in use, when
 * all of them were while threads waited for one, and who kept one for long meanwhile.
 *
 * <p>A carrier that nobody is on is idle, also while it is looking for the next thread. Where more
 * threads have one than there are, as when a carrier is made up for by another, these count as
 * well: what is running, pinned and idle adds up to how many there are, always.
 *
 * <p>Streaming. Needs memory in proportion to the threads that live at a time, and to groups.
 */
public final class CarrierUse implements EventOnlySink {
  /** Who keeps a carrier longer than this, in nanoseconds, while others wait, is told of. */
  public static final long LONG_HOLD = 10_000_000;

  private final CodePlaces places;
  private final LongMap<Light> threads = new LongMap<>();
  private final LongMap<Light> onProc = new LongMap<>();
  private final CarrierSeries series = new CarrierSeries();
  private final SaturationEpisodes saturation = new SaturationEpisodes();
  private final FirstGroups<String, GroupSum> groups =
      new FirstGroups<>(ThreadGroups.MAX_GROUPS, group -> ThreadGroups.OTHER_GROUPS);
  private final FirstGroups<CarrierHold.Key, CarrierHold> holds =
      new FirstGroups<>(ThreadGroups.MAX_GROUPS, key -> CarrierHold.OTHERS);
  private long carriers;
  private long most;
  private long from;
  private long now;
  private long running;
  private long pinned;
  private long runnable;
  // How long threads have waited so far while no carrier was free: divided by those who had one.
  private double shared;

  private static final class GroupSum {
    private long running;
    private long pinned;
    private long runnable;
  }

  /** A thread that needs a carrier to run. */
  private static final class Light {
    private final long id;
    private final ThreadKind kind;
    private String group;
    private GoState state = GoState.UNDETERMINED;
    private long since;
    private long proc = Context.NO_PROC;
    private long running;
    private long pinned;
    private long runnable;
    // Of the time since when it has been on its carrier without a break.
    private CarrierHold.Stretch hold;

    private Light(long id, ThreadKind kind) {
      this.id = id;
      this.kind = kind;
    }
  }

  /**
   * Of no trace yet.
   *
   * @param origins what is the application's own code
   */
  public CarrierUse(FrameOrigins origins) {
    places = new CodePlaces(origins);
  }

  @Override
  public void event(EventView event, TraceState state) {
    switch (event.kind()) {
      case GO_TRANSITION -> {
        pass(event.time());
        transition(event, state);
      }
      case PROC_TRANSITION -> {
        if (!event.procTo().executing()) {
          pass(event.time());
          vacate(event.resourceId());
        }
      }
      case METRIC -> {
        if (state.maxProcs() != carriers) {
          pass(event.time());
          from = carriers == 0 ? event.time() : from;
          carriers = state.maxProcs();
          most = Math.max(most, carriers);
        }
      }
      case STACK_SAMPLE -> {
        Light light = threads.get(event.goroutine());
        if (light != null && light.hold != null && !event.stack().isNone()) {
          light.hold.sample(site(event.stack()));
        }
      }
      default -> {
        // Nobody comes to a carrier with it, or leaves one.
      }
    }
  }

  /** Time goes by in which everything is as it is. */
  private void pass(long time) {
    long span = time - now;
    if (carriers > 0 && span > 0) {
      long busy = running + pinned;
      boolean full = busy >= carriers && runnable > 0;
      series.add(now - from, time - from, running, pinned, Math.max(carriers, busy), runnable);
      saturation.pass(now, time, full, runnable);
      shared += full ? (double) runnable * span / busy : 0;
    }
    now = time;
  }

  private void transition(EventView event, TraceState state) {
    long id = event.resourceId();
    TraceState.Goroutine g = state.goroutine(id);
    Light light = threads.get(id);
    if (light == null) {
      if (g == null || g.kind() == ThreadKind.PLATFORM) {
        return;
      }
      light = new Light(id, g.kind());
      light.since = now;
      threads.put(id, light);
    }
    GoState before = light.state;
    GoState to = g == null ? GoState.NOT_EXIST : g.state();
    long proc = g == null ? Context.NO_PROC : g.proc();
    boolean counts = light.kind != ThreadKind.SYSTEM || proc < carriers;
    long carrier = to.executing() && counts ? proc : Context.NO_PROC;
    spend(light);
    if (light.hold != null && (carrier != light.proc || to != before)) {
      light.hold.changed(to, g == null ? Stack.NONE : g.stack());
    }
    if (light.proc != carrier) {
      leave(light);
      take(light, carrier, to);
    } else if (carrier != Context.NO_PROC && before != to) {
      count(before, -1);
      count(to, 1);
      light.hold.in(to, now);
    }
    boolean waits = light.kind != ThreadKind.SYSTEM;
    runnable -= waits && before == GoState.RUNNABLE ? 1 : 0;
    if (waits && to == GoState.RUNNABLE) {
      runnable++;
      saturation.comes(before != GoState.RUNNABLE);
    }
    light.state = to;
    if (g == null) {
      threads.remove(id);
      ended(light, light.group == null ? "" : light.group);
    } else if (light.group == null || light.group.isEmpty()) {
      light.group = GroupNames.of(g.kind(), g.name(), g.start().function());
    }
  }

  /** In the application's own code, whatever of a library it calls. */
  private Optional<CodePlace> site(Stack stack) {
    return places.of(stack).map(place -> new CodePlace(place.site()));
  }

  private void spend(Light light) {
    long span = now - Math.max(light.since, from);
    light.since = now;
    if (carriers == 0 || span <= 0) {
      return;
    }
    if (light.proc != Context.NO_PROC) {
      light.running += light.state.keepsThread() ? 0 : span;
      light.pinned += light.state.keepsThread() ? span : 0;
    } else if (light.state == GoState.RUNNABLE && light.kind != ThreadKind.SYSTEM) {
      light.runnable += span;
    }
  }

  private void count(GoState state, int change) {
    running += state == GoState.RUNNING ? change : 0;
    pinned += state.keepsThread() ? change : 0;
  }

  private void take(Light light, long proc, GoState to) {
    if (proc == Context.NO_PROC) {
      return;
    }
    vacate(proc);
    onProc.put(proc, light);
    light.proc = proc;
    light.hold = new CarrierHold.Stretch(light.id, light.kind, now, shared);
    light.hold.in(to, now);
    count(to, 1);
  }

  private void vacate(long proc) {
    Light light = onProc.get(proc);
    if (light != null) {
      spend(light);
      leave(light);
    }
  }

  private void leave(Light light) {
    if (light.proc == Context.NO_PROC) {
      return;
    }
    onProc.remove(light.proc);
    light.proc = Context.NO_PROC;
    count(light.hold.state(), -1);
    CarrierHold.Stretch hold = light.hold;
    light.hold = null;
    hold.in(GoState.NOT_EXIST, now);
    double caused = shared - hold.sharedBefore();
    if (hold.duration() > LONG_HOLD && caused > 0) {
      String group = light.group == null ? "" : light.group;
      holds.of(hold.key(group, this::site), CarrierHold::new).add(hold, caused);
    }
  }

  private void ended(Light light, String group) {
    GroupSum sum = groups.of(group, key -> new GroupSum());
    sum.running += light.running;
    sum.pinned += light.pinned;
    sum.runnable += light.runnable;
  }

  @Override
  public void end(TraceExtent extent) {
    pass(extent.end());
    for (long id : threads.sortedKeys()) {
      Light light = threads.get(id);
      spend(light);
      leave(light);
      ended(light, light.group == null ? "" : light.group);
    }
    saturation.end();
  }

  /** What was found; after the trace's end. */
  public CarriersResult result() {
    List<CarriersResult.Group> used = new ArrayList<>();
    groups.forEach(
        (name, sum) -> {
          if (sum.running + sum.pinned + sum.runnable > 0) {
            used.add(new CarriersResult.Group(name, sum.running, sum.pinned, sum.runnable));
          }
        });
    used.sort(
        Comparator.comparingLong((CarriersResult.Group g) -> g.running() + g.pinned())
            .reversed()
            .thenComparing(CarriersResult.Group::name));
    List<CarriersResult.Hold> kept = new ArrayList<>();
    holds.forEach((key, hold) -> kept.add(hold.result()));
    kept.sort(
        Comparator.comparingLong(CarriersResult.Hold::caused)
            .reversed()
            .thenComparing(CarriersResult.Hold::group));
    return new CarriersResult(
        most,
        from,
        carriers == 0 ? 0 : now - from,
        series.sum(),
        series.parts(),
        saturation.count(),
        saturation.total(),
        saturation.waited(),
        saturation.longest(),
        used,
        kept);
  }
}
