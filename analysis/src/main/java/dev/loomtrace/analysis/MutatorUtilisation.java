package dev.loomtrace.analysis;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.timeline.EventOnlySink;
import dev.loomtrace.timeline.TraceExtent;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.RangeKind;
import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.TraceState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * How much of its processors' time the garbage collector left to a program: the utilisation by the
 * mutator, as collectors call the program, in the worst window of any length.
 *
 * <p>Of a Go trace these are the curves of the page "Minimum mutator utilization" of {@code go tool
 * trace}. Of a JVM pauses are all that is known; what a collector does on threads of its own takes
 * no carrier.
 *
 * <p>Needs memory in proportion to how often something took a processor.
 */
public final class MutatorUtilisation implements EventOnlySink {
  /** What is counted unless something else is asked for. */
  public static final Set<MutatorLoss> USUAL =
      Set.of(MutatorLoss.STOPS, MutatorLoss.BACKGROUND, MutatorLoss.ASSISTS);

  /** How many processors are kept apart: those on which something else ran first. */
  static final int MAX_PROCS = 1_024;

  // What Go labels a goroutine that marks with, for as long as it runs; how it does, in brackets.
  private static final String WORKER_PREFIX = "GC ";
  private static final String IDLE_WORKER = "GC (idle)";
  private static final String DEDICATED_WORKER = "GC (dedicated)";
  private static final String COLLECTOR = "GC";

  private final Set<MutatorLoss> losses;
  private final boolean perProc;
  private final LongMap<Helper> helpers = new LongMap<>();
  private final LongMap<Proc> procs = new LongMap<>();
  private final Changes changes = new Changes();
  private final List<LostShare> series = new ArrayList<>();
  private final List<OptionalLong> seriesProcs = new ArrayList<>();
  private boolean begun;
  private boolean virtual;
  private long begin;
  private long firstProcs = -1;
  private long maxProcs;
  private int stops;
  private int busy;
  // Found late to have been so since the beginning.
  private int late;

  /** A goroutine that works for the collector. */
  private static final class Helper {
    private boolean assists;
    private boolean marks;
    private Proc on;

    private boolean isOn(long proc) {
      return on != null && on.id == proc;
    }
  }

  /** A processor on which something else than the program runs, or did. */
  private static final class Proc {
    private final long id;
    private int others;
    // When that began, and when it ended, in turns.
    private long[] edges = {};
    private int size;

    private Proc(long id) {
      this.id = id;
    }

    private void edge(long time) {
      if (size == edges.length) {
        edges = Arrays.copyOf(edges, Math.max(4, 2 * size));
      }
      edges[size++] = time;
    }
  }

  /** What was so from when on. */
  private static final class Changes {
    private long[] times = new long[16];
    private long[] procs = new long[16];
    private int[] busy = new int[16];
    private int[] late = new int[16];
    private boolean[] stopped = new boolean[16];
    private int size;

    private void add(long time, long procsNow, int busyNow, int lateNow, boolean stoppedNow) {
      if (size == times.length) {
        times = Arrays.copyOf(times, 2 * size);
        procs = Arrays.copyOf(procs, 2 * size);
        busy = Arrays.copyOf(busy, 2 * size);
        late = Arrays.copyOf(late, 2 * size);
        stopped = Arrays.copyOf(stopped, 2 * size);
      }
      times[size] = time;
      procs[size] = procsNow;
      busy[size] = busyNow;
      late[size] = lateNow;
      stopped[size] = stoppedNow;
      size++;
    }
  }

  /**
   * Of no trace yet.
   *
   * @param losses what counts as taken from the program
   * @param perProc whether to look at each processor for itself, else at all together. Then a
   *     goroutine that marks and has a processor for itself does not count: nothing waits for it.
   */
  public MutatorUtilisation(Set<MutatorLoss> losses, boolean perProc) {
    this.losses = Set.copyOf(losses);
    this.perProc = perProc;
  }

  @Override
  public void event(EventView event, TraceState state) {
    if (!begun) {
      begun = true;
      begin = event.time();
    }
    switch (event.kind()) {
      case GO_TRANSITION -> transition(event);
      case RANGE_BEGIN, RANGE_ACTIVE, RANGE_END -> range(event, state);
      case LABEL -> label(event, state);
      case METRIC -> {
        if (event.metricName().equals(TraceEvent.Metric.MAX_PROCS)) {
          if (firstProcs < 0) {
            firstProcs = event.time();
          }
          maxProcs = event.metricValue();
          note(event.time());
        }
      }
      default -> {
        // Nothing takes a processor with it, or gives it back.
      }
    }
  }

  private void transition(EventView event) {
    GoState from = event.goFrom();
    GoState to = event.goTo();
    if (from == GoState.NOT_EXIST || from == GoState.UNDETERMINED) {
      virtual |= event.goroutineThread().kind() != ThreadKind.GOROUTINE;
    }
    Helper helper = from.executing() || to.executing() ? helpers.get(event.resourceId()) : null;
    if (helper == null) {
      return;
    }
    if (from.executing() && (!to.executing() || !helper.isOn(event.proc()))) {
      leave(helper, event.time());
    }
    if (to.executing()) {
      enter(helper, event.proc(), event.time(), false);
      return;
    }
    helper.marks = false; // It is told anew each time.
    if (!helper.assists || to == GoState.NOT_EXIST) {
      helpers.remove(event.resourceId());
    }
  }

  private void label(EventView event, TraceState state) {
    String label = event.label();
    if (!losses.contains(MutatorLoss.BACKGROUND)
        || event.labelledKind() != ResourceKind.GOROUTINE
        || !label.startsWith(WORKER_PREFIX)
        || label.equals(IDLE_WORKER)
        || (perProc && label.equals(DEDICATED_WORKER))) {
      return;
    }
    Helper helper = helper(event.labelledId());
    helper.marks = true;
    TraceState.Goroutine g = state.goroutine(event.labelledId());
    if (g != null && g.state().executing()) {
      enter(helper, g.proc(), event.time(), false);
    }
  }

  private void range(EventView event, TraceState state) {
    boolean begins = event.kind() != EventKind.RANGE_END;
    boolean active = event.kind() == EventKind.RANGE_ACTIVE;
    if (active && state.syncs() > 1) {
      return; // Told before.
    }
    switch (RangeKind.ofName(event.rangeName())) {
      case STOP_THE_WORLD -> {
        if (losses.contains(MutatorLoss.STOPS)
            && (virtual || event.rangeName().contains(COLLECTOR))) {
          stops = Math.max(0, stops + (begins ? 1 : -1));
          note(event.time());
        }
      }
      case GC_SWEEP -> {
        if (losses.contains(MutatorLoss.SWEEPS) && event.scopeKind() == ResourceKind.PROC) {
          if (begins) {
            take(proc(event.scopeId()), event.time(), active);
          } else {
            giveBack(procs.get(event.scopeId()), event.time());
          }
        }
      }
      case GC_MARK_ASSIST -> {
        if (losses.contains(MutatorLoss.ASSISTS) && event.scopeKind() == ResourceKind.GOROUTINE) {
          assist(event, begins, active, state.goroutine(event.scopeId()));
        }
      }
      case GC_MARK, OTHER -> {
        // Goes on beside the program.
      }
    }
  }

  private void assist(EventView event, boolean begins, boolean active, TraceState.Goroutine g) {
    long id = event.scopeId();
    if (begins) {
      Helper helper = helper(id);
      helper.assists = true;
      if (g != null && g.state().executing()) {
        enter(helper, g.proc(), event.time(), active);
      }
      return;
    }
    Helper helper = helpers.get(id);
    if (helper != null) {
      helper.assists = false;
      if (!helper.marks) {
        leave(helper, event.time());
        helpers.remove(id);
      }
    }
  }

  private Helper helper(long goroutine) {
    Helper helper = helpers.get(goroutine);
    if (helper == null) {
      helper = new Helper();
      helpers.put(goroutine, helper);
    }
    return helper;
  }

  private void enter(Helper helper, long id, long time, boolean sinceBegin) {
    if (helper.on == null && id != Context.NO_PROC) {
      helper.on = proc(id);
      take(helper.on, time, sinceBegin);
    }
  }

  private void leave(Helper helper, long time) {
    if (helper.on != null) {
      giveBack(helper.on, time);
      helper.on = null;
    }
  }

  private Proc proc(long id) {
    Proc proc = procs.get(id);
    if (proc == null) {
      proc = new Proc(id);
      procs.put(id, proc);
    }
    return proc;
  }

  private void take(Proc proc, long time, boolean sinceBegin) {
    if (proc.others++ == 0) {
      busy++;
      if (sinceBegin) {
        late++;
      }
      if (perProc) {
        proc.edge(sinceBegin ? begin : time);
      } else {
        note(time);
      }
    }
  }

  private void giveBack(Proc proc, long time) {
    if (proc == null || proc.others == 0) {
      return; // It was taken before anything is known.
    }
    if (--proc.others == 0) {
      busy--;
      if (perProc) {
        proc.edge(time);
      } else {
        note(time);
      }
    }
  }

  private void note(long time) {
    changes.add(time, maxProcs, busy, late, stops > 0);
  }

  @Override
  public void end(TraceExtent extent) {
    // A Go trace says how many there are, and nothing before.
    long from = virtual || firstProcs < 0 ? begin : firstProcs;
    List<Proc> taken = new ArrayList<>();
    if (perProc) {
      procs.forEach(taken::add);
      taken.sort(
          Comparator.comparingLong((Proc proc) -> proc.edges[0])
              .thenComparingLong(proc -> proc.id));
    }
    series.add(together(from));
    seriesProcs.add(OptionalLong.empty());
    for (Proc proc : taken.subList(0, Math.min(MAX_PROCS, taken.size()))) {
      series.add(of(proc, from));
      seriesProcs.add(OptionalLong.of(proc.id));
    }
    series.forEach(each -> each.end(extent.end()));
  }

  /** All processors; or, if they are looked at one by one, any on which nothing else ran. */
  private LostShare together(long from) {
    LostShare share = new LostShare(from);
    for (int i = 0; i < changes.size; i++) {
      long taken = perProc ? 0 : changes.busy[i] + (long) late - changes.late[i];
      double part = Math.min(1, (double) taken / Math.max(1, changes.procs[i]));
      share.set(changes.times[i], changes.stopped[i] ? 1 : part);
    }
    return share;
  }

  private LostShare of(Proc proc, long from) {
    LostShare share = new LostShare(from);
    int edge = 0;
    int change = 0;
    boolean stopped = false;
    while (edge < proc.size || change < changes.size) {
      long time;
      if (edge < proc.size
          && (change == changes.size || proc.edges[edge] <= changes.times[change])) {
        time = proc.edges[edge++];
      } else {
        time = changes.times[change];
        stopped = changes.stopped[change++];
      }
      share.set(time, stopped || edge % 2 == 1 ? 1 : 0);
    }
    return share;
  }

  /** How many processors the program has, as the trace said last; 0 if it does not. */
  public long procs() {
    return maxProcs;
  }

  /** Whether it is of a JVM, where only pauses are known. */
  public boolean isOfJvm() {
    return virtual;
  }

  /** How long the time is that is looked at, in nanoseconds. After the trace's end. */
  public long length() {
    return series.getFirst().end() - series.getFirst().begin();
  }

  /**
   * The window of a length in which the least was left to the program. After the trace's end.
   *
   * @param length in nanoseconds, at least 1; one that is longer than the trace is as long as it
   */
  public MutatorWindow least(long length) {
    LostShare whole = series.getFirst();
    return least(Math.min(length, length()), whole.begin(), whole.end());
  }

  private MutatorWindow least(long length, long from, long to) {
    int found = 0;
    LostShare.Window worst = new LostShare.Window(from, -1);
    for (int i = 0; i < series.size(); i++) {
      LostShare.Window window = series.get(i).worst(length, from, to);
      if (window.lost() > worst.lost()) {
        worst = window;
        found = i;
      }
    }
    double utilisation = length == 0 ? 1 : 1 - worst.lost() / length;
    return new MutatorWindow(
        worst.begin(), length, Math.clamp(utilisation, 0, 1), seriesProcs.get(found));
  }

  private record Gap(long from, long to, MutatorWindow least) {}

  /**
   * Windows of a length in which little was left to the program, worst first: after each one the
   * worst that does not overlap with those before. After the trace's end.
   *
   * @param length as in {@link #least}
   * @param count how many at most; those in which nothing was lost are not among them
   */
  public List<MutatorWindow> worst(long length, int count) {
    long fitting = Math.min(length, length());
    PriorityQueue<Gap> gaps =
        new PriorityQueue<>(
            Comparator.comparingDouble((Gap gap) -> gap.least.utilisation())
                .thenComparingLong(Gap::from));
    LostShare whole = series.getFirst();
    addGap(gaps, whole.begin(), whole.end(), fitting);
    List<MutatorWindow> worst = new ArrayList<>();
    while (worst.size() < count && !gaps.isEmpty() && gaps.peek().least.utilisation() < 1) {
      Gap gap = gaps.poll();
      worst.add(gap.least);
      addGap(gaps, gap.from, gap.least.begin(), fitting);
      addGap(gaps, gap.least.begin() + fitting, gap.to, fitting);
    }
    return worst;
  }

  private void addGap(PriorityQueue<Gap> gaps, long from, long to, long length) {
    if (length > 0 && to - from >= length) {
      gaps.add(new Gap(from, to, least(length, from, to)));
    }
  }
}
