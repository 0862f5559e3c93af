package dev.loomtrace.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TraceStateTest {
  @Test
  void knowsWhoRunsWhere() throws IOException {
    TraceState state = after(5);
    assertEquals(GoState.RUNNING, state.goroutine(1).state());
    assertEquals(GoState.RUNNABLE, state.goroutine(1).stateBefore());
    assertEquals(100, state.goroutine(1).thread());
    assertEquals(0, state.goroutine(1).proc());
    assertEquals(3, state.goroutine(1).created());
    assertEquals(Samples.START.frames().getLast(), state.goroutine(1).start());
    assertEquals(1, state.thread(100).goroutine());
    assertEquals(100, state.proc(0).thread());
    assertEquals(4, state.maxProcs());
  }

  @Test
  void keepsOpenTasksRegionsAndRanges() throws IOException {
    TraceState state = after(11);
    assertEquals("checkout", state.task(17).type());
    assertEquals(List.of(new TraceState.OpenRegion(17, "price", 9)), state.goroutine(1).regions());
    assertTrue(state.isOpen("GC mark assist", ResourceKind.GOROUTINE, 1));
    TraceState end = after(17);
    assertNull(end.task(17));
    assertEquals(List.of(), end.goroutine(1).regions());
    assertEquals(List.of(), end.ranges());
  }

  @Test
  void keepsWhyAndWhereAGoroutineWaits() throws IOException {
    TraceState.Goroutine g = after(18).goroutine(1);
    assertEquals(GoState.WAITING, g.state());
    assertEquals(WaitCause.of(WaitReason.LOCK, "a.ReentrantLock"), g.cause());
    assertEquals(Samples.STACK, g.stack());
    assertEquals(18, g.since());
    assertEquals(Context.NO_THREAD, g.thread());
    assertEquals(Context.NO_GOROUTINE, after(18).thread(100).goroutine());
  }

  private static EventView sync(long time, LockOwner... owners) throws IOException {
    return viewOf(new TraceEvent.Sync(time, 2, Optional.empty(), Map.of(), List.of(owners)));
  }

  @Test
  void keepsWhoOwnsALockUntilTheWaitEnds() throws IOException {
    TraceState state = after(18);
    assertEquals(LockOwner.NONE, state.goroutine(1).lockOwner());
    LockOwner owner = new LockOwner(1, 7, 39, false);
    state.accept(sync(40, owner, new LockOwner(99, 1, 39, false)));
    assertEquals(owner, state.goroutine(1).lockOwner());
    state.accept(sync(41));
    assertEquals(LockOwner.NONE, state.goroutine(1).lockOwner(), "it is told anew, or not known");
    state.accept(sync(42, owner));
    EventView wake =
        viewOf(
            Samples.goTransition(
                43, Context.NONE, 1, GoState.WAITING, GoState.RUNNABLE, "", Stack.NONE));
    state.accept(wake);
    assertEquals(LockOwner.NONE, state.goroutine(1).lockOwner());
    state.accept(sync(44, owner));
    assertEquals(LockOwner.NONE, state.goroutine(1).lockOwner(), "it does not wait");
  }

  @Test
  void aStateMadeKnownAgainDoesNotChangeSinceWhen() throws IOException {
    TraceState state = after(18);
    state.accept(
        viewOf(
            Samples.goTransition(
                40, Context.NONE, 1, GoState.WAITING, GoState.WAITING, "", Stack.NONE)));
    assertEquals(18, state.goroutine(1).since());
    assertEquals(WaitReason.LOCK, state.goroutine(1).cause().reason());
    assertEquals(Samples.STACK, state.goroutine(1).stack());
    assertEquals(2.5, state.goroutine(1).stackWeight());
  }

  private static EventView viewOf(TraceEvent event) throws IOException {
    TraceReader reader = new ListTraceReader(List.of(event));
    reader.next();
    return reader;
  }

  private static TraceState after(int events) throws IOException {
    TraceState state = new TraceState();
    try (TraceReader reader = new ListTraceReader(Samples.everyKind().subList(0, events))) {
      reader.copyTo(state);
    }
    return state;
  }
}
