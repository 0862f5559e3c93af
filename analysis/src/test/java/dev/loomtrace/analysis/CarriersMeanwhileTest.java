package dev.loomtrace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.testing.GoTraces;
import dev.loomtrace.testing.RandomTrace;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanSink;
import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who had the carriers while somebody waited for one, in traces of which that is known. */
final class CarriersMeanwhileTest {
  private static final long MILLION = Procs.MILLION;
  private static final long TASK = 7;

  /** Opens the same trace anew. */
  private interface Source {
    TraceReader open() throws IOException;
  }

  /** As who reads the trace again finds it, which is what who reads all of it finds. */
  private static CarrierShares shares(Source source, Supplier<CarriersMeanwhile> unit)
      throws IOException {
    CarriersMeanwhile meanwhile = unit.get();
    try (TraceReader trace = source.open()) {
      Timeline timeline = new Timeline(meanwhile);
      while (!meanwhile.hasEnough() && trace.next()) {
        timeline.accept(trace);
      }
      timeline.end();
    }
    CarriersMeanwhile whole = unit.get();
    try (TraceReader trace = source.open()) {
      Timeline.read(trace, whole);
    }
    CarrierShares shares = checked(meanwhile.result());
    assertEquals(whole.result(), shares);
    return shares;
  }

  private static CarrierShares checked(CarrierShares shares) {
    assertTrue(shares.idle() >= 0, shares::toString);
    assertTrue(shares.free() + shares.unknown() + shares.processor() <= shares.waited());
    for (CarrierShares.Share share : shares.shares()) {
      assertTrue(share.nanos() > 0, shares::toString);
      long places = share.places().stream().mapToLong(CarrierShares.Place::nanos).sum();
      assertTrue(places > 0 && places <= share.nanos(), shares::toString);
    }
    return shares;
  }

  private static LifeResult life(Source source, long thread) throws IOException {
    LifeBreakdown lives = new LifeBreakdown(id -> id == thread, one -> true, FrameOrigins.DEFAULT);
    try (TraceReader trace = source.open()) {
      Timeline.read(trace, lives);
    }
    return lives.slowest().orElseThrow();
  }

  private static CarrierShares ofThread(Source source, long thread) throws IOException {
    ThreadResult result = life(source, thread).thread();
    CarrierShares shares =
        shares(source, () -> CarriersMeanwhile.ofThread(result, FrameOrigins.DEFAULT));
    assertEquals(result.time().runnable(), shares.waited());
    return shares;
  }

  private static CarrierShares ofThread(Procs procs, long thread) throws IOException {
    return ofThread(procs::trace, thread);
  }

  private static CarrierShares.Share share(
      String group, long thread, double millions, String place, CarriersResult.Source source) {
    long nanos = Math.round(millions * MILLION);
    return new CarrierShares.Share(
        group,
        ThreadKind.GOROUTINE,
        thread,
        false,
        nanos,
        List.of(new CarrierShares.Place(Optional.of(Procs.site(place)), source, nanos)));
  }

  /** One keeps the only proc, first while nobody waits. */
  private static Procs hog() {
    return new Procs(1)
        .create(1, 1, "app/Main.hog")
        .create(2, 2, "app/Main.quick")
        .start(10, 1, 0)
        .create(100, 9, "app/Main.victim")
        .block(500, 1, 0, "app/Main.rest")
        .start(501, 2, 0)
        .block(505, 2, 0, "app/Main.done")
        .start(506, 9, 0)
        .block(510, 9, 0, "app/Main.done");
  }

  @Test
  void namesWhoHadTheOnlyOne() throws IOException {
    assertEquals(
        new CarrierShares(
            406 * MILLION,
            0,
            0,
            2 * MILLION,
            1,
            406 * MILLION,
            List.of(
                share("app/Main.hog", 1, 400, "app/Main.rest", CarriersResult.Source.NEXT_WAIT),
                share("app/Main.quick", 2, 4, "app/Main.done", CarriersResult.Source.NEXT_WAIT)),
            0,
            0),
        ofThread(hog(), 9));
  }

  /** Two procs: of one the thread is pinned, and later it is idle; the other one was sampled. */
  @Test
  void saysHowItIsKnownWhereTheyWere() throws IOException {
    WaitCause monitor = WaitCause.of(WaitReason.MONITOR);
    Procs procs =
        new Procs(2)
            .create(1, 1, "app/Main.busy")
            .create(1, 2, "app/Main.stuck")
            .start(10, 1, 0)
            .start(10, 2, 1)
            .go(12, 2, 1, GoState.RUNNING, GoState.PINNED, monitor, "app/Main.enter")
            .create(20, 3, "app/Main.victim")
            .sample(30, 1, 0, "app/Main.spin")
            .go(50, 2, 1, GoState.PINNED, GoState.RUNNING, WaitCause.NONE, "")
            .block(61, 2, 1, "app/Main.rest")
            .start(70, 3, 1)
            .block(80, 3, 1, "app/Main.done")
            .block(90, 1, 0, "app/Main.rest");
    assertEquals(
        new CarrierShares(
            50 * MILLION,
            0,
            0,
            9 * MILLION,
            2,
            100 * MILLION,
            List.of(
                share("app/Main.busy", 1, 50, "app/Main.spin", CarriersResult.Source.SAMPLES),
                share("app/Main.stuck", 2, 41, "app/Main.enter", CarriersResult.Source.PINNED)),
            0,
            0),
        ofThread(procs, 3));
  }

  /** What it waits in a pause is no wait for a carrier, nor is anything before or after it. */
  @Test
  void pausesAreNoWaits() throws IOException {
    Procs procs =
        new Procs(1)
            .create(1, 1, "app/Main.busy")
            .start(10, 1, 0)
            .create(20, 9, "app/Main.victim")
            .stop(30, true)
            .stop(35, false)
            .block(40, 1, 0, "app/Main.rest")
            .start(40, 9, 0)
            .block(50, 9, 0, "app/Main.nap")
            .wake(60, 1)
            .start(60, 1, 0)
            .wake(80, 9)
            .stop(85, true)
            .block(90, 1, 0, "app/Main.rest")
            .start(90, 9, 0)
            .stop(95, false)
            .block(100, 9, 0, "app/Main.done");
    CarrierShares shares = ofThread(procs, 9);
    assertEquals(15 * MILLION + 5 * MILLION, shares.all());
    assertEquals(20 * MILLION, shares.shares().getFirst().nanos());
    assertEquals(0, shares.idle());
  }

  /** A task waits while the best of its threads does, and between its begin and its end. */
  @Test
  void ofATask() throws IOException {
    Procs procs =
        new Procs(1)
            .create(1, 1, "app/Main.busy")
            .create(1, 3, "app/Main.serve")
            .start(2, 3, 0)
            .beginTask(10, 3, 0, TASK)
            .block(20, 3, 0, "app/Main.nap")
            .start(20, 1, 0)
            .wake(30, 3)
            .sample(31, 1, 0, "app/Main.spin")
            .block(70, 1, 0, "app/Main.rest")
            .start(72, 3, 0)
            .endTask(80, 3, 0, TASK)
            .block(81, 3, 0, "app/Main.done")
            .wake(81, 1)
            .wake(90, 3)
            .start(90, 1, 0)
            .block(200, 1, 0, "app/Main.rest");
    TaskBreakdown tasks = new TaskBreakdown(1);
    Timeline.read(procs.trace(), tasks);
    TaskResult task = tasks.slowest().getFirst();
    assertEquals(42 * MILLION, task.time().runnable());
    assertEquals(
        new CarrierShares(
            42 * MILLION,
            0,
            0,
            2 * MILLION,
            1,
            42 * MILLION,
            List.of(share("app/Main.busy", 1, 40, "app/Main.spin", CarriersResult.Source.SAMPLES)),
            0,
            0),
        shares(procs::trace, () -> CarriersMeanwhile.ofTask(task, FrameOrigins.DEFAULT)));
  }

  /** Whoever waited for less than a hundredth of the time does not need to know. */
  @Test
  void asksOnlyWhereItMatters() throws IOException {
    Procs procs =
        new Procs(1)
            .create(1, 1, "app/Main.busy")
            .start(2, 1, 0)
            .block(3, 1, 0, "app/Main.nap")
            .wake(500, 1)
            .start(502, 1, 0)
            .block(503, 1, 0, "app/Main.done");
    LifeResult life = life(procs::trace, 1);
    assertEquals(3 * MILLION, life.thread().time().runnable());
    assertTrue(CarriersMeanwhile.ofThread(life.thread(), FrameOrigins.DEFAULT).isEmpty());
    LifeResult victim = life(hog()::trace, 9);
    assertFalse(CarriersMeanwhile.ofThread(victim.thread(), FrameOrigins.DEFAULT).isEmpty());
  }

  /** Names come from the trace: there may be as many as it has bytes for. */
  @Test
  void manyGroupsAreOne() throws IOException {
    Procs procs = new Procs(1).create(1, 9, "app/Main.victim");
    int groups = 3000;
    for (int i = 0; i < groups; i++) {
      procs.create(10 + i, 100 + i, "app/Main.group" + i).start(10 + i, 100 + i, 0);
      procs.block(11 + i, 100 + i, 0, "app/Main.rest");
    }
    procs.start(10 + groups, 9, 0).block(11 + groups, 9, 0, "app/Main.done");
    CarrierShares shares = ofThread(procs, 9);
    assertEquals(20, shares.shares().size());
    assertEquals((groups - 20) * MILLION, shares.others());
    assertEquals(9 * MILLION, shares.idle());
    assertEquals((groups + 9) * MILLION, shares.all());
  }

  /** By the timeline alone: what each thread had of all procs while one could run. */
  private static final class OfSpans implements SpanSink {
    private final long thread;
    private final List<long[]> waits = new ArrayList<>();
    private final List<long[]> turns = new ArrayList<>();

    private OfSpans(long thread) {
      this.thread = thread;
    }

    @Override
    public Set<SpanKind> kinds() {
      return EnumSet.of(SpanKind.CARRIER, SpanKind.STATE);
    }

    @Override
    public void accept(SpanView span) {
      if (span.kind() == SpanKind.CARRIER) {
        turns.add(new long[] {span.begin(), span.end()});
      } else if (span.thread() == thread && span.state() == SpanState.RUNNABLE) {
        waits.add(new long[] {span.begin(), span.end()});
      }
    }

    private long busy(WorldStops stops) {
      long busy = 0;
      for (long[] wait : waits) {
        for (long[] turn : turns) {
          long begin = Math.max(wait[0], turn[0]);
          long end = Math.min(wait[1], turn[1]);
          busy += end > begin ? end - begin - stops.between(begin, end) : 0;
        }
      }
      return busy;
    }
  }

  /** Whatever happens, it is what the timeline says of the procs. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void addsUpWhateverHappens(long seed) throws IOException {
    List<TraceEvent> events = RandomTrace.of(seed, 4000, 3);
    events.add(
        1,
        new TraceEvent.Metric(
            events.getFirst().time(), Context.NONE, Stack.NONE, TraceEvent.Metric.MAX_PROCS, 4));
    Source source = () -> new ListTraceReader(events);
    List<ThreadResult> all = new ArrayList<>();
    LifeBreakdown lives =
        new LifeBreakdown(id -> true, thread -> all.add(thread), FrameOrigins.DEFAULT);
    Timeline.read(source.open(), lives);
    int asked = 0;
    for (ThreadResult thread : all) {
      boolean once = all.stream().filter(one -> one.id() == thread.id()).count() == 1;
      if (!once || CarriersMeanwhile.ofThread(thread, FrameOrigins.DEFAULT).isEmpty()) {
        continue;
      }
      asked++;
      CarrierShares shares =
          shares(source, () -> CarriersMeanwhile.ofThread(thread, FrameOrigins.DEFAULT));
      OfSpans spans = new OfSpans(thread.id());
      WorldStops stops = new WorldStops();
      Timeline.read(source.open(), spans, stops);
      assertEquals(spans.busy(stops), shares.all() - shares.idle(), thread::toString);
      // What is older has its state since before the event that says so.
      assertTrue(shares.unknown() == 0 || thread.beganBefore(), shares::toString);
    }
    assertTrue(asked > 0, "nobody waited");
  }

  /** A goroutine that nothing can preempt, on the only proc: its victims know who it is. */
  @Test
  void namesTheHogOfAGoProgram() throws IOException {
    Path file =
        GoTraces.fresh().stream()
            .filter(path -> path.getFileName().toString().equals("hog.trace"))
            .findFirst()
            .orElseThrow();
    Source source = () -> Traces.open(Files.newInputStream(file));
    List<Long> victims = new ArrayList<>();
    try (TraceReader trace = source.open()) {
      Timeline.read(
          trace,
          new LifeBreakdown(
              id -> true,
              thread ->
                  thread.group().startsWith("sync.(*WaitGroup).Go") && victims.add(thread.id()),
              FrameOrigins.DEFAULT));
    }
    assertEquals(50, victims.size());
    for (long victim : List.of(victims.getFirst(), victims.getLast())) {
      CarrierShares shares = ofThread(source, victim);
      CarrierShares.Share hog = shares.shares().getFirst();
      assertTrue(
          hog.group().startsWith("main.spin") || hog.group().startsWith("main.hog."),
          hog::toString);
      assertFalse(hog.several());
      assertTrue(hog.nanos() > 0.95 * shares.all(), shares::toString);
      String place = hog.places().getFirst().place().orElseThrow().site().function();
      assertTrue(place.startsWith("main.spin") || place.startsWith("main.hog"), place);
    }
  }
}
