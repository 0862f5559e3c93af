package dev.loomtrace.gotrace.v1;

import static dev.loomtrace.gotrace.v1.V1Type.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goroutines and procs in traces before Go 1.22. */
class V1GoroutinesTest extends V1Judged {
  private static final long NONE = -1;

  @ParameterizedTest
  @ValueSource(ints = {11, 19, 21})
  void opens(int minor) throws IOException {
    tells(opened(minor));
  }

  @Test
  void traceWithoutEventsIsOneSync() throws IOException {
    V1Encoder trace = new V1Encoder(21).batch(0, 5).frequency(SECOND);
    V1Text.Reading ours = V1Text.read(trace.toBytes());
    assertEquals("M=-1 P=-1 G=-1 Sync Time=0 N=1\n", ours.text());
    agreed(trace.toBytes(), ours);
  }

  @Test
  void explainsGoroutinesOfTheBeginning() throws IOException {
    V1Encoder trace =
        new V1Encoder(21)
            .batch(0, 100)
            .frequency(SECOND)
            .event(GO_CREATE, 1, 1, 0, 0)
            .event(GO_CREATE, 1, 30, 0, 0)
            .event(GO_CREATE, 1, 4, 0, 0)
            .event(GO_WAITING, 1, 4)
            .event(GO_CREATE, 1, 20, 0, 0)
            .event(GO_CREATE, 1, 6, 0, 0)
            .event(GO_IN_SYSCALL, 1, 6)
            .event(PROC_START, 1, 7)
            .event(GO_START, 1, 1, 1)
            .event(GOMAXPROCS, 1, 2, 0)
            .event(GO_SCHED, 100, 0);
    V1Text.Reading ours = V1Text.read(trace.toBytes());
    agreed(trace.toBytes(), ours);
    List<String> expected =
        List.of(
            "M=-1 P=0 G=4 StateTransition Time=3 GoID=4 Undetermined->Waiting Reason=\"\"",
            "M=-1 P=0 G=6 StateTransition Time=6 GoID=6 Undetermined->Syscall Reason=\"\"",
            "M=7 P=0 G=-1 StateTransition Time=7 ProcID=0 Undetermined->Running Reason=\"\"",
            "M=7 P=0 G=1 StateTransition Time=8 GoID=1 Undetermined->Running Reason=\"\"",
            "M=-1 P=-1 G=-1 StateTransition Time=9 GoID=20 Undetermined->Runnable Reason=\"\"",
            "M=-1 P=-1 G=-1 StateTransition Time=10 GoID=30 Undetermined->Runnable Reason=\"\"",
            "M=7 P=0 G=1 StateTransition Time=109 GoID=1 Running->Runnable Reason=\"runtime.Gosched\"");
    assertEquals(expected, firstLines(ours.text()));
  }

  @ParameterizedTest
  @CsvSource({
    "GO_SLEEP, sleep",
    "GO_BLOCK, ''",
    "GO_BLOCK_SEND, chan send",
    "GO_BLOCK_RECV, chan receive",
    "GO_BLOCK_SELECT, select",
    "GO_BLOCK_SYNC, sync",
    "GO_BLOCK_COND, sync.(*Cond).Wait",
    "GO_BLOCK_NET, network",
    "GO_BLOCK_GC, GC mark assist wait for work",
    "GO_STOP, forever",
  })
  void tellsWhyGoroutinesBlock(V1Type type, String reason) throws IOException {
    tells(
        opened(19).event(type, 10, 0),
        "M=7 P=0 G=1 StateTransition Time=13 GoID=1 Running->Waiting Reason=\"" + reason + "\"");
  }

  @Test
  void runsGoroutinesInTurn() throws IOException {
    tells(
        opened(21)
            .event(GO_CREATE, 10, 2, 0, 0)
            .event(GO_PREEMPT, 10, 0)
            .event(GO_START_LOCAL, 10, 2)
            .event(GO_END, 10)
            .event(GO_START, 10, 1, 2)
            .event(GO_SCHED, 10, 0)
            .event(PROC_STOP, 10)
            .event(PROC_START, 10, 9),
        "M=7 P=0 G=1 StateTransition Time=13 GoID=2 NotExist->Runnable Reason=\"\"",
        "M=7 P=0 G=1 StateTransition Time=23 GoID=1 Running->Runnable Reason=\"preempted\"",
        "M=7 P=0 G=2 StateTransition Time=33 GoID=2 Runnable->Running Reason=\"\"",
        "M=7 P=0 G=2 StateTransition Time=43 GoID=2 Running->NotExist Reason=\"\"",
        "M=7 P=0 G=1 StateTransition Time=53 GoID=1 Runnable->Running Reason=\"\"",
        "M=7 P=0 G=1 StateTransition Time=63 GoID=1 Running->Runnable Reason=\"runtime.Gosched\"",
        "M=7 P=0 G=-1 StateTransition Time=73 ProcID=0 Running->Idle Reason=\"\"",
        "M=9 P=0 G=-1 StateTransition Time=83 ProcID=0 Idle->Running Reason=\"\"");
  }

  @Test
  void wakesGoroutinesFromWhereTheyWaited() throws IOException {
    tells(
        opened(21)
            .event(GO_CREATE, 10, 2, 0, 0)
            .event(GO_BLOCK_NET, 10, 0)
            .event(GO_START_LOCAL, 10, 2)
            .event(GO_UNBLOCK, 10, 1, 2, 0)
            .event(GO_BLOCK_SYNC, 10, 0)
            .event(GO_START, 10, 1, 3)
            .event(GO_UNBLOCK_LOCAL, 10, 2, 0),
        "M=7 P=0 G=1 StateTransition Time=13 GoID=2 NotExist->Runnable Reason=\"\"",
        "M=7 P=0 G=1 StateTransition Time=23 GoID=1 Running->Waiting Reason=\"network\"",
        "M=7 P=0 G=2 StateTransition Time=33 GoID=2 Runnable->Running Reason=\"\"",
        "M=-1 P=1000002 G=2 StateTransition Time=43 GoID=1 Waiting->Runnable Reason=\"\"",
        "M=7 P=0 G=2 StateTransition Time=53 GoID=2 Running->Waiting Reason=\"sync\"",
        "M=7 P=0 G=1 StateTransition Time=63 GoID=1 Runnable->Running Reason=\"\"",
        "M=7 P=0 G=1 StateTransition Time=73 GoID=2 Waiting->Runnable Reason=\"\"");
  }

  @Test
  void timersWakeGoroutinesUp() throws IOException {
    tells(
        opened(11)
            .event(GO_CREATE, 10, 2, 0, 0)
            .event(GO_SLEEP, 10, 0)
            .event(GO_START_LOCAL, 10, 2)
            .event(GO_UNBLOCK, 10, 1, 2, 0)
            .event(TIMER_GOROUTINE, 2),
        "M=7 P=0 G=1 StateTransition Time=13 GoID=2 NotExist->Runnable Reason=\"\"",
        "M=7 P=0 G=1 StateTransition Time=23 GoID=1 Running->Waiting Reason=\"sleep\"",
        "M=7 P=0 G=2 StateTransition Time=33 GoID=2 Runnable->Running Reason=\"\"",
        "M=-1 P=1000001 G=2 StateTransition Time=43 GoID=1 Waiting->Runnable Reason=\"\"");
  }

  @Test
  void labelsGoroutinesThatStart() throws IOException {
    tells(
        opened(19).string(3, "GC (idle)").event(GO_SCHED, 10, 0).event(GO_START_LABEL, 10, 1, 2, 3),
        "M=7 P=0 G=1 StateTransition Time=13 GoID=1 Running->Runnable Reason=\"runtime.Gosched\"",
        "M=7 P=0 G=1 StateTransition Time=23 GoID=1 Runnable->Running Reason=\"\"",
        "M=7 P=0 G=1 Label Time=24 Label=\"GC (idle)\" Resource=Goroutine(1)");
  }

  @Test
  void labelledStartAtTheBeginningIsTakenForAStartInTheTrace() throws IOException {
    V1Encoder trace =
        new V1Encoder(21)
            .batch(0, 100)
            .frequency(SECOND)
            .string(3, "GC (idle)")
            .event(GO_CREATE, 1, 1, 0, 0)
            .event(PROC_START, 1, 7)
            .event(GO_START_LABEL, 1, 1, 1, 3)
            .event(GOMAXPROCS, 1, 2, 0);
    V1Text.Reading ours = V1Text.read(trace.toBytes());
    assertEquals(
        List.of(
            "M=7 P=0 G=-1 StateTransition Time=1 ProcID=0 Undetermined->Running Reason=\"\"",
            "M=7 P=0 G=1 StateTransition Time=2 GoID=1 Runnable->Running Reason=\"\"",
            "M=7 P=0 G=1 Label Time=3 Label=\"GC (idle)\" Resource=Goroutine(1)",
            "M=-1 P=-1 G=-1 StateTransition Time=4 GoID=1 Undetermined->Runnable Reason=\"\""),
        V1Judged.firstLines(ours.text()));
    agreed(trace.toBytes(), ours);
  }

  @Test
  void systemCallThatDoesNotBlockLastsOneNanosecond() throws IOException {
    tells(
        opened(21).event(GO_SYS_CALL, 10, 0).event(GO_SYS_CALL, 1, 0).event(GO_SCHED, 10, 0),
        "M=7 P=0 G=1 StateTransition Time=13 GoID=1 Running->Syscall Reason=\"\"",
        "M=7 P=0 G=1 StateTransition Time=14 GoID=1 Syscall->Running Reason=\"\"",
        "M=7 P=0 G=1 StateTransition Time=15 GoID=1 Running->Syscall Reason=\"\"",
        "M=7 P=0 G=1 StateTransition Time=16 GoID=1 Syscall->Running Reason=\"\"",
        "M=7 P=0 G=1 StateTransition Time=24 GoID=1 Running->Runnable Reason=\"runtime.Gosched\"");
  }

  @Test
  void systemCallThatBlocksEndsWhenItReturned() throws IOException {
    // Written at 63, but the call returned at 25 (100 + 1 + 25 ticks), before the proc stopped.
    tells(
        opened(21)
            .event(GO_SYS_CALL, 10, 0)
            .event(GO_SYS_BLOCK, 10)
            .event(PROC_STOP, 10)
            .event(HEAP_ALLOC, 10, 4096)
            .event(GO_SYS_EXIT, 20, 1, 2, 126),
        "M=7 P=0 G=1 StateTransition Time=13 GoID=1 Running->Syscall Reason=\"\"",
        "M=-1 P=1000003 G=1 StateTransition Time=25 GoID=1 Syscall->Runnable Reason=\"\"",
        "M=7 P=0 G=-1 StateTransition Time=33 ProcID=0 Running->Idle Reason=\"\"",
        "M=-1 P=0 G=-1 Metric Time=43 Name=\"/memory/classes/heap/objects:bytes\""
            + " Value=Value{Uint64(4096)}");
  }

  @Test
  void returnOfUnknownTimeIsWhenItWasWritten() throws IOException {
    tells(
        opened(21)
            .event(GO_SYS_CALL, 10, 0)
            .event(GO_SYS_BLOCK, 10)
            .event(GO_SYS_EXIT, 20, 1, 2, 0),
        "M=7 P=0 G=1 StateTransition Time=13 GoID=1 Running->Syscall Reason=\"\"",
        "M=-1 P=1000003 G=1 StateTransition Time=43 GoID=1 Syscall->Runnable Reason=\"\"");
  }

  @Test
  void sampleBetweenCallAndBlockHidesTheBlock() throws IOException {
    // So it is in Go's reader, which looks at the goroutine's next event of any kind.
    tellsStrangely(
        opened(21)
            .event(GO_SYS_CALL, 10, 0)
            .event(GO_SYS_BLOCK, 10)
            .event(CPU_SAMPLE, 10, 119, 0, 1, 0)
            .event(GO_SYS_EXIT, 20, 1, 2, 0),
        "M=7 P=0 G=1 StateTransition Time=13 GoID=1 Running->Syscall Reason=\"\"",
        "M=7 P=0 G=1 StateTransition Time=14 GoID=1 Syscall->Running Reason=\"\"",
        "M=-1 P=0 G=1 StackSample Time=18",
        "M=-1 P=1000003 G=1 StateTransition Time=43 GoID=1 Syscall->Runnable Reason=\"\"");
  }

  @Test
  void numbersDecideAcrossProcsWhereClocksAgree() throws IOException {
    tells(
        opened(21)
            .event(GO_CREATE, 10, 2, 0, 0)
            .event(GO_BLOCK_RECV, 30, 0)
            .batch(1, 100)
            .event(PROC_START, 6, 8)
            .event(GO_START, 20, 2, 1)
            .event(GO_UNBLOCK, 40, 1, 2, 0)
            .batch(0, 176)
            .event(GO_START, 1, 1, 3),
        "M=8 P=1 G=-1 StateTransition Time=5 ProcID=1 Undetermined->Running Reason=\"\"",
        "M=7 P=0 G=1 StateTransition Time=13 GoID=2 NotExist->Runnable Reason=\"\"",
        "M=8 P=1 G=2 StateTransition Time=25 GoID=2 Runnable->Running Reason=\"\"",
        "M=7 P=0 G=1 StateTransition Time=43 GoID=1 Running->Waiting Reason=\"chan receive\"",
        "M=8 P=1 G=2 StateTransition Time=65 GoID=1 Waiting->Runnable Reason=\"\"",
        "M=7 P=0 G=1 StateTransition Time=76 GoID=1 Runnable->Running Reason=\"\"");
  }

  @Test
  void refusesClocksThatDisagree() throws IOException {
    refused(
        opened(21)
            .event(GO_CREATE, 10, 2, 0, 0)
            .batch(1, 100)
            .event(PROC_START, 6, 8)
            .event(GO_START, 1, 2, 1),
        "(P 1, GoStart): time 107 in ticks, expected at least the 114");
  }

  @Test
  void refusesNumbersWithAGap() throws IOException {
    refused(
        opened(21).event(GO_SCHED, 10, 0).event(GO_START, 10, 1, 3),
        "(P 0, GoStart): goroutine 1 is runnable after 2 events, expected runnable after 3,"
            + " and no other event can come before");
  }

  @Test
  void eventsOfOneTimeArePulledApart() throws IOException {
    tells(
        opened(21).event(GO_SCHED, 10, 0).event(GO_START, 0, 1, 2).event(GO_SCHED, 0, 0),
        "M=7 P=0 G=1 StateTransition Time=13 GoID=1 Running->Runnable Reason=\"runtime.Gosched\"",
        "M=7 P=0 G=1 StateTransition Time=14 GoID=1 Runnable->Running Reason=\"\"",
        "M=7 P=0 G=1 StateTransition Time=15 GoID=1 Running->Runnable Reason=\"runtime.Gosched\"");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 3, 999, 15_625_000, 2_400_000_001L, Long.MAX_VALUE})
  void ticksBecomeNanoseconds(long frequency) throws IOException {
    V1Encoder trace =
        opened(21)
            .event(GO_SCHED, 10, 0)
            .event(GO_START, 7_777_777_777L, 1, 2)
            .event(GO_SCHED, Long.MAX_VALUE / 2, 0)
            .frequency(frequency);
    agreed(trace.toBytes(), V1Text.read(trace.toBytes()));
  }

  @Test
  void thereMayBeMoreProcsThanAByteHolds() throws IOException {
    V1Encoder trace = opened(21);
    for (int round = 0; round < 3; round++) {
      for (int p = 1; p <= 20_000; p += 61) {
        trace.batch(p, 1000 * round + 200 + p % 300);
        if (round == 1) {
          trace.event(PROC_STOP, 0);
        } else {
          trace.event(PROC_START, 0, 10_000 + p);
        }
      }
    }
    V1Text.Reading ours = V1Text.read(trace.toBytes());
    assertEquals(null, ours.fault());
    agreed(trace.toBytes(), ours);
  }

  @Test
  void procMinusOneHasNoThread() throws IOException {
    tellsStrangely(
        opened(21).batch(NONE, 110).event(PROC_START, 1, 8).event(GO_CREATE, 10, 5, 0, 0),
        "M=-1 P=-1 G=-1 StateTransition Time=10 ProcID=-1 Undetermined->Running Reason=\"\"",
        "M=-1 P=-1 G=-1 StateTransition Time=20 GoID=5 NotExist->Runnable Reason=\"\"");
  }

  @Test
  void profilersProcSharesBatchesWithSamples() throws IOException {
    V1Encoder trace =
        opened(21).event(CPU_SAMPLE, 10, 112, 0, 1, 0).event(CPU_SAMPLE, 10, 117, 0, 1, 0);
    for (int i = 0; i < 20; i++) {
      trace.batch(SpecialProcs.PROFILER, 110 + i * 5).event(HEAP_ALLOC, 1, i);
    }
    agreed(trace.toBytes(), V1Text.read(trace.toBytes()));
  }
}
