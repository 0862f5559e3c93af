package dev.loomtrace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.testing.RandomTrace;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.RangeKind;
import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.TraceState;
import dev.loomtrace.trace.TraceThread;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.Waker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against what is counted nanosecond by nanosecond, from the definitions. */
class MutatorUtilisationTest {
  private static final int PROCS = 4;
  private static final String[] LABELS = {
    "GC (dedicated)", "GC (fractional)", "GC (idle)", "of the program"
  };

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void isWhatIsCountedNaively(long seed) throws IOException {
    List<TraceEvent> events = events(seed);
    boolean lost = false;
    for (Set<MutatorLoss> losses :
        List.of(
            EnumSet.of(MutatorLoss.STOPS),
            EnumSet.of(MutatorLoss.BACKGROUND),
            EnumSet.of(MutatorLoss.ASSISTS),
            EnumSet.of(MutatorLoss.SWEEPS),
            EnumSet.allOf(MutatorLoss.class))) {
      for (boolean perProc : new boolean[] {false, true}) {
        MutatorUtilisation ours = new MutatorUtilisation(losses, perProc);
        Timeline.read(new ListTraceReader(events), ours);
        Naive naive = new Naive(events, losses, perProc);
        int length = naive.length();
        assertEquals(length, ours.length());
        for (int window : new int[] {1, 10, 333, length / 7, length / 2, length, 2 * length}) {
          double least = naive.least(window);
          lost |= least < 1;
          MutatorWindow our = ours.least(window);
          String which = losses + (perProc ? " per proc, " : ", ") + window;
          assertEquals(least, our.utilisation(), 1e-9, which);
          assertEquals(least, naive.of(our), 1e-9, which);
          disjoint(ours.worst(window, 5), naive, window, least);
        }
      }
    }
    assertTrue(lost);
  }

  /** The worst first, each as bad as it says, none over another. */
  private static void disjoint(List<MutatorWindow> worst, Naive naive, long window, double least) {
    assertTrue(worst.size() <= 5);
    assertEquals(least < 1, !worst.isEmpty());
    double before = least;
    String all = worst.toString();
    for (MutatorWindow each : worst) {
      assertEquals(naive.of(each), each.utilisation(), 1e-9, all);
      assertTrue(each.utilisation() >= before - 1e-9);
      before = each.utilisation();
    }
    List<MutatorWindow> sorted = new ArrayList<>(worst);
    sorted.sort(Comparator.comparingLong(MutatorWindow::begin));
    for (int i = 1; i < sorted.size(); i++) {
      assertTrue(sorted.get(i - 1).begin() + window <= sorted.get(i).begin());
    }
  }

  /** One in which some goroutines mark, and that says how many procs there are. */
  private static List<TraceEvent> events(long seed) throws IOException {
    List<TraceEvent> events = new ArrayList<>();
    for (TraceEvent event : RandomTrace.of(seed, 400, 2)) {
      if (event instanceof TraceEvent.Label label) {
        events.add(
            new TraceEvent.Label(
                label.time(),
                label.context(),
                label.stack(),
                LABELS[(int) (label.time() % LABELS.length)],
                label.resource(),
                label.id()));
      } else {
        events.add(event);
      }
      if (events.size() == 1) {
        events.add(
            new TraceEvent.Metric(
                event.time(), event.context(), Stack.NONE, TraceEvent.Metric.MAX_PROCS, PROCS));
      }
    }
    return events;
  }

  /** For each nanosecond the procs that something else had, found anew from all there is. */
  private static final class Naive {
    private final long begin;
    private final boolean perProc;
    // By proc; 1 while it is lost. Of all together, the share that is.
    private final Map<Long, double[]> lost = new TreeMap<>();
    private final double[] all;
    private final Set<Long> labelled = new HashSet<>();

    private Naive(List<TraceEvent> events, Set<MutatorLoss> losses, boolean perProc)
        throws IOException {
      this.perProc = perProc;
      begin = events.getFirst().time();
      int length = (int) (events.getLast().time() - begin);
      all = new double[length];
      for (long proc = 0; proc < 8; proc++) {
        lost.put(proc, new double[length]);
      }
      TraceState state = new TraceState();
      for (int i = 0; i < events.size(); i++) {
        TraceEvent event = events.get(i);
        try (ListTraceReader one = new ListTraceReader(List.of(event))) {
          one.copyTo(state);
        }
        int from = (int) (event.time() - begin);
        int to = i + 1 < events.size() ? (int) (events.get(i + 1).time() - begin) : length;
        labels(event, losses);
        Set<Long> taken = taken(state, losses);
        if (event instanceof TraceEvent.RangeActive active && state.syncs() == 1) {
          older(active, state, losses, from);
        }
        boolean stopped = losses.contains(MutatorLoss.STOPS) && isStopped(state);
        for (int time = from; time < to; time++) {
          for (long proc = 0; proc < 8; proc++) {
            lost.get(proc)[time] = stopped || taken.contains(proc) ? 1 : 0;
          }
          all[time] = stopped ? -1 : 0;
        }
      }
      for (int time = 0; time < length; time++) {
        int count = 0;
        for (double[] proc : lost.values()) {
          count += proc[time] > 0 ? 1 : 0;
        }
        all[time] = all[time] < 0 ? 1 : Math.min(1, (double) count / PROCS);
      }
    }

    private void labels(TraceEvent event, Set<MutatorLoss> losses) {
      if (event instanceof TraceEvent.Label label
          && losses.contains(MutatorLoss.BACKGROUND)
          && (label.label().equals("GC (fractional)")
              || (label.label().equals("GC (dedicated)") && !perProc))) {
        labelled.add(label.id());
      } else if (event instanceof TraceEvent.GoTransition t && !t.to().executing()) {
        labelled.remove(t.goroutine());
      }
    }

    private Set<Long> taken(TraceState state, Set<MutatorLoss> losses) {
      Set<Long> taken = new HashSet<>();
      for (TraceState.OpenRange range : state.ranges()) {
        RangeKind kind = RangeKind.ofName(range.name());
        if (kind == RangeKind.GC_SWEEP && losses.contains(MutatorLoss.SWEEPS)) {
          taken.add(range.id());
        } else if (kind == RangeKind.GC_MARK_ASSIST && losses.contains(MutatorLoss.ASSISTS)) {
          proc(state, range.id(), taken);
        }
      }
      labelled.forEach(id -> proc(state, id, taken));
      return taken;
    }

    private static void proc(TraceState state, long goroutine, Set<Long> taken) {
      TraceState.Goroutine g = state.goroutine(goroutine);
      if (g != null && g.state().executing() && g.proc() != Context.NO_PROC) {
        taken.add(g.proc());
      }
    }

    /** What is found to go on has done so since the beginning. */
    private void older(
        TraceEvent.RangeActive active, TraceState state, Set<MutatorLoss> losses, int until) {
      Set<Long> taken = new HashSet<>();
      RangeKind kind = RangeKind.ofName(active.name());
      if (kind == RangeKind.GC_SWEEP && losses.contains(MutatorLoss.SWEEPS)) {
        taken.add(active.id());
      } else if (kind == RangeKind.GC_MARK_ASSIST && losses.contains(MutatorLoss.ASSISTS)) {
        proc(state, active.id(), taken);
      }
      for (long proc : taken) {
        Arrays.fill(lost.get(proc), 0, until, 1);
      }
    }

    private static boolean isStopped(TraceState state) {
      return state.ranges().stream()
          .anyMatch(range -> RangeKind.ofName(range.name()) == RangeKind.STOP_THE_WORLD);
    }

    private int length() {
      return all.length;
    }

    private double least(int window) {
      double least = 1;
      for (double[] each : perProc ? lost.values() : List.of(all)) {
        int fitting = Math.min(window, all.length);
        for (int from = 0; from + fitting <= all.length; from += 1) {
          if (from == 0
              || from + fitting == all.length
              || each[from] != each[from - 1]
              || each[from + fitting - 1] != each[from + fitting]) {
            least = Math.min(least, left(each, from, fitting));
          }
        }
      }
      return least;
    }

    private static double left(double[] each, int from, int window) {
      double sum = 0;
      for (int time = from; time < from + window; time++) {
        sum += each[time];
      }
      return 1 - sum / window;
    }

    private double of(MutatorWindow window) {
      double[] each =
          !perProc
              ? all
              : window.proc().isPresent() ? lost.get(window.proc().getAsLong()) : lost.get(7L);
      return left(each, (int) (window.begin() - begin), (int) window.length());
    }
  }

  @Test
  void countsOnlyTheCollectorsStopsOfAGoTrace() {
    MutatorUtilisation ours =
        new Story()
            .running(1)
            .at(20)
            .stop(1, EventKind.RANGE_BEGIN)
            .at(25)
            .stop(1, EventKind.RANGE_END)
            .endsAt(101)
            .tellTo(new MutatorUtilisation(MutatorUtilisation.USUAL, false));
    assertEquals(1, ours.least(10).utilisation());
    assertEquals(List.of(), ours.worst(10, 3));
  }

  @Test
  void countsAllPausesOfAJvm() throws IOException {
    MutatorUtilisation ours = new MutatorUtilisation(MutatorUtilisation.USUAL, false);
    Context collector = new Context(7, Context.NO_PROC, 7);
    String pause = RangeKind.stopTheWorldName("safepoint");
    ResourceKind scope = ResourceKind.GOROUTINE;
    List<TraceEvent> events =
        List.of(
            new TraceEvent.Sync(1, 1, Optional.empty(), Map.of()),
            new TraceEvent.GoTransition(
                11,
                new Context(Context.NO_GOROUTINE, Context.NO_PROC, 7),
                Stack.NONE,
                7,
                GoState.NOT_EXIST,
                GoState.SYSCALL,
                WaitCause.NONE,
                Stack.NONE,
                0,
                Waker.NONE,
                new TraceThread(ThreadKind.SYSTEM, "collector", Frame.NONE, false)),
            new TraceEvent.RangeBegin(21, collector, Stack.NONE, pause, scope, 7),
            new TraceEvent.RangeEnd(26, collector, Stack.NONE, pause, scope, 7, List.of()),
            new TraceEvent.Sync(101, 2, Optional.empty(), Map.of()));
    Timeline.read(new ListTraceReader(events), ours);
    assertTrue(ours.isOfJvm());
    assertEquals(100, ours.length());
    assertEquals(0, ours.least(5).utilisation());
    assertEquals(0.5, ours.least(10).utilisation(), 1e-12);
    assertEquals(0.95, ours.least(1_000).utilisation(), 1e-12);
    assertEquals(List.of(21L), ours.worst(5, 3).stream().map(MutatorWindow::begin).toList());
  }
}
