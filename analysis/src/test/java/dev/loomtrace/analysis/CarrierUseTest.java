package dev.loomtrace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.testing.GoTraces;
import dev.loomtrace.testing.RandomTrace;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanSink;
import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.timeline.TraceExtent;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.TraceState;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What held the carriers in traces of which that is known. */
final class CarrierUseTest {
  private static final long MILLION = Procs.MILLION;

  private static CarriersResult result(Procs procs) throws IOException {
    CarrierUse use = new CarrierUse(FrameOrigins.DEFAULT);
    Timeline.read(procs.trace(), use);
    return checked(use.result());
  }

  /** What holds of each answer. */
  private static CarriersResult checked(CarriersResult result) {
    CarriersResult.Use use = result.use();
    long running = 0;
    long pinned = 0;
    for (CarriersResult.Group group : result.groups()) {
      running += group.running();
      pinned += group.pinned();
    }
    assertEquals(use.running(), running, "all that ran was of some group");
    assertEquals(use.pinned(), pinned);
    assertEquals(result.duration(), use.duration());
    assertTrue(use.idle() >= 0, use::toString);
    long at = 0;
    for (CarriersResult.Use part : result.parts()) {
      assertEquals(at, part.begin());
      assertTrue(part.idle() >= 0 && part.duration() > 0, part::toString);
      at += part.duration();
    }
    assertEquals(result.duration(), at);
    assertTrue(result.parts().size() <= 20);
    assertTrue(result.saturated() <= result.duration());
    long caused = result.holds().stream().mapToLong(CarriersResult.Hold::caused).sum();
    assertTrue(caused <= result.waited() + result.holds().size(), "no wait has two causes");
    return result;
  }

  @Test
  void aHogMakesItsVictimsWait() throws IOException {
    Procs procs = new Procs(1);
    procs.create(1, 1, "app/Main.hog").start(10, 1, 0);
    int victims = 50;
    for (int i = 0; i < victims; i++) {
      procs.create(10 + i, 100 + i, "app/Main.victim");
    }
    procs.sample(200, 1, 0, "app/Main.spin").sample(300, 1, 0, "app/Main.spin");
    procs.sample(400, 1, 0, "app/Main.once").block(510, 1, 0, "app/Main.rest");
    for (int i = 0; i < victims; i++) {
      procs.start(510 + 2 * i, 100 + i, 0).block(512 + 2 * i, 100 + i, 0, "app/Main.done");
    }
    CarriersResult result = result(procs);
    assertEquals(1, result.carriers());
    assertEquals(610 * MILLION, result.use().all(), "carriers x time");
    assertEquals(600 * MILLION, result.use().running());
    assertEquals(10 * MILLION, result.use().idle());
    long waits = 0;
    long caused = 0;
    for (int i = 0; i < victims; i++) {
      caused += 500 - i;
      waits += 500 + i;
    }
    assertEquals(
        List.of(
            new CarriersResult.Hold(
                "app/Main.hog",
                Optional.of(Procs.site("app/Main.spin")),
                CarriersResult.Source.SAMPLES,
                1,
                500 * MILLION,
                500 * MILLION,
                1,
                ThreadKind.GOROUTINE,
                10 * MILLION,
                caused * MILLION)),
        result.holds());
    assertEquals(1, result.episodes());
    CarriersResult.Episode episode = result.longest().getFirst();
    assertEquals(10 * MILLION, episode.begin());
    assertEquals(waits * MILLION, episode.waited());
    assertEquals(victims, episode.waits());
    assertEquals(victims, episode.most());
    assertEquals(598 * MILLION, episode.duration(), "the last one waits until 608");
    assertEquals(waits * MILLION, result.waited());
  }

  @Test
  void whoKeepsACarrierThatNobodyWantsIsNoHog() throws IOException {
    CarriersResult result =
        result(
            new Procs(2)
                .create(1, 1, "app/Main.busy")
                .start(2, 1, 0)
                .create(10, 2, "app/Main.other")
                .start(11, 2, 1)
                .block(12, 2, 1, "app/Main.done")
                .block(100, 1, 0, "app/Main.rest"));
    assertEquals(0, result.episodes());
    assertEquals(List.of(), result.holds());
    assertEquals(200 * MILLION, result.use().all());
    assertEquals(99 * MILLION, result.use().running());
  }

  /** Two keep both carriers, of which one is pinned: each is the cause of half of the waiting. */
  @Test
  void thoseWhoHaveCarriersShareTheWaiting() throws IOException {
    WaitCause monitor = WaitCause.of(WaitReason.MONITOR);
    CarriersResult result =
        result(
            new Procs(2)
                .create(1, 1, "app/Main.busy")
                .create(1, 2, "app/Main.stuck")
                .start(10, 1, 0)
                .start(10, 2, 1)
                .go(12, 2, 1, GoState.RUNNING, GoState.PINNED, monitor, "app/Main.enter")
                .create(20, 3, "app/Main.victim")
                .go(50, 2, 1, GoState.PINNED, GoState.RUNNING, WaitCause.NONE, "")
                .block(60, 1, 0, "app/Main.rest")
                .start(60, 3, 0)
                .block(61, 2, 1, "app/Main.rest")
                .block(70, 3, 0, "app/Main.rest"));
    assertEquals(38 * MILLION, result.use().pinned());
    assertEquals(50 * MILLION + 13 * MILLION + 10 * MILLION, result.use().running());
    assertEquals(
        List.of("app/Main.busy NEXT_WAIT rest 20", "app/Main.stuck PINNED enter 20"),
        result.holds().stream()
            .map(
                hold ->
                    hold.group()
                        + " "
                        + hold.source()
                        + " "
                        + hold.place().orElseThrow().site().function().replace("app/Main.", "")
                        + " "
                        + hold.caused() / MILLION)
            .toList());
  }

  /** Who was on which proc, by the timeline alone. */
  private static final class OfSpans implements SpanSink {
    private long from = -1;
    private long carriers;
    private long running;
    private long pinned;
    private long end;
    private final List<long[]> spans = new ArrayList<>();

    @Override
    public Set<SpanKind> kinds() {
      return EnumSet.of(SpanKind.CARRIER);
    }

    @Override
    public void accept(SpanView span) {
      spans.add(new long[] {span.begin(), span.end(), span.state() == SpanState.RUNNING ? 1 : 0});
    }

    @Override
    public void event(EventView event, TraceState state) {
      if (event.kind() == EventKind.METRIC && state.maxProcs() != carriers) {
        from = from < 0 ? event.time() : from;
        carriers = state.maxProcs();
      }
    }

    @Override
    public void end(TraceExtent extent) {
      end = extent.end();
      for (long[] span : spans) {
        long time = Math.max(0, span[1] - Math.max(from, span[0]));
        running += span[2] * time;
        pinned += (1 - span[2]) * time;
      }
    }
  }

  /** A goroutine that nothing can preempt, on the only proc, and 50 that it makes wait. */
  @Test
  void findsTheHogOfAGoProgram() throws IOException {
    Path file =
        GoTraces.fresh().stream()
            .filter(path -> path.getFileName().toString().equals("hog.trace"))
            .findFirst()
            .orElseThrow();
    CarrierUse use = new CarrierUse(FrameOrigins.DEFAULT);
    OfSpans spans = new OfSpans();
    try (InputStream in = Files.newInputStream(file);
        TraceReader trace = Traces.open(in)) {
      Timeline.read(trace, use, spans);
    }
    CarriersResult result = checked(use.result());
    assertEquals(spans.running, result.use().running());
    assertEquals(spans.pinned, result.use().pinned());
    CarriersResult.Hold hold = result.holds().getFirst();
    assertTrue(
        hold.group().startsWith("main.spin") || hold.group().startsWith("main.hog."),
        hold::toString);
    assertEquals(1, hold.count());
    assertTrue(hold.caused() > 0.9 * 50 * hold.longest(), hold::toString);
    assertTrue(hold.caused() <= result.waited(), hold::toString);
    CarriersResult.Episode episode = result.longest().getFirst();
    assertTrue(episode.waits() >= 50 && episode.most() >= 50, episode::toString);
  }

  /** Whatever happens, it is what the timeline says of the procs. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void addsUpWhateverHappens(long seed) throws IOException {
    List<TraceEvent> events = RandomTrace.of(seed, 6000, 3);
    events.add(
        1,
        new TraceEvent.Metric(
            events.getFirst().time(), Context.NONE, Stack.NONE, TraceEvent.Metric.MAX_PROCS, 4));
    CarrierUse use = new CarrierUse(FrameOrigins.DEFAULT);
    OfSpans spans = new OfSpans();
    Timeline.read(new ListTraceReader(events), use, spans);
    CarriersResult result = checked(use.result());
    assertEquals(spans.running, result.use().running());
    assertEquals(spans.pinned, result.use().pinned());
    assertEquals(spans.end - spans.from, result.duration());
    assertTrue(result.use().running() > 0);
  }
}
