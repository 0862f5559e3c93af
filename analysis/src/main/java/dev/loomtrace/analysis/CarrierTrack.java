package dev.loomtrace.analysis;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.TraceState;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Follows who is on which carrier, or proc, and tells of it.
 *
 * <p>A carrier that nobody is on is idle, also while it is looking for the next thread. Where more
 * threads have one than there are, as when a carrier is made up for by another, these count as
 * well.
 *
 * <p>Streaming. Needs memory in proportion to the threads that live at a time.
 */
final class CarrierTrack {
  private final Listener listener;
  private final Function<Stack, Optional<CodePlace>> site;
  private final LongMap<Light> threads = new LongMap<>();
  private final LongMap<Light> onProc = new LongMap<>();
  private long carriers;
  private long from;
  private long now;
  private long running;
  private long pinned;
  private long runnable;

  /** Is told what happens, of the time since it is known how many carriers there are. */
  interface Listener {
    /** Time went by in which everything was as it still is. */
    void passed(long before, long time);

    /** What its clock shows that a {@link CarrierHold.Stretch} keeps when it begins. */
    double clock();

    /** A thread waits for a carrier from now on; maybe it did already. */
    default void waits(boolean anew) {}

    /** A thread of a group has left a carrier, or the trace has ended. */
    void left(CarrierHold.Stretch stretch, String group);

    /** A thread, or the trace, has ended; how long it ran, was pinned and waited for a carrier. */
    default void ended(String group, long ran, long wasPinned, long waited) {}
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
   * @param places finds the places of samples
   * @param listener is told
   */
  CarrierTrack(CodePlaces places, Listener listener) {
    this.listener = listener;
    // In the application's own code, whatever of a library it calls.
    this.site = stack -> places.of(stack).map(place -> new CodePlace(place.site()));
  }

  /** Finds the place of a stack, as that of a stretch is to be found. */
  Function<Stack, Optional<CodePlace>> site() {
    return site;
  }

  /** How many carriers there are now; 0 if that is not known. */
  long carriers() {
    return carriers;
  }

  /** Since when it is known. */
  long from() {
    return from;
  }

  /** The time of the last event. */
  long now() {
    return now;
  }

  /** How many threads run now. */
  long running() {
    return running;
  }

  /** How many wait, or are in a system call, and keep their carriers. */
  long pinned() {
    return pinned;
  }

  /** How many wait for one. */
  long runnable() {
    return runnable;
  }

  /** Hands on the stretches of those who have a carrier now. */
  void forEachHold(Consumer<CarrierHold.Stretch> action) {
    onProc.forEach(light -> action.accept(light.hold));
  }

  /** Takes the next event. */
  void event(EventView event, TraceState state) {
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
        }
      }
      case STACK_SAMPLE -> {
        Light light = threads.get(event.goroutine());
        if (light != null && light.hold != null && !event.stack().isNone()) {
          light.hold.sample(site.apply(event.stack()));
        }
      }
      default -> {
        // Nobody comes to a carrier with it, or leaves one.
      }
    }
  }

  /** Time goes by in which everything is as it is. */
  void pass(long time) {
    long before = now;
    now = time;
    if (carriers > 0 && time > before) {
      listener.passed(before, time);
    }
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
    if (g != null && (light.group == null || light.group.isEmpty())) {
      light.group = GroupNames.of(g.kind(), g.name(), g.start().function());
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
      listener.waits(before != GoState.RUNNABLE);
    }
    light.state = to;
    if (g == null) {
      threads.remove(id);
      ended(light);
    }
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
    light.hold = new CarrierHold.Stretch(light.id, light.kind, now, listener.clock());
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
    listener.left(hold, group(light));
  }

  private static String group(Light light) {
    return light.group == null ? "" : light.group;
  }

  private void ended(Light light) {
    listener.ended(group(light), light.running, light.pinned, light.runnable);
  }

  /** The trace has ended. */
  void end(long time) {
    pass(time);
    for (long id : threads.sortedKeys()) {
      Light light = threads.get(id);
      spend(light);
      leave(light);
      ended(light);
    }
  }
}
