package dev.loomtrace.timeline.store;

import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanSink;
import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.timeline.TraceExtent;
import dev.loomtrace.timeline.TraceFault;
import dev.loomtrace.trace.ClockSnapshot;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.Repairs;
import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import dev.loomtrace.trace.WakeKind;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Random spans that keep what a timeline promises, handed to sinks as a timeline does. */
final class RandomSpans extends SpanView {
  private static final SpanState[] STATES = SpanState.values();
  private static final SpanState[] ON_PROC = {
    SpanState.RUNNING, SpanState.PINNED, SpanState.SYSCALL
  };
  private static final int PROCS = 3;

  private final Random random;
  private final SpanSink[] sinks;
  private final List<Live> live = new ArrayList<>();
  private final Set<Live> started = new HashSet<>();
  private final long[] procs = new long[PROCS];
  private final long longest;
  private final long begin;
  private long time;

  private static final class Live {
    private final long id;
    private final long begin;
    private final boolean beganBefore;
    private long since;

    private Live(long id, long begin, boolean beganBefore) {
      this.id = id;
      this.begin = begin;
      this.beganBefore = beganBefore;
      since = begin;
    }
  }

  private RandomSpans(long seed, long begin, long longest, SpanSink... sinks) {
    random = new Random(seed);
    this.begin = begin;
    this.longest = longest;
    this.sinks = sinks;
    time = begin;
    Arrays.fill(procs, begin);
  }

  /**
   * Hands over about so many spans of so many threads at a time.
   *
   * @param begin when the trace begins
   * @param longest how long it may take from one span's end to the next one's; 0 are among them
   * @param lives whether threads end and others begin
   */
  static void of(
      long seed, int spans, int threads, long begin, long longest, boolean lives, SpanSink... sinks)
      throws IOException {
    RandomSpans source = new RandomSpans(seed, begin, longest, sinks);
    for (int i = 0; i < threads; i++) {
      source.live.add(new Live(source.id(i), begin, source.random.nextBoolean()));
    }
    for (int i = 0; i < spans; i++) {
      source.step(lives);
    }
    source.finish();
  }

  private long id(int i) {
    return switch (random.nextInt(12)) {
      case 0 -> Long.MAX_VALUE - i;
      case 1 -> Long.MIN_VALUE + i;
      default -> 1 + i;
    };
  }

  private void step(boolean lives) throws IOException {
    if (random.nextInt(4) != 0) {
      time += random.nextLong(longest + 1);
    }
    Live thread = live.get(random.nextInt(live.size()));
    switch (random.nextInt(12)) {
      case 0 -> {
        int p = random.nextInt(PROCS);
        long from = procs[p] + random.nextLong(time - procs[p] + 1);
        procs[p] = time;
        become(SpanKind.CARRIER, from, time);
        of(thread.id, p * 1000L);
        in(one(ON_PROC));
        emit();
      }
      case 1 -> record(SpanKind.TASK, between(), thread.id);
      case 2 -> record(SpanKind.REGION, between(), thread.id);
      case 3 -> record(SpanKind.RANGE, between(), thread.id);
      case 4 -> record(SpanKind.LOG, time, thread.id);
      case 5 -> record(SpanKind.COUNTER, time, thread.id);
      case 6 -> record(SpanKind.SAMPLE, time, Context.NO_GOROUTINE);
      default -> {
        state(thread, false);
        if (lives && random.nextInt(20) == 0) {
          life(thread, false);
          live.remove(thread);
          // The same id as often as not: another life of it.
          live.add(new Live(random.nextBoolean() ? thread.id : random.nextLong(), time, false));
        }
      }
    }
  }

  private long between() {
    return random.nextInt(3) == 0
        ? begin
        : time - random.nextLong(Math.min(time - begin, 1000) + 1);
  }

  private void state(Live thread, boolean open) throws IOException {
    become(SpanKind.STATE, thread.since, time);
    cut(thread.beganBefore && thread.since == thread.begin && isFirst(thread), open);
    of(thread.id, random.nextBoolean() ? random.nextInt(PROCS) * 1000L : Context.NO_PROC);
    in(STATES[random.nextInt(STATES.length)]);
    if (random.nextBoolean()) {
      because(anyCause());
    }
    if (random.nextBoolean()) {
      where(stack(), random.nextInt(4) == 0 ? random.nextDouble() * 100 : 1);
    }
    if (random.nextInt(4) != 0) {
      long waker =
          switch (random.nextInt(3)) {
            case 0 -> random.nextLong();
            case 1 -> thread.id + random.nextInt(10);
            default -> Context.NO_GOROUTINE;
          };
      WakeKind kind = random.nextBoolean() ? WakeKind.THREAD : one(WakeKind.values());
      by(kind, waker, random.nextBoolean() ? Frame.NONE : frame());
    }
    emit();
    started.add(thread);
    thread.since = time;
  }

  private WaitCause anyCause() {
    WaitReason reason = one(WaitReason.values());
    return switch (random.nextInt(4)) {
      case 0 -> WaitCause.of(reason);
      case 1 -> WaitCause.of(reason, "resource é" + random.nextInt(5));
      case 2 -> WaitCause.of(reason, one(WaitReason.values()), "");
      default -> WaitCause.ofText(reason, "text " + random.nextInt(5));
    };
  }

  private <T> T one(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private boolean isFirst(Live thread) {
    return !started.contains(thread);
  }

  private void life(Live thread, boolean open) throws IOException {
    become(SpanKind.LIFE, thread.begin, time);
    cut(thread.beganBefore, open);
    of(thread.id, Context.NO_PROC);
    where(stack(), 1);
    created(random.nextLong(), one(ThreadKind.values()));
    named("thread " + random.nextInt(9));
    emit();
  }

  private void record(SpanKind kind, long from, long thread) throws IOException {
    become(kind, from, time);
    cut(random.nextInt(9) == 0, false);
    of(thread, random.nextBoolean() ? 1000 : Context.NO_PROC);
    if (random.nextBoolean()) {
      where(stack(), 1);
    }
    numbered(random.nextInt(3) == 0 ? random.nextLong() : random.nextInt(100), 0);
    if (kind == SpanKind.TASK || kind == SpanKind.REGION) {
      numbered(id(random.nextInt(500)), random.nextInt(3) - 1L);
    }
    named("name " + random.nextInt(20));
    if (kind == SpanKind.LOG) {
      says("message \udcff " + "x".repeat(random.nextInt(100)));
    }
    if (kind == SpanKind.RANGE) {
      scoped(ResourceKind.values()[random.nextInt(4)]);
    }
    emit();
  }

  private Stack stack() {
    List<Frame> frames = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      frames.add(frame());
    }
    return Stack.of(frames);
  }

  private Frame frame() {
    int line = random.nextInt(6);
    return new Frame(random.nextLong(), "f" + line, "f.go", line);
  }

  private void finish() throws IOException {
    for (Live thread : live) {
      state(thread, true);
      life(thread, true);
    }
    TraceExtent extent =
        new TraceExtent(
            begin,
            time,
            7,
            Optional.of(new ClockSnapshot(begin, 9, Instant.ofEpochSecond(4, 5))),
            repairs(),
            random.nextBoolean()
                ? Optional.of(new TraceFault("offset é", random.nextLong()))
                : Optional.empty());
    for (SpanSink sink : sinks) {
      sink.end(extent);
    }
  }

  private Repairs repairs() {
    Map<Repairs.Kind, Long> counts = new HashMap<>();
    List<Repairs.Example> examples = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      Repairs.Kind kind = one(Repairs.Kind.values());
      counts.put(kind, random.nextLong(1, Long.MAX_VALUE));
      examples.add(new Repairs.Example(kind, random.nextLong(), random.nextLong()));
    }
    return new Repairs(counts, examples);
  }

  private void emit() throws IOException {
    for (SpanSink sink : sinks) {
      sink.accept(this);
    }
  }
}
