package dev.loomtrace.gotrace.v1;

import static dev.loomtrace.gotrace.v1.V1Type.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.TraceReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tasks, regions, logs, strings and stacks in traces before Go 1.22. */
class V1AnnotationsTest extends V1Judged {
  private static final long NO_PARENT = 0;

  @Test
  void tellsOfTasks() throws IOException {
    tells(
        opened(11)
            .string(1, "order")
            .string(2, "charge")
            .event(USER_TASK_CREATE, 10, 5, NO_PARENT, 1, 0)
            .event(USER_TASK_CREATE, 10, 6, 5, 2, 0)
            .event(USER_TASK_END, 10, 6, 0)
            .event(USER_TASK_END, 10, 5, 0),
        "M=7 P=0 G=1 TaskBegin Time=13 ID=5 Parent=18446744073709551615 Type=\"order\"",
        "M=7 P=0 G=1 TaskBegin Time=23 ID=6 Parent=5 Type=\"charge\"",
        "M=7 P=0 G=1 TaskEnd Time=33 ID=6 Parent=5 Type=\"charge\"",
        "M=7 P=0 G=1 TaskEnd Time=43 ID=5 Parent=0 Type=\"order\"");
  }

  @Test
  void taskMayHaveBegunBefore() throws IOException {
    tells(
        opened(19).event(USER_TASK_END, 10, 8, 0),
        "M=7 P=0 G=1 TaskEnd Time=13 ID=8 Parent=18446744073709551615 Type=\"\"");
  }

  @Test
  void taskIdMayBeUsedAgain() throws IOException {
    tells(
        opened(19)
            .event(USER_TASK_CREATE, 10, 5, NO_PARENT, 0, 0)
            .event(USER_TASK_END, 10, 5, 0)
            .event(USER_TASK_CREATE, 10, 5, 3, 0, 0),
        "M=7 P=0 G=1 TaskBegin Time=13 ID=5 Parent=18446744073709551615 Type=\"\"",
        "M=7 P=0 G=1 TaskEnd Time=23 ID=5 Parent=0 Type=\"\"",
        "M=7 P=0 G=1 TaskBegin Time=33 ID=5 Parent=3 Type=\"\"");
  }

  @Test
  void refusesTwoTasksOfOneId() throws IOException {
    refused(
        opened(19)
            .event(USER_TASK_CREATE, 10, 5, NO_PARENT, 0, 0)
            .event(USER_TASK_CREATE, 10, 5, NO_PARENT, 0, 0),
        "there is a task already of id 5");
  }

  @Test
  void tellsOfRegions() throws IOException {
    tells(
        opened(21)
            .string(1, "outer")
            .string(2, "inner")
            .event(USER_REGION, 10, 5, 1, 2, 0)
            .event(USER_REGION, 10, 5, 0, 1, 0)
            .event(USER_REGION, 10, 0, 0, 2, 0)
            .event(USER_REGION, 10, 0, 1, 2, 0)
            .event(USER_REGION, 10, 5, 1, 1, 0),
        "M=7 P=0 G=1 RegionEnd Time=13 Task=5 Type=\"inner\"",
        "M=7 P=0 G=1 RegionBegin Time=23 Task=5 Type=\"outer\"",
        "M=7 P=0 G=1 RegionBegin Time=33 Task=0 Type=\"inner\"",
        "M=7 P=0 G=1 RegionEnd Time=43 Task=0 Type=\"inner\"",
        "M=7 P=0 G=1 RegionEnd Time=53 Task=5 Type=\"outer\"");
  }

  @Test
  void endOfGoroutineEndsItsRegions() throws IOException {
    V1Encoder trace =
        opened(21)
            .event(GO_CREATE, 10, 2, 0, 0)
            .event(USER_REGION, 10, 1, 0, 0, 0)
            .event(USER_REGION, 10, 2, 0, 0, 0)
            .event(GO_END, 10)
            .event(GO_START_LOCAL, 10, 2)
            .event(USER_REGION, 10, 3, 0, 0, 0)
            .event(USER_REGION, 10, 4, 0, 0, 0)
            .event(USER_REGION, 10, 4, 1, 0, 0)
            .event(USER_REGION, 10, 3, 1, 0, 0);
    V1Text.Reading ours = V1Text.read(trace.toBytes());
    assertEquals(null, ours.fault());
    agreed(trace.toBytes(), ours);
  }

  @Test
  void refusesRegionsThatOverlap() throws IOException {
    String message = "this region is not the innermost one of the goroutine";
    refused(
        opened(21)
            .event(USER_REGION, 10, 1, 0, 0, 0)
            .event(USER_REGION, 10, 2, 0, 0, 0)
            .event(USER_REGION, 10, 1, 1, 0, 0),
        message);
    refused(
        opened(21)
            .string(3, "a")
            .event(USER_REGION, 10, 1, 0, 0, 0)
            .event(USER_REGION, 10, 1, 1, 3, 0),
        message);
    refused(opened(21).event(USER_REGION, 10, 1, 2, 0, 0), "region of unknown mode 2");
  }

  @Test
  void tellsLogsByteForByte() throws IOException {
    byte[] broken = {'a', (byte) 0xc3, (byte) 0xff, '"', '\n', 0, (byte) 0xe2, (byte) 0x82};
    V1Encoder trace =
        opened(21)
            .string(1, new byte[] {'k', (byte) 0x80})
            .log(10, 5, 1, 0, broken)
            .log(10, 0, 0, 0, new byte[0])
            .log(10, 0, 1, 0, "Größe 漢字 😀".getBytes(UTF_8))
            .log(10, 0, 1, 0, broken);
    tells(
        trace,
        "M=7 P=0 G=1 Log Time=13 Task=5 Category=\"k\\x80\""
            + " Message=\"a\\xc3\\xff\\\"\\n\\x00\\xe2\\x82\"",
        "M=7 P=0 G=1 Log Time=23 Task=0 Category=\"\" Message=\"\"",
        "M=7 P=0 G=1 Log Time=33 Task=0 Category=\"k\\x80\" Message="
            + V1Text.latin1("\"Größe 漢字 😀\""),
        "M=7 P=0 G=1 Log Time=43 Task=0 Category=\"k\\x80\""
            + " Message=\"a\\xc3\\xff\\\"\\n\\x00\\xe2\\x82\"");
  }

  @Test
  void messagesMayBeLongerThanPages() throws IOException {
    byte[] message = "x".repeat(1_000_000).getBytes(UTF_8);
    V1Encoder trace =
        opened(21)
            .log(10, 0, 0, 0, message)
            .event(HEAP_ALLOC, 10, 1)
            .log(10, 0, 0, 0, message)
            .log(10, 0, 0, 0, message)
            .event(HEAP_ALLOC, 10, 2);
    V1Text.Reading ours = V1Text.read(trace.toBytes());
    assertEquals(null, ours.fault());
    agreed(trace.toBytes(), ours);
  }

  @Test
  void batchesMayGoOnFromPageToPage() throws IOException {
    byte[] message = "x".repeat(150_000).getBytes(UTF_8);
    V1Encoder trace = opened(21);
    for (int round = 0; round < 8; round++) {
      for (int p = 1; p <= 3; p++) {
        trace.batch(p, 200 + 100 * round + p);
        if (round == 0) {
          trace.event(PROC_START, 0, 7 + p);
        }
        trace
            .event(HEAP_ALLOC, 20, round)
            .log(20, p, 0, 0, message)
            .event(HEAP_GOAL, 20, round)
            .string(10 * round + p, "a definition between")
            .event(HEAP_ALLOC, 20, round);
      }
    }
    V1Text.Reading ours = V1Text.read(trace.toBytes());
    assertEquals(null, ours.fault());
    agreed(trace.toBytes(), ours);
  }

  @Test
  void refusesMessagesThatAreTooLong() throws IOException {
    refused(opened(21).log(10, 0, 0, 0, new byte[1_000_001]), "a message of 1000001 bytes");
  }

  @Test
  void stringsMayBeDefinedAfterTheirUse() throws IOException {
    tells(
        opened(21)
            .event(USER_REGION, 10, 5, 0, 77, 0)
            .event(HEAP_ALLOC, 10, 1)
            .batch(3, 1)
            .string(77, "late"),
        "M=7 P=0 G=1 RegionBegin Time=13 Task=5 Type=\"late\"",
        "M=7 P=0 G=1 Metric Time=23 Name=\"/memory/classes/heap/objects:bytes\""
            + " Value=Value{Uint64(1)}");
  }

  @Test
  void stringsBeforeTheFirstBatchDoNotCount() throws IOException {
    V1Encoder trace =
        new V1Encoder(21)
            .string(1, "lost")
            .string(1, "x".repeat(2_000_000))
            .string(0, "")
            .batch(0, 100)
            .string(1, "kept")
            .frequency(SECOND)
            .event(USER_REGION, 10, 5, 0, 1, 0);
    V1Text.Reading ours = V1Text.read(trace.toBytes());
    assertEquals(null, ours.fault());
    agreed(trace.toBytes(), ours);
  }

  @Test
  void idsAfterTheGreatestAreStringsOfGosReader() throws IOException {
    V1Encoder trace = opened(21).string(9, "last");
    trace.log(10, 0, 9, 0, "first message".getBytes(UTF_8));
    trace.log(10, 0, 9, 0, "second message".getBytes(UTF_8));
    trace.log(10, 0, 9, 0, "first message".getBytes(UTF_8));
    for (int id = 10; id < 10 + 2 + 12 + 17; id++) {
      trace.event(USER_REGION, 10, 0, 0, id, 0);
    }
    V1Text.Reading ours = V1Text.read(trace.toBytes());
    assertEquals(null, ours.fault());
    agreed(trace.toBytes(), ours);
  }

  @Test
  void refusesEventsWithUnknownStrings() throws IOException {
    refusedAfter(
        opened(21).string(9, "last").event(HEAP_ALLOC, 10, 1).event(USER_REGION, 10, 0, 0, 8, 0),
        "string 8, the type of a region, is not defined",
        "M=7 P=0 G=1 Metric Time=13 Name=\"/memory/classes/heap/objects:bytes\""
            + " Value=Value{Uint64(1)}");
    refusedAfter(
        opened(21).event(USER_REGION, 10, 0, 0, 1 + 12 + 17, 0),
        "string 30, the type of a region, is not defined");
    refusedAfter(
        opened(21).string(9, "last").event(USER_TASK_CREATE, 10, 1, 0, 8, 0),
        "string 8, the type of a task, is not defined");
    refusedAfter(
        opened(21).string(9, "last").log(10, 0, 7, 0, new byte[0]),
        "string 7, the category of a log, is not defined");
    refusedAfter(
        opened(21).string(9, "last").event(GO_SCHED, 10, 0).event(GO_START_LABEL, 10, 1, 2, 8),
        "string 8, the label, is not defined",
        "M=7 P=0 G=1 StateTransition Time=13 GoID=1 Running->Runnable Reason=\"runtime.Gosched\"",
        "M=7 P=0 G=1 StateTransition Time=23 GoID=1 Runnable->Running Reason=\"\"");
  }

  @Test
  void givesStacksToTheirOwners() throws IOException {
    V1Encoder trace =
        opened(21)
            .string(1, "main.main")
            .string(2, "main.go")
            .string(3, "main.worker")
            .stack(1, 0x100, 1, 2, 10)
            .stack(2, 0x200, 3, 2, 20, 0x100, 3, 3, 99)
            .stack(3, 0x300, 3, 2, 30)
            .stack(3, 0x400, 3, 2, 40)
            .event(GO_CREATE, 10, 2, 2, 1)
            .event(GO_BLOCK_SYNC, 10, 1)
            .event(GO_START_LOCAL, 10, 2)
            .event(GO_UNBLOCK, 10, 1, 2, 3);
    List<TraceEvent> events = transitions(trace);
    Frame caller = new Frame(0x100, "main.main", "main.go", 10);
    Stack own = Stack.of(List.of(caller));
    // A PC has the frame of the first stack that has it.
    Stack start = Stack.of(List.of(new Frame(0x200, "main.worker", "main.go", 20), caller));
    Stack second = Stack.of(List.of(new Frame(0x400, "main.worker", "main.go", 40)));
    TraceEvent.GoTransition created = (TraceEvent.GoTransition) events.get(2);
    assertEquals(own, created.stack());
    assertEquals(start, created.goroutineStack());
    TraceEvent.GoTransition blocked = (TraceEvent.GoTransition) events.get(3);
    assertEquals(own, blocked.stack());
    assertEquals(own, blocked.goroutineStack());
    TraceEvent.GoTransition started = (TraceEvent.GoTransition) events.get(4);
    assertEquals(Stack.NONE, started.stack());
    TraceEvent.GoTransition woken = (TraceEvent.GoTransition) events.get(5);
    assertEquals(second, woken.stack());
    assertEquals(Stack.NONE, woken.goroutineStack());
    agreed(trace.toBytes(), V1Text.read(trace.toBytes()));
  }

  @Test
  void unknownStacksAreNone() throws IOException {
    V1Encoder trace =
        opened(21)
            .stack(4)
            .stack(0, 1, 0, 0, 0)
            .stack((1L << 32) + 5, 0x500, 0, 0, 50)
            .event(CPU_SAMPLE, 10, 112, 0, 1, 99)
            .event(GO_UNBLOCK, 10, 1, 2, 4)
            .event(GO_BLOCK_SYNC, 10, 5);
    V1Encoder blocked =
        opened(21)
            .stack(4)
            .stack((1L << 32) + 5, 0x500, 0, 0, 50)
            .event(CPU_SAMPLE, 10, 112, 0, 1, 99)
            .event(GO_SCHED, 10, 4)
            .event(GO_START, 10, 1, 2)
            .event(GO_SCHED, 10, 5);
    refused(trace, "goroutine 1 is running after 2 events, expected waiting after 2");
    V1Text.Reading ours = V1Text.read(blocked.toBytes());
    assertEquals(null, ours.fault());
    agreed(blocked.toBytes(), ours);
  }

  @Test
  void refusesCreationsWithUnknownStacks() throws IOException {
    refusedAfter(opened(21).event(GO_CREATE, 10, 2, 6, 0), "stack 6 is not defined");
    refusedAfter(
        opened(21).stack(5, 1, 0, 0, 1).event(GO_CREATE, 10, 2, (1L << 32) + 5, 0),
        "stack 4294967301 is not defined");
  }

  @Test
  void refusesStacksWithUnknownStrings() throws IOException {
    refusedAfter(
        opened(21).string(9, "last").stack(5, 1, 8, 9, 1).event(GO_SCHED, 10, 5),
        "a frame of its stack has a function or file that is not defined");
    refusedAfter(
        opened(21).string(9, "last").stack(5, 1, 9, 8, 1).event(GO_CREATE, 10, 2, 5, 0),
        "a frame of its stack has a function or file that is not defined");
  }

  private static List<TraceEvent> transitions(V1Encoder trace) throws IOException {
    List<TraceEvent> events = new ArrayList<>();
    try (TraceReader reader = V1Text.open(trace.toBytes())) {
      reader.copyTo(
          event -> {
            if (event.kind() == EventKind.GO_TRANSITION
                || event.kind() == EventKind.PROC_TRANSITION) {
              events.add(event.event());
            }
          });
    }
    return events;
  }
}
