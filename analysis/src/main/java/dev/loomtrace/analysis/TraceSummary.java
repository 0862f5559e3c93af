package dev.loomtrace.analysis;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceState;
import dev.loomtrace.trace.WaitCause;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is in a trace: counts of everything, and how long goroutines waited for what. Of tasks and
 * regions the first {@value #MAX_NAMES} names are kept apart.
 */
public final class TraceSummary implements EventSink {
  // What comes later is put down to one more.
  private static final int MAX_NAMES = 10_000;
  private static final String OTHER_NAMES = "other names";

  private final TraceState state = new TraceState();
  private final long[] kinds = new long[EventKind.values().length];
  private final Map<String, Tally> waits = new HashMap<>();
  private final BlockProfile places = new BlockProfile();
  private final Map<String, Tally> tasks = new HashMap<>();
  private final Map<String, Tally> regions = new HashMap<>();
  private final LongMap<Boolean> threads = new LongMap<>();
  private final LongMap<Boolean> procs = new LongMap<>();
  private final Tally running = new Tally();
  private final Tally runnable = new Tally();
  private final Tally pinned = new Tally();
  private long goroutines;
  private long created;
  private long ended;
  private long parts;
  private boolean begun;
  private long first;
  private long last;
  private Optional<Instant> wallStart = Optional.empty();

  /** Of no event yet. */
  public TraceSummary() {}

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

  /**
   * Durations of things of one kind, of those that ended.
   *
   * @param count how many
   * @param total sum, in nanoseconds
   * @param longest the longest, in nanoseconds
   */
  public record Durations(long count, long total, long longest) {}

  /**
   * A place in the code where goroutines waited.
   *
   * @param reason why, in the words of {@link WaitCause#word}; may be empty
   * @param site the application's own code that waited; its {@code pc} says nothing
   * @param count how many waits, rounded if that is an estimate
   * @param total how long altogether, in nanoseconds; see {@link WaitsByPlace#estimated}
   * @param ofReason how long all waits of that reason were, with those without a stack; what only a
   *     stack tells apart is one reason here
   */
  public record WaitPlace(String reason, Frame site, long count, long total, long ofReason) {}

  /**
   * Waits that ended, by their place in the code.
   *
   * @param places the places, those with most waiting time first
   * @param estimated whether stacks of short waits are a sample only, each of which stands for
   *     several, so that what the places say is estimated. The other components never are
   * @param total all waiting time, in nanoseconds
   * @param withoutStack that of the waits without a stack, in nanoseconds; if {@code estimated},
   *     sampled ones stand for them
   */
  public record WaitsByPlace(
      List<WaitPlace> places, boolean estimated, long total, long withoutStack) {
    /** Keeps a copy of the list. */
    public WaitsByPlace {
      places = List.copyOf(places);
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
   * @param goroutines goroutines seen
   * @param created those that began in the trace
   * @param ended those that ended in the trace
   * @param procs procs seen
   * @param threads threads seen
   * @param running stretches of running
   * @param runnable waits for a carrier or processor
   * @param pinned system calls and pinned waits
   * @param waits waits by reason, as {@link WaitCause#word} has it; empty if it is not known
   * @param waitsByPlace the same waits by their place in the code
   * @param tasks tasks by type, of those that ended
   * @param openTasks tasks that had not ended
   * @param regions regions by type, of those that ended
   */
  public record Result(
      long events,
      Map<EventKind, Long> eventsByKind,
      long parts,
      long duration,
      Optional<Instant> wallStart,
      long goroutines,
      long created,
      long ended,
      long procs,
      long threads,
      Durations running,
      Durations runnable,
      Durations pinned,
      Map<String, Durations> waits,
      WaitsByPlace waitsByPlace,
      Map<String, Durations> tasks,
      long openTasks,
      Map<String, Durations> regions) {}

  @Override
  public void accept(EventView event) {
    kinds[event.kind().ordinal()]++;
    if (!begun) {
      begun = true;
      first = event.time();
    }
    last = event.time();
    if (event.thread() != EventView.NO_THREAD) {
      threads.put(event.thread(), Boolean.TRUE);
    }
    switch (event.kind()) {
      case SYNC -> {
        if (event.clock().isPresent()) {
          if (parts == 0) {
            wallStart = Optional.of(event.clock().get().wallTime());
          }
        }
        parts = event.syncNumber();
      }
      case GO_TRANSITION -> goTransition(event);
      case PROC_TRANSITION -> procs.put(event.resourceId(), Boolean.TRUE);
      case TASK_END -> {
        TraceState.Task task = state.task(event.task());
        if (task != null) {
          tally(tasks, task.type()).add(event.time() - task.begin());
        }
      }
      case REGION_END -> {
        TraceState.Goroutine g = state.goroutine(event.goroutine());
        if (g != null && !g.regions().isEmpty()) {
          TraceState.OpenRegion region = g.regions().getLast();
          tally(regions, region.type()).add(event.time() - region.begin());
        }
      }
      default -> {
        // Counted by kind.
      }
    }
    state.accept(event);
  }

  private void goTransition(EventView event) {
    TraceState.Goroutine g = state.goroutine(event.resourceId());
    if (g == null) {
      goroutines++;
    }
    GoState from = event.goFrom();
    GoState to = event.goTo();
    if (from == GoState.NOT_EXIST) {
      created++;
    }
    if (to == GoState.NOT_EXIST) {
      ended++;
    }
    if (g == null || from == to) {
      return;
    }
    long duration = event.time() - g.since();
    switch (g.state()) {
      case RUNNING -> running.add(duration);
      case RUNNABLE -> runnable.add(duration);
      case SYSCALL, PINNED -> pinned.add(duration);
      case WAITING -> {
        String reason = g.cause().word();
        tally(waits, reason).add(duration);
        // Who is created waiting has the stack of where it will start.
        boolean known = g.since() != g.created();
        places.waited(
            g.cause(), known ? g.stack() : Stack.NONE, known ? g.stackWeight() : 0, duration);
      }
      case NOT_EXIST, UNDETERMINED -> {
        // Not a state in which a goroutine spends time.
      }
    }
  }

  private static Tally tally(Map<String, Tally> tallies, String name) {
    Tally tally = tallies.get(name);
    return tally != null
        ? tally
        : tallies.computeIfAbsent(
            tallies.size() < MAX_NAMES ? name : OTHER_NAMES, key -> new Tally());
  }

  private static Map<String, Durations> durations(Map<String, Tally> tallies) {
    Map<String, Durations> result = new TreeMap<>();
    tallies.forEach((name, tally) -> result.put(name, tally.durations()));
    return result;
  }

  /** What the events so far add up to. */
  public Result result() {
    Map<EventKind, Long> byKind = new EnumMap<>(EventKind.class);
    long events = 0;
    for (EventKind kind : EventKind.values()) {
      events += kinds[kind.ordinal()];
      if (kinds[kind.ordinal()] != 0) {
        byKind.put(kind, kinds[kind.ordinal()]);
      }
    }
    long[] openTasks = {0};
    state.forEachTask(task -> openTasks[0]++);
    // The last sync only ends the trace: it begins no part.
    return new Result(
        events,
        byKind,
        Math.max(0, parts - 1),
        last - first,
        wallStart,
        goroutines,
        created,
        ended,
        procs.size(),
        threads.size(),
        running.durations(),
        runnable.durations(),
        pinned.durations(),
        durations(waits),
        places.result(),
        durations(tasks),
        openTasks[0],
        durations(regions));
  }
}
