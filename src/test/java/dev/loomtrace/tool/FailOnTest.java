package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.gotrace.GoTraceWriter;
import dev.loomtrace.trace.ClockSnapshot;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.ProcState;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong comes first, and scripts can tell by the exit code. */
class FailOnTest {
  private static final long SECOND = 1_000_000_000;
  private static final long THREAD = 100;
  private static final Context PROC = new Context(Context.NO_GOROUTINE, 0, THREAD);
  private static final Stack MUTEX =
      Stack.of(
          List.of(
              new Frame(1, "sync.(*Mutex).Lock", "sync/mutex.go", 9),
              new Frame(2, "main.take", "shop/main.go", 42)));

  @TempDir Path directory;

  /** A goroutine waits for a mutex as long as a trace lasts. */
  private Path trace(long seconds) throws IOException {
    WaitCause cause = WaitCause.of(WaitReason.SYNCHRONIZER);
    List<TraceEvent> events =
        List.of(
            new TraceEvent.Sync(
                1, 1, Optional.of(new ClockSnapshot(1, 5, Instant.ofEpochSecond(9))), Map.of()),
            new TraceEvent.ProcTransition(
                2,
                new Context(Context.NO_GOROUTINE, Context.NO_PROC, THREAD),
                Stack.NONE,
                0,
                ProcState.UNDETERMINED,
                ProcState.RUNNING),
            go(3, GoState.NOT_EXIST, GoState.RUNNABLE, WaitCause.NONE),
            go(4, GoState.RUNNABLE, GoState.RUNNING, WaitCause.NONE),
            go(5, GoState.RUNNING, GoState.WAITING, cause),
            new TraceEvent.ProcTransition(
                seconds * SECOND, PROC, Stack.NONE, 0, ProcState.RUNNING, ProcState.IDLE),
            new TraceEvent.Sync(seconds * SECOND + 1, 2, Optional.empty(), Map.of()));
    Path file = directory.resolve(seconds + ".trace");
    try (TraceReader reader = new ListTraceReader(events);
        GoTraceWriter writer = new GoTraceWriter(Files.newOutputStream(file))) {
      reader.copyTo(writer);
    }
    return file;
  }

  private static TraceEvent go(long time, GoState from, GoState to, WaitCause cause) {
    Context context = from.executing() ? new Context(1, 0, THREAD) : PROC;
    Stack own = from.executing() ? MUTEX : Stack.NONE;
    return new TraceEvent.GoTransition(time, context, own, 1, from, to, cause, MUTEX);
  }

  @Test
  void endsWithCode3IfSomethingIsAsBad() throws IOException {
    Path bad = trace(20);
    String out = CommandRun.of("summary", bad).succeeds().out();
    assertTrue(out.contains("\nhigh: 1 wait at main.take (shop/main.go:42) had not ended"), out);
    assertTrue(out.contains("\n    more: loomtrace why --thread 1 "), out);
    for (String severity : List.of("high", "medium", "low")) {
      CommandRun.of("summary", "--fail-on", severity, bad).fails(3);
      CommandRun.of("summary", "--json", "--fail-on", severity, bad).fails(3);
      CommandRun.of("summary", "--fail-on", severity, trace(2)).succeeds();
    }
    CommandRun.of("summary", "--fail-on", "worst", bad).fails(2);
    String json = CommandRun.of("summary", "--json", bad).succeeds().out();
    assertTrue(json.contains("\"kind\" : \"endlessWait\""), json);
  }
}
