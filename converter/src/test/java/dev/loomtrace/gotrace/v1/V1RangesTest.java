package dev.loomtrace.gotrace.v1;

import static dev.loomtrace.gotrace.v1.V1Type.*;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ranges, metrics and samples in traces before Go 1.22. */
class V1RangesTest extends V1Judged {
  @ParameterizedTest
  @CsvSource({
    "11, 0, GC mark termination",
    "11, 1, GC sweep termination",
    "11, 2, ''",
    "19, 1, GC sweep termination",
    "19, 16, ''",
    "21, 0, ''",
    "21, 1, GC mark termination",
    "21, 9, GOMAXPROCS",
    "21, 16, ResetDebugLog (test)",
    "21, 17, ''",
    "21, -1, ''",
  })
  void tellsWhyTheWorldStops(int minor, long number, String reason) throws IOException {
    String range = "Name=\"stop-the-world (" + reason + ")\" Scope=Goroutine(1)";
    tells(
        opened(minor).event(STW_START, 10, number).event(STW_DONE, 10),
        "M=7 P=0 G=1 RangeBegin Time=13 " + range,
        "M=7 P=0 G=1 RangeEnd Time=23 " + range + " Attributes=[]");
  }

  @Test
  void tellsOfGarbageCollection() throws IOException {
    tells(
        opened(21)
            .event(GC_START, 10, 0, 0)
            .event(GC_MARK_ASSIST_START, 10, 0)
            .event(GC_MARK_ASSIST_DONE, 10)
            .event(GC_DONE, 10)
            .event(GC_SWEEP_START, 10, 0)
            .event(GC_SWEEP_DONE, 10, 8192, 100)
            .event(GC_START, 10, 1, 0),
        "M=-1 P=1000004 G=1 RangeBegin Time=13 Name=\"GC concurrent mark phase\" Scope=None",
        "M=7 P=0 G=1 RangeBegin Time=23 Name=\"GC mark assist\" Scope=Goroutine(1)",
        "M=7 P=0 G=1 RangeEnd Time=33 Name=\"GC mark assist\" Scope=Goroutine(1) Attributes=[]",
        "M=7 P=0 G=1 RangeEnd Time=43 Name=\"GC concurrent mark phase\" Scope=None Attributes=[]",
        "M=7 P=0 G=1 RangeBegin Time=53 Name=\"GC incremental sweep\" Scope=Proc(0)",
        "M=7 P=0 G=1 RangeEnd Time=63 Name=\"GC incremental sweep\" Scope=Proc(0)"
            + " Attributes=[\"bytes swept\"=Value{Uint64(8192)}"
            + " \"bytes reclaimed\"=Value{Uint64(100)}]",
        "M=-1 P=1000004 G=1 RangeBegin Time=73 Name=\"GC concurrent mark phase\" Scope=None");
  }

  @Test
  void markAssistMayHaveBegunBefore() throws IOException {
    tellsStrangely(
        opened(21).event(GC_MARK_ASSIST_DONE, 10),
        "M=7 P=0 G=1 RangeEnd Time=13 Name=\"GC mark assist\" Scope=Goroutine(1) Attributes=[]");
  }

  @Test
  void tellsMetrics() throws IOException {
    tells(
        opened(21).event(HEAP_ALLOC, 10, 4096).event(HEAP_GOAL, 10, -1).event(GOMAXPROCS, 10, 8, 0),
        "M=7 P=0 G=1 Metric Time=13 Name=\"/memory/classes/heap/objects:bytes\""
            + " Value=Value{Uint64(4096)}",
        "M=7 P=0 G=1 Metric Time=23 Name=\"/gc/heap/goal:bytes\""
            + " Value=Value{Uint64(18446744073709551615)}",
        "M=7 P=0 G=1 Metric Time=33 Name=\"/sched/gomaxprocs:threads\" Value=Value{Uint64(8)}");
  }

  @ParameterizedTest
  @CsvSource({"19", "21"})
  void samplesComeInOrderOfTheirTimes(int minor) throws IOException {
    tells(
        opened(minor)
            .event(GO_SCHED, 20, 0)
            .event(CPU_SAMPLE, 5, 130, 0, 1, 0)
            .event(CPU_SAMPLE, 5, 111, 0, 0, 0)
            .event(CPU_SAMPLE, 5, 112, -1, 1, 0)
            .event(GO_START, 30, 1, 2),
        "M=-1 P=0 G=-1 StackSample Time=10",
        "M=-1 P=-1 G=1 StackSample Time=11",
        "M=7 P=0 G=1 StateTransition Time=23 GoID=1 Running->Runnable Reason=\"runtime.Gosched\"",
        "M=-1 P=0 G=1 StackSample Time=29",
        "M=7 P=0 G=1 StateTransition Time=53 GoID=1 Runnable->Running Reason=\"\"");
  }

  @Test
  void version11HasNoSamples() throws IOException {
    refused(
        opened(11).event(CPU_SAMPLE, 5, 110, 0, 1, 0), "no event type of Go 1.11 has number 49");
  }

  @ParameterizedTest
  @CsvSource({
    "GC_DONE, a garbage collection ends",
    "STW_DONE, a stop of the world ends",
  })
  void refusesEndWithoutBeginning(V1Type type, String message) throws IOException {
    refused(opened(21).event(type, 10), message + " and had not begun");
  }

  @Test
  void refusesSweepEndWithoutBeginning() throws IOException {
    refused(opened(21).event(GC_SWEEP_DONE, 10, 1, 1), "sweeping on this P ends and had not");
  }

  @Test
  void refusesSecondBeginning() throws IOException {
    refused(
        opened(21).event(STW_START, 10, 0).event(STW_START, 10, 0),
        "a stop of the world begins and had begun");
    refused(
        opened(21).event(GC_START, 10, 0, 0).event(GC_START, 10, 1, 0),
        "a garbage collection begins and had begun");
    refused(
        opened(21).event(GC_SWEEP_START, 10, 0).event(GC_SWEEP_START, 10, 0),
        "sweeping on this P begins and had begun");
    refused(
        opened(21).event(GC_MARK_ASSIST_START, 10, 0).event(GC_MARK_ASSIST_START, 10, 0),
        "mark assist of this goroutine begins and had begun");
  }

  @Test
  void refusesGarbageCollectionOutOfTurn() throws IOException {
    refused(
        opened(21).event(GC_START, 10, 3, 0),
        "the garbage collector is not there after 0 events, expected not there after 3");
  }
}
