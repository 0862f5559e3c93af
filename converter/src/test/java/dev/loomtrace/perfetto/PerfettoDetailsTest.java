package dev.loomtrace.perfetto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.testing.PerfettoReplay;
import dev.loomtrace.trace.ClockSnapshot;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.ProcState;
import dev.loomtrace.trace.RangeKind;
import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.TraceThread;
import dev.loomtrace.trace.UnsupportedTraceException;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import dev.loomtrace.trace.WakeKind;
import dev.loomtrace.trace.Waker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

/** What becomes of each fact, in small stories. */
class PerfettoDetailsTest {
  private static final Stack LOCKING =
      Stack.of(
          List.of(
              new Frame(1, "java/util/concurrent/locks/ReentrantLock.lock", "", 10),
              new Frame(2, "com/shop/Shelf.keepFilled", "Shelf.java", 42)));

  private final List<TraceEvent> events = new ArrayList<>();
  private long time = 1000;

  private long tick() {
    time += 10;
    return time;
  }

  private void sync(long number) {
    ClockSnapshot clock = new ClockSnapshot(time, 0, Instant.ofEpochSecond(1_700_000_000L, 5));
    events.add(new TraceEvent.Sync(tick(), number, Optional.of(clock), Map.of()));
  }

  private static Context on(long goroutine, long proc) {
    return new Context(goroutine, proc, 100 + proc);
  }

  private void proc(long proc) {
    Context context = new Context(Context.NO_GOROUTINE, Context.NO_PROC, 100 + proc);
    events.add(
        new TraceEvent.ProcTransition(
            tick(), context, Stack.NONE, proc, ProcState.UNDETERMINED, ProcState.RUNNING));
  }

  private void go(long id, GoState from, GoState to, Context context, WaitCause why, Waker by) {
    Stack stack = why.equals(WaitCause.NONE) ? Stack.NONE : LOCKING;
    TraceThread thread = new TraceThread(ThreadKind.VIRTUAL, "thread" + id, Frame.NONE);
    events.add(
        new TraceEvent.GoTransition(
            tick(), context, Stack.NONE, id, from, to, why, stack, 1, by, thread));
  }

  private void go(long id, GoState from, GoState to, Context context) {
    go(id, from, to, context, WaitCause.NONE, Waker.NONE);
  }

  /** A thread that runs on a proc of its number from now on. */
  private void running(long id, long proc) {
    proc(proc);
    Context idle = on(Context.NO_GOROUTINE, proc);
    go(id, GoState.NOT_EXIST, GoState.RUNNABLE, idle);
    go(id, GoState.RUNNABLE, GoState.RUNNING, idle);
  }

  private void taskBegin(long id, long parent, long goroutine, long proc) {
    events.add(
        new TraceEvent.TaskBegin(
            tick(), on(goroutine, proc), Stack.NONE, id, parent, "order" + id));
  }

  private void taskEnd(long id, long goroutine, long proc) {
    events.add(
        new TraceEvent.TaskEnd(
            tick(), on(goroutine, proc), Stack.NONE, id, EventView.NO_TASK, "order" + id));
  }

  private void region(boolean begin, String name, long task, long goroutine, long proc) {
    Context context = on(goroutine, proc);
    events.add(
        begin
            ? new TraceEvent.RegionBegin(tick(), context, Stack.NONE, task, name)
            : new TraceEvent.RegionEnd(tick(), context, Stack.NONE, task, name));
  }

  private PerfettoReplay written(LongPredicate shown) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Traces.writePerfetto(new ListTraceReader(events), out, shown);
    return new PerfettoReplay(out.toByteArray());
  }

  private PerfettoReplay written() throws IOException {
    return written(Traces.ALL_THREADS);
  }

  private static List<String> slices(PerfettoReplay replay) {
    return replay.slices().stream()
        .map(PerfettoReplay.Slice::toString)
        .map(slice -> slice.substring(slice.indexOf(' ') + 1))
        .toList();
  }

  private static List<String> ends(PerfettoReplay replay) {
    return replay.slices().stream()
        .map(PerfettoReplay.Slice::toString)
        .map(slice -> slice.substring(0, slice.indexOf(' ')))
        .toList();
  }

  private void wait(long id, long proc, WaitReason reason, Waker by, Context where) {
    WaitCause cause = WaitCause.of(reason, reason == WaitReason.LOCK ? "a.b.ReentrantLock" : "");
    go(id, GoState.RUNNING, GoState.WAITING, on(id, proc), cause, Waker.NONE);
    go(id, GoState.WAITING, GoState.RUNNABLE, where, WaitCause.NONE, by);
    go(id, GoState.RUNNABLE, GoState.RUNNING, on(Context.NO_GOROUTINE, proc));
  }

  @Test
  void aWakerIsAThreadAndNeitherATimerNorAPoller() throws IOException {
    sync(1);
    running(7, 0);
    running(8, 1);
    Context nowhere = Context.NONE;
    wait(7, 0, WaitReason.LOCK, new Waker(WakeKind.THREAD, 8, Frame.NONE), on(8, 1));
    wait(7, 0, WaitReason.SLEEP, new Waker(WakeKind.TIMER, 8, Frame.NONE), on(8, 1));
    wait(7, 0, WaitReason.SOCKET, new Waker(WakeKind.POLLER, 8, Frame.NONE), nowhere);
    wait(7, 0, WaitReason.MONITOR, new Waker(WakeKind.MONITOR, 8, Frame.NONE), nowhere);
    // Who does not run makes nobody runnable, as far as Perfetto can know.
    wait(7, 0, WaitReason.LOCK, new Waker(WakeKind.THREAD, 99, Frame.NONE), nowhere);
    sync(2);
    PerfettoReplay replay = written();
    assertEquals(
        List.of("", "", "thread8 8", "", "", "thread8 8", ""),
        replay.wakings().stream().map(PerfettoReplay.Waking::waker).toList());
    assertEquals(
        List.of(
            "S lock on ReentrantLock in Shelf.keepFilled",
            "S sleep in Shelf.keepFilled",
            "S socket in Shelf.keepFilled",
            "D monitor in Shelf.keepFilled",
            "S lock on ReentrantLock in Shelf.keepFilled"),
        replay.blocked().stream().map(b -> b.state() + " " + b.reason()).toList());
    assertEquals(40L, replay.sums().get("thread7 7").get("S"));
    assertEquals(10L, replay.sums().get("thread7 7").get("D"));
  }

  @Test
  void aCreatorIsTheWakerOfWhomItCreates() throws IOException {
    sync(1);
    running(7, 0);
    go(9, GoState.NOT_EXIST, GoState.RUNNABLE, on(7, 0));
    sync(2);
    assertEquals("thread7 7", written().wakings().getLast().waker());
  }

  @Test
  void aTaskIsOnItsThreadIfItNestsThere() throws IOException {
    sync(1);
    running(7, 0);
    taskBegin(1, EventView.NO_TASK, 7, 0);
    region(true, "pay", 1, 7, 0);
    taskBegin(2, 1, 7, 0);
    taskEnd(2, 7, 0);
    region(false, "pay", 1, 7, 0);
    taskEnd(1, 7, 0);
    taskBegin(3, EventView.NO_TASK, 7, 0);
    region(true, "ship", 3, 7, 0);
    sync(2);
    PerfettoReplay replay = written();
    assertEquals(
        List.of(
            "thread7 7 task order1",
            "thread7 7 > pay",
            "thread7 7 > > task order2",
            "thread7 7 task order3",
            "thread7 7 > ship"),
        slices(replay));
    // What has not ended has no end.
    assertTrue(ends(replay).getLast().endsWith("..-1"), replay.slices()::toString);
    assertEquals(Map.of(), replay.flows());
  }

  @Test
  void aTaskThatOverlapsOrMovesIsOnALane() throws IOException {
    sync(1);
    running(7, 0);
    running(8, 1);
    taskBegin(1, EventView.NO_TASK, 7, 0);
    taskBegin(2, EventView.NO_TASK, 7, 0);
    taskEnd(1, 7, 0); // Overlaps.
    region(true, "pay", 2, 8, 1);
    region(false, "pay", 2, 8, 1);
    taskEnd(2, 8, 1); // Moves.
    region(true, "ship", 0, 7, 0);
    taskBegin(3, EventView.NO_TASK, 7, 0);
    region(false, "ship", 0, 7, 0); // The task goes on behind it.
    taskEnd(3, 7, 0);
    sync(2);
    PerfettoReplay replay = written();
    assertEquals(
        List.of(
            "[task order1] task order1",
            "[task order2] task order2",
            "thread8 8 pay",
            "thread7 7 ship",
            "[task order3] task order3"),
        slices(replay));
    assertTrue(ends(replay).stream().noneMatch(end -> end.endsWith("..-1")));
    assertEquals(
        List.of(Set.of("[task order2] task order2", "thread8 8 pay")),
        List.copyOf(replay.flows().values()));
  }

  @Test
  void whatTheRuntimeDoesIsOnLanesOrItsThread() throws IOException {
    sync(1);
    running(7, 0);
    String stop = RangeKind.stopTheWorldName("GC mark termination");
    Context at = on(7, 0);
    for (String name : List.of(stop, RangeKind.GC_MARK_ASSIST_NAME)) {
      ResourceKind scope = ResourceKind.GOROUTINE;
      events.add(new TraceEvent.RangeBegin(tick(), at, Stack.NONE, name, scope, 7));
      events.add(new TraceEvent.RangeEnd(tick(), at, Stack.NONE, name, scope, 7, List.of()));
    }
    String mark = RangeKind.GC_MARK_NAME;
    events.add(new TraceEvent.RangeActive(tick(), at, Stack.NONE, mark, ResourceKind.NONE, 0));
    events.add(new TraceEvent.Metric(tick(), at, Stack.NONE, "/heap:bytes", 4096));
    events.add(new TraceEvent.Log(tick(), at, Stack.NONE, 0, "sku", "42"));
    events.add(new TraceEvent.StackSample(tick(), at, LOCKING));
    sync(2);
    PerfettoReplay replay = written();
    assertEquals(
        List.of(
            "[stop the world] " + stop,
            "thread7 7 " + RangeKind.GC_MARK_ASSIST_NAME,
            "[" + mark + "] " + mark),
        slices(replay));
    assertEquals(Map.of("/heap:bytes", List.of(4096L)), replay.counters());
    assertEquals("sku: 42", replay.instants().getFirst().name());
    assertEquals(
        List.of("com/shop/Shelf.keepFilled", "java/util/concurrent/locks/ReentrantLock.lock"),
        replay.samples().getFirst().functions());
    assertEquals(1_700_000_000_000_000_005L, replay.clocks().getFirst().wall());
  }

  @Test
  void onlyTheBusiestThreadsAreShown() throws IOException {
    sync(1);
    running(7, 0);
    running(8, 1);
    wait(8, 1, WaitReason.LOCK, new Waker(WakeKind.THREAD, 7, Frame.NONE), on(7, 0));
    wait(7, 0, WaitReason.LOCK, new Waker(WakeKind.THREAD, 8, Frame.NONE), on(8, 1));
    sync(2);
    BusiestThreads busiest = new BusiestThreads(1);
    new ListTraceReader(events).copyTo(busiest);
    assertTrue(busiest.test(7) && !busiest.test(8));
    PerfettoReplay some = written(busiest);
    assertEquals(Set.of("thread7 7", "other threads on cpu 1"), some.threadNames());
    PerfettoReplay all = written();
    assertEquals(all.sums().get("thread7 7"), some.sums().get("thread7 7"));
    assertEquals(
        all.sums().get("thread8 8").get(PerfettoReplay.RUNNING),
        some.sums().get("other threads on cpu 1").get(PerfettoReplay.RUNNING));
    assertEquals(2, some.wakings().size());
    assertThrows(IllegalArgumentException.class, () -> new BusiestThreads(0));
  }

  @Test
  void aTraceThatBeginsAtNoTimeIsLater() throws IOException {
    time = -10;
    sync(1);
    running(7, 0);
    go(7, GoState.RUNNING, GoState.RUNNABLE, on(7, 0));
    sync(2);
    assertEquals(10L, written().sums().get("thread7 7").get(PerfettoReplay.RUNNING));
  }

  @Test
  void runsOnAnotherCpuIfTheNumberIsTooGreat() throws IOException {
    sync(1);
    running(7, 5000);
    go(7, GoState.RUNNING, GoState.RUNNABLE, on(7, 5000));
    sync(2);
    assertEquals(10L, written().sums().get("thread7 7").get(PerfettoReplay.RUNNING));
  }

  @Test
  void refusesMoreThreadsAtATimeThanThereAreCpus() {
    sync(1);
    for (int i = 1; i <= 300; i++) {
      running(i, 1000 + i);
    }
    sync(2);
    UnsupportedTraceException e = assertThrows(UnsupportedTraceException.class, this::written);
    assertTrue(e.getMessage().contains("more than 255 threads run at a time"), e.getMessage());
  }

  /** Of a task and of regions whose begin is not in the trace. */
  @Test
  void whatBeganBeforeTheTraceBeginsWithItAndSaysSo() throws IOException {
    sync(1);
    running(7, 0);
    region(true, "inner", 0, 7, 0);
    region(false, "inner", 0, 7, 0);
    region(false, "middle", 4, 7, 0);
    region(true, "late", 0, 7, 0);
    region(false, "late", 0, 7, 0);
    region(false, "outer", 4, 7, 0);
    taskEnd(4, 7, 0);
    long begin = tick();
    events.add(new TraceEvent.TaskBegin(begin, on(7, 0), Stack.NONE, 5, -1, "old", begin - 400));
    taskEnd(5, 7, 0);
    sync(2);
    PerfettoReplay replay = written();
    assertEquals(
        List.of(
            "[task 4] task 4",
            "thread7 7 outer",
            "thread7 7 > middle",
            "thread7 7 > > inner",
            "thread7 7 > late",
            "thread7 7 task old"),
        slices(replay));
    String older = "began before what is shown";
    assertEquals(
        List.of(true, true, true, false, false, true),
        replay.slices().stream().map(s -> s.details().containsKey(older)).toList());
    assertEquals(400L, replay.slices().getLast().details().get("nanoseconds before it"));
    assertTrue(ends(replay).stream().noneMatch(end -> end.endsWith("..-1")));
  }

  @Test
  void aWindowShowsWhatIsTheCaseAtItsStart() throws IOException {
    sync(1);
    running(7, 0);
    running(8, 1);
    taskBegin(1, EventView.NO_TASK, 7, 0);
    region(true, "pay", 1, 7, 0);
    WaitCause lock = WaitCause.of(WaitReason.LOCK, "a.b.ReentrantLock");
    go(8, GoState.RUNNING, GoState.WAITING, on(8, 1), lock, Waker.NONE);
    events.add(new TraceEvent.Metric(tick(), on(7, 0), Stack.NONE, "/heap:bytes", 4096));
    long start = tick();
    go(
        8,
        GoState.WAITING,
        GoState.RUNNABLE,
        on(7, 0),
        WaitCause.NONE,
        new Waker(WakeKind.THREAD, 7, Frame.NONE));
    region(false, "pay", 1, 7, 0);
    taskEnd(1, 7, 0);
    long end = time;
    region(true, "later", 1, 7, 0);
    sync(2);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TimeWindow window = new TimeWindow(start, end);
    Traces.writePerfetto(new ListTraceReader(events), out, PerfettoPart.only().during(window));
    PerfettoReplay replay = new PerfettoReplay(out.toByteArray());
    assertEquals(List.of("thread7 7 task order1", "thread7 7 > pay"), slices(replay));
    assertEquals(List.of(start - 1 + ".." + end, start + ".." + (end - 10)), ends(replay));
    assertTrue(replay.slices().getFirst().details().get("nanoseconds before it") > 0);
    assertEquals(10L, replay.sums().get("thread8 8").get(PerfettoReplay.SLEEPING));
    assertEquals("lock on ReentrantLock in Shelf.keepFilled", replay.blocked().getFirst().reason());
    assertEquals(List.of("thread7 7"), replay.wakings().stream().map(w -> w.waker()).toList());
    assertEquals(Map.of("/heap:bytes", List.of(4096L)), replay.counters());
    assertEquals(start, replay.clocks().getFirst().time());
    assertThrows(IllegalArgumentException.class, () -> new TimeWindow(2, 1));
  }

  /** Who is waited for, by whom he was waited for before that; and nobody else. */
  @Test
  void threadsAreInvolvedBackwardsInTime() throws IOException {
    sync(1);
    for (int id = 1; id <= 6; id++) {
      running(id, id);
    }
    long start = time + 5;
    wait(3, 3, WaitReason.LOCK, new Waker(WakeKind.THREAD, 4, Frame.NONE), on(4, 4));
    wait(2, 2, WaitReason.LOCK, new Waker(WakeKind.THREAD, 3, Frame.NONE), on(3, 3));
    wait(1, 1, WaitReason.LOCK, new Waker(WakeKind.THREAD, 2, Frame.NONE), on(2, 2));
    wait(2, 2, WaitReason.LOCK, new Waker(WakeKind.THREAD, 5, Frame.NONE), on(5, 5));
    wait(1, 1, WaitReason.SLEEP, new Waker(WakeKind.TIMER, 6, Frame.NONE), on(6, 6));
    sync(2);
    InvolvedThreads involved =
        new InvolvedThreads(List.of(1L), new TimeWindow(start, Long.MAX_VALUE));
    new ListTraceReader(events).copyTo(involved);
    assertEquals(
        List.of(true, true, true, true, false, false),
        java.util.stream.LongStream.rangeClosed(1, 6).mapToObj(involved::test).toList());
  }
}
