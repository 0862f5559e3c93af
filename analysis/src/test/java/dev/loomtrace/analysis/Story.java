package dev.loomtrace.analysis;

import dev.loomtrace.timeline.SpanSink;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.LockOwner;
import dev.loomtrace.trace.RangeKind;
import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.TraceThread;
import dev.loomtrace.trace.TraceValidator;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import dev.loomtrace.trace.WakeKind;
import dev.loomtrace.trace.Waker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Tells what goroutines do, each on a thread of its own, and makes a legal trace of it. */
final class Story {
  private final List<TraceEvent> events = new ArrayList<>();
  private final long unit;
  private long time = 1;

  /** Each event has a time of its own. */
  Story() {
    this(1);
  }

  private Story(long unit) {
    this.unit = unit;
    add(new TraceEvent.Sync(time, 1, Optional.empty(), Map.of()));
  }

  /** One that says in millions when things happen; what happens at one time is 1 ns apart. */
  static Story inMillions() {
    return new Story(1_000_000);
  }

  private void add(TraceEvent event) {
    events.add(event);
    time += unit == 1 ? 0 : 1;
  }

  static Stack stack(String application) {
    return Stack.of(
        List.of(
            new Frame(1, "java/util/concurrent/locks/ReentrantLock.lock", "ReentrantLock.java", 9),
            new Frame(2, application, "App.java", 42)));
  }

  Story at(long newTime) {
    long moment = newTime * unit;
    // Having said already what happens then, one goes on.
    if (time <= moment || time >= moment + unit) {
      time = moment;
    }
    return this;
  }

  Story create(long goroutine) {
    return go(goroutine, GoState.NOT_EXIST, GoState.RUNNABLE, "", Stack.NONE);
  }

  Story create(long goroutine, String function) {
    return go(goroutine, GoState.NOT_EXIST, GoState.RUNNABLE, "", stack(function));
  }

  /** Another one creates it. */
  Story createBy(long creator, long goroutine, String function) {
    add(
        new TraceEvent.GoTransition(
            time,
            on(creator),
            Stack.NONE,
            goroutine,
            GoState.NOT_EXIST,
            GoState.RUNNABLE,
            WaitCause.NONE,
            stack(function)));
    return this;
  }

  /** One that is created at 2 and runs from 3 on. */
  Story running(long goroutine) {
    return at(2).create(goroutine).at(3).start(goroutine);
  }

  /** One that waits since before the trace: nobody knows where. */
  Story createWaiting(long goroutine, String function) {
    return go(goroutine, GoState.NOT_EXIST, GoState.WAITING, "", stack(function));
  }

  Story start(long goroutine) {
    return go(goroutine, GoState.RUNNABLE, GoState.RUNNING, "", Stack.NONE);
  }

  Story block(long goroutine, String reason, String where) {
    return go(goroutine, GoState.RUNNING, GoState.WAITING, reason, stack(where));
  }

  /** Blocks with a stack that stands for so many waits; with none if that is 0. */
  Story blockSampled(long goroutine, String reason, String where, double weight) {
    add(
        new TraceEvent.GoTransition(
            time,
            on(goroutine),
            Stack.NONE,
            goroutine,
            GoState.RUNNING,
            GoState.WAITING,
            cause(reason),
            weight == 0 ? Stack.NONE : stack(where),
            weight,
            Waker.NONE,
            TraceThread.GOROUTINE));
    return this;
  }

  Story wake(long goroutine) {
    return go(goroutine, GoState.WAITING, GoState.RUNNABLE, "", Stack.NONE);
  }

  /** Blocks to read from a socket. */
  Story blockToRead(long goroutine, String where) {
    Frame read = new Frame(1, "java/net/Socket$SocketInputStream.read", "Socket.java", 9);
    Stack stack = Stack.of(List.of(read, new Frame(2, where, "App.java", 42)));
    return go(goroutine, GoState.RUNNING, GoState.WAITING, WaitReason.SOCKET.word(), stack);
  }

  /** A time limit ends its wait. */
  Story timeOut(long goroutine) {
    add(
        new TraceEvent.GoTransition(
            time,
            context(goroutine, GoState.WAITING),
            Stack.NONE,
            goroutine,
            GoState.WAITING,
            GoState.RUNNABLE,
            WaitCause.NONE,
            Stack.NONE,
            0,
            new Waker(WakeKind.TIMER, Context.NO_GOROUTINE, Frame.NONE),
            TraceThread.GOROUTINE));
    return this;
  }

  /** The waker runs. */
  Story wakeBy(long waker, long goroutine) {
    add(
        new TraceEvent.GoTransition(
            time,
            on(waker),
            Stack.NONE,
            goroutine,
            GoState.WAITING,
            GoState.RUNNABLE,
            WaitCause.NONE,
            Stack.NONE));
    return this;
  }

  /** One that has ended made it able to run. */
  Story wakeByEnded(long waker, long goroutine) {
    add(
        new TraceEvent.GoTransition(
            time,
            new Context(Context.NO_GOROUTINE, 0, goroutine),
            Stack.NONE,
            goroutine,
            GoState.WAITING,
            GoState.RUNNABLE,
            WaitCause.NONE,
            Stack.NONE,
            0,
            new Waker(WakeKind.THREAD, waker, Frame.NONE),
            TraceThread.GOROUTINE));
    return this;
  }

  Story enter(long goroutine) {
    return go(goroutine, GoState.RUNNING, GoState.SYSCALL, "", Stack.NONE);
  }

  Story leave(long goroutine) {
    return go(goroutine, GoState.SYSCALL, GoState.RUNNING, "", Stack.NONE);
  }

  Story end(long goroutine) {
    return go(goroutine, GoState.RUNNING, GoState.NOT_EXIST, "", Stack.NONE);
  }

  private Story go(long goroutine, GoState from, GoState to, String reason, Stack stack) {
    Stack own = from.executing() ? stack : Stack.NONE;
    add(
        new TraceEvent.GoTransition(
            time, context(goroutine, from), own, goroutine, from, to, cause(reason), stack));
    return this;
  }

  private static WaitCause cause(String word) {
    return Arrays.stream(WaitReason.values())
        .filter(reason -> reason.word().equals(word))
        .findFirst()
        .map(WaitCause::of)
        .orElseThrow();
  }

  private static Context context(long goroutine, GoState from) {
    return new Context(from.executing() ? goroutine : Context.NO_GOROUTINE, 0, goroutine);
  }

  Story beginTask(long goroutine, long id, long parent, String type) {
    add(new TraceEvent.TaskBegin(time, on(goroutine), Stack.NONE, id, parent, type));
    return this;
  }

  /** A task that began at a time before the trace. */
  Story beginOlderTask(long goroutine, long id, long parent, String type, long since) {
    add(new TraceEvent.TaskBegin(time, on(goroutine), Stack.NONE, id, parent, type, since));
    return this;
  }

  /** Goes on with a wait that it has been in since a time before the trace. */
  Story blockSince(long since, long goroutine, String reason, String where) {
    add(
        new TraceEvent.GoTransition(
            time,
            on(goroutine),
            Stack.NONE,
            goroutine,
            GoState.RUNNING,
            GoState.WAITING,
            cause(reason),
            stack(where),
            1,
            Waker.NONE,
            TraceThread.GOROUTINE,
            since));
    return this;
  }

  /** The trace ends, when it was seen who owns what is waited for. */
  Story endsAt(long end, LockOwner... owners) {
    add(new TraceEvent.Sync(end, 2, Optional.empty(), Map.of(), List.of(owners)));
    return this;
  }

  Story endTask(long goroutine, long id, long parent, String type) {
    add(new TraceEvent.TaskEnd(time, on(goroutine), Stack.NONE, id, parent, type));
    return this;
  }

  Story beginRegion(long goroutine, long task, String type) {
    add(new TraceEvent.RegionBegin(time, on(goroutine), Stack.NONE, task, type));
    return this;
  }

  Story endRegion(long goroutine, long task, String type) {
    add(new TraceEvent.RegionEnd(time, on(goroutine), Stack.NONE, task, type));
    return this;
  }

  Story stop(long goroutine, EventKind kind) {
    String name = RangeKind.stopTheWorldName("test");
    ResourceKind scope = ResourceKind.GOROUTINE;
    add(
        kind == EventKind.RANGE_BEGIN
            ? new TraceEvent.RangeBegin(time, on(goroutine), Stack.NONE, name, scope, goroutine)
            : new TraceEvent.RangeEnd(
                time, on(goroutine), Stack.NONE, name, scope, goroutine, List.of()));
    return this;
  }

  private static Context on(long goroutine) {
    return new Context(goroutine, 0, goroutine);
  }

  /** Hands the trace to these sinks until there is enough, as if it ended there. */
  void tellUntil(BooleanSupplier enough, SpanSink... sinks) {
    try (TraceReader reader = new ListTraceReader(events)) {
      Timeline timeline = new Timeline(sinks);
      while (!enough.getAsBoolean() && reader.next()) {
        timeline.accept(reader);
      }
      timeline.end();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Hands the trace to a sink, after making sure that it is legal. */
  <S extends SpanSink> S tellTo(S sink) {
    // As of a trace before Go 1.22: who runs on which proc is no part of a story.
    TraceValidator validator = new TraceValidator(false);
    try (TraceReader reader = new ListTraceReader(events)) {
      Timeline timeline = new Timeline(sink);
      reader.copyTo(validator, timeline);
      timeline.end();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    if (validator.faultCount() != 0) {
      throw new AssertionError("the story is not legal: " + validator.faults());
    }
    return sink;
  }
}
