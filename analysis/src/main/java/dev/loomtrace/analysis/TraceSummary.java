package dev.loomtrace.analysis;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.base.Recent;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanSink;
import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.timeline.TraceExtent;
import dev.loomtrace.trace.ClockSnapshot;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.TraceState;
import dev.loomtrace.trace.WaitCause;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is in a trace: counts of everything, and how long goroutines waited for what. Of tasks and
 * regions the first {@value #MAX_NAMES} names are kept apart.
 *
 * <p>A sink of a {@link dev.loomtrace.timeline.Timeline}, which has a result when that has ended.
 */
public final class TraceSummary implements SpanSink {
  // What comes later is put down to one more.
  private static final int MAX_NAMES = 10_000;
  private static final String OTHER_NAMES = "other names";

  private final long[] kinds = new long[EventKind.values().length];
  private final FirstGroups<String, Tally> waits = firstNames();
  private final Recent<WaitCause, Tally> recentWaits =
      new Recent<>(cause -> tally(waits, cause.word()));
  private final FirstGroups<String, Tally> idleWaits = firstNames();
  private final CodePlaces codePlaces;
  private final BlockProfile places;
  private final IdleTally idle = new IdleTally();
  private final FirstGroups<String, Tally> tasks = firstNames();
  private final FirstGroups<String, Tally> regions = firstNames();
  private final LongMap<Boolean> threads = new LongMap<>();
  private final LongMap<Boolean> procs = new LongMap<>();
  // By the ordinal of the state; system calls and pinned waits are one.
  private final Tally[] states = new Tally[SpanState.values().length];
  private final Tally untold = new Tally();
  private long lastThread = Context.NO_THREAD;
  private final FirstGroups<String, Tally> tasksInProgress = firstNames();
  private List<OpenWait> openWaits = List.of();
  private TraceState state;
  // By the ordinal of the kind.
  private final LifeTally[] lives = new LifeTally[ThreadKind.values().length];
  private long openTasks;
  private long parts;
  private boolean begun;
  private long first;
  private long last;
  private Optional<Instant> wallStart = Optional.empty();

  /** Of no event yet. */
  public TraceSummary() {
    this(FrameOrigins.DEFAULT);
  }

  /**
   * Of no event yet.
   *
   * @param origins what is the application's own code
   */
  public TraceSummary(FrameOrigins origins) {
    codePlaces = new CodePlaces(origins);
    places = new BlockProfile(codePlaces);
    Arrays.setAll(states, i -> new Tally());
    Arrays.setAll(lives, i -> new LifeTally());
    states[SpanState.PINNED.ordinal()] = states[SpanState.SYSCALL.ordinal()];
  }

  private static final class Tally {
    private long count;
    private long total;
    private long longest;

    private void add(long duration) {
      count++;
      total += duration;
      longest = Math.max(longest, duration);
    }

    private Durations durations() {
      return new Durations(count, total, longest);
    }
  }

  private static final class LifeTally {
    private long seen;
    private long created;
    private long ended;

    private void add(SpanView life) {
      seen++;
      created += life.beganBefore() ? 0 : 1;
      ended += life.open() ? 0 : 1;
    }

    private Lives lives() {
      return new Lives(seen, created, ended);
    }
  }

  /**
   * Durations of things of one kind; of those that ended, unless said otherwise.
   *
   * @param count how many
   * @param total sum, in nanoseconds
   * @param longest the longest, in nanoseconds
   */
  public record Durations(long count, long total, long longest) {
    /** Of all things of both. */
    public Durations plus(Durations other) {
      return new Durations(
          count + other.count, total + other.total, Math.max(longest, other.longest));
    }
  }

  /**
   * How many threads there are.
   *
   * @param seen all of them
   * @param created those that began in the trace
   * @param ended those that ended in the trace
   */
  public record Lives(long seen, long created, long ended) {
    /** Of both. */
    public Lives plus(Lives other) {
      return new Lives(seen + other.seen, created + other.created, ended + other.ended);
    }
  }

  /**
   * The result.
   *
   * @param events number of all events
   * @param eventsByKind the same by kind; kinds that do not occur are missing
   * @param parts generations or chunks
   * @param duration from first to last event, in nanoseconds
   * @param wallStart wall clock time of the first part, if the trace says
   * @param lives goroutines, or threads of a JVM, by kind; kinds that do not occur are missing
   * @param procs procs seen
   * @param threads threads seen
   * @param running stretches of running
   * @param runnable waits for a carrier or processor
   * @param pinned system calls and pinned waits
   * @param untold stretches of which no event tells: running, or waiting below the threshold
   * @param waits waits by reason, as {@link WaitCause#word} has it; empty if it is not known. Those
   *     of threads that had nothing to do are not among them
   * @param idleWaits likewise those of threads that had nothing to do
   * @param idle these threads
   * @param waitsByPlace the waits by their place in the code
   * @param tasks tasks by type, of those that ended
   * @param openTasks tasks that had not ended
   * @param openWaits waits that had not ended, which are in none of the other numbers; without
   *     those of threads that had nothing to do
   * @param tasksInProgress by type, tasks that had not ended: how long they had taken
   * @param regions regions by type, of those that ended
   */
  public record Result(
      long events,
      Map<EventKind, Long> eventsByKind,
      long parts,
      long duration,
      Optional<Instant> wallStart,
      Map<ThreadKind, Lives> lives,
      long procs,
      long threads,
      Durations running,
      Durations runnable,
      Durations pinned,
      Durations untold,
      Map<String, Durations> waits,
      Map<String, Durations> idleWaits,
      IdleThreads idle,
      WaitsByPlace waitsByPlace,
      Map<String, Durations> tasks,
      long openTasks,
      List<OpenWait> openWaits,
      Map<String, Durations> tasksInProgress,
      Map<String, Durations> regions) {
    /** All of them, of whatever kind. */
    public Lives allLives() {
      return lives.values().stream().reduce(new Lives(0, 0, 0), Lives::plus);
    }
  }

  @Override
  public Set<SpanKind> kinds() {
    return EnumSet.of(SpanKind.STATE, SpanKind.LIFE, SpanKind.TASK, SpanKind.REGION);
  }

  @Override
  public void accept(SpanView span) {
    switch (span.kind()) {
      case STATE -> {
        if (!span.open()) {
          state(span);
        }
      }
      case LIFE -> lives[span.threadKind().ordinal()].add(span);
      case TASK -> {
        if (span.open()) {
          openTasks++;
          tally(tasksInProgress, span.name()).add(span.duration());
        } else if (!span.beganBefore()) {
          tally(tasks, span.name()).add(span.duration());
        }
      }
      case REGION -> {
        if (!span.open() && !span.beganBefore()) {
          tally(regions, span.name()).add(span.duration());
        }
      }
      case CARRIER, RANGE, COUNTER, SAMPLE, LOG ->
          throw new AssertionError(
              "invariant: only kinds that were asked for come: " + span.kind());
    }
  }

  private void state(SpanView span) {
    SpanState state = span.state();
    long duration = span.duration();
    // No branch for each state: which one comes next is hard for a processor to foresee.
    states[state.ordinal()].add(duration);
    if (state == SpanState.WAITING) {
      WaitCause cause = span.cause();
      if (places.waited(cause, span.place(), span.stackWeight(), duration)) {
        recentWaits.of(cause).add(duration);
      } else {
        idle(span, duration);
      }
    } else if (state == SpanState.UNKNOWN && !span.cause().isTold()) {
      untold.add(duration);
    }
  }

  private void idle(SpanView span, long duration) {
    tally(idleWaits, span.cause().word()).add(duration);
    TraceState.Goroutine thread = state == null ? null : state.goroutine(span.thread());
    if (thread != null) {
      idle.waited(thread, duration);
    }
  }

  @Override
  public void event(EventView event, TraceState stateNow) {
    state = stateNow;
    EventKind kind = event.kind();
    kinds[kind.ordinal()]++;
    if (!begun) {
      begun = true;
      first = event.time();
    }
    last = event.time();
    if (event.thread() != lastThread && event.thread() != Context.NO_THREAD) {
      lastThread = event.thread();
      threads.put(lastThread, Boolean.TRUE);
    }
    if (kind == EventKind.PROC_TRANSITION) {
      procs.put(event.resourceId(), Boolean.TRUE);
    } else if (kind == EventKind.SYNC) {
      if (parts == 0) {
        wallStart = event.clock().map(ClockSnapshot::wallTime);
      }
      parts = event.syncNumber();
    }
  }

  @Override
  public void end(TraceExtent extent) {
    openWaits = state == null ? List.of() : OpenWaits.of(state, codePlaces, idle);
  }

  private static FirstGroups<String, Tally> firstNames() {
    return new FirstGroups<>(MAX_NAMES, name -> OTHER_NAMES);
  }

  private static Tally tally(FirstGroups<String, Tally> tallies, String name) {
    return tallies.of(name, key -> new Tally());
  }

  private static Map<String, Durations> durations(FirstGroups<String, Tally> tallies) {
    Map<String, Durations> result = new TreeMap<>();
    tallies.forEach((name, tally) -> result.put(name, tally.durations()));
    return result;
  }

  private Map<ThreadKind, Lives> livesByKind() {
    Map<ThreadKind, Lives> byKind = new EnumMap<>(ThreadKind.class);
    for (ThreadKind kind : ThreadKind.values()) {
      LifeTally tally = lives[kind.ordinal()];
      if (tally.seen != 0) {
        byKind.put(kind, tally.lives());
      }
    }
    return byKind;
  }

  /** What the trace adds up to; after its end. */
  public Result result() {
    Map<EventKind, Long> byKind = new EnumMap<>(EventKind.class);
    long events = 0;
    for (EventKind kind : EventKind.values()) {
      events += kinds[kind.ordinal()];
      if (kinds[kind.ordinal()] != 0) {
        byKind.put(kind, kinds[kind.ordinal()]);
      }
    }
    // The last sync only ends the trace: it begins no part.
    return new Result(
        events,
        byKind,
        Math.max(0, parts - 1),
        last - first,
        wallStart,
        Collections.unmodifiableMap(livesByKind()),
        procs.size(),
        threads.size(),
        states[SpanState.RUNNING.ordinal()].durations(),
        states[SpanState.RUNNABLE.ordinal()].durations(),
        states[SpanState.PINNED.ordinal()].durations(),
        untold.durations(),
        durations(waits),
        durations(idleWaits),
        idle.result(),
        places.result(),
        durations(tasks),
        openTasks,
        openWaits,
        durations(tasksInProgress),
        durations(regions));
  }
}
