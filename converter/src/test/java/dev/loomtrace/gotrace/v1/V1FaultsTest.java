package dev.loomtrace.gotrace.v1;

import static dev.loomtrace.gotrace.v1.V1Type.*;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.loomtrace.gotrace.wire.GoVersion;
import dev.loomtrace.gotrace.wire.WireInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Traces before Go 1.22 that cannot be read, and where the messages say that they are wrong. */
class V1FaultsTest extends V1Judged {
  @Test
  void opensOnlyItsVersions() {
    WireInput nothing = new WireInput(new ByteArrayInputStream(new byte[0]));
    for (GoVersion version : GoVersion.values()) {
      if (!version.isV1()) {
        assertThrows(
            IllegalArgumentException.class,
            () -> V1TraceReader.of(version, nothing),
            version::toString);
      }
    }
  }

  @Test
  void refusesNothingAtAll() throws IOException {
    refused(new V1Encoder(21), "offset 0x10: the trace ends without a Frequency event");
  }

  @Test
  void refusesEventsOutsideOfBatches() throws IOException {
    refused(
        new V1Encoder(21).event(HEAP_ALLOC, 1, 1),
        "offset 0x13 (HeapAlloc): this event is in no batch");
    refused(new V1Encoder(21).frequency(SECOND), "(Frequency): this event is in no batch");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x00, 0x32, 0x3f, 0xff})
  void refusesUnknownTypes(int octet) throws IOException {
    refused(
        opened(21).raw(octet, 0), "(P 0): no event type of Go 1.21 has number " + (octet & 0x3f));
  }

  @Test
  void refusesWrongNumbersOfArguments() throws IOException {
    refused(opened(21).event(GO_SCHED, 10), "(P 0, GoSched): 1 arguments, expected 2");
    refused(opened(21).event(GO_START, 10, 1, 2, 3), "4 arguments, expected 3");
    refused(opened(21).lengthAndArguments(GO_END), "0 arguments, expected 1");
    refused(opened(21).event(STACK, 5), "1 arguments, expected 2");
    refused(opened(21).event(STACK, 5, 1, 1, 1, 1), "5 arguments, expected 6");
    refused(opened(21).event(STACK, 5, 1001), "a stack of 1001 frames, expected at most 1000");
    refused(opened(21).event(USER_LOG, 10, 0, 0), "3 arguments, expected 4");
    refused(opened(21).event(FREQUENCY, 10, 0), "2 arguments, expected 1");
    refused(opened(21).raw(BATCH.ordinal(), 0, 0), "announces 1 arguments, expected 2");
  }

  @Test
  void argumentsMayHaveALengthWhateverTheirNumber() throws IOException {
    tells(
        opened(21).lengthAndArguments(GO_SCHED, 10, 0).lengthAndArguments(FREQUENCY, SECOND),
        "M=7 P=0 G=1 StateTransition Time=13 GoID=1 Running->Runnable Reason=\"runtime.Gosched\"");
  }

  @Test
  void refusesLengthsThatAreTooGreat() throws IOException {
    int longest = GO_START.ordinal() | 0xc0;
    refused(
        opened(21).raw(longest, 0x81, 0x10),
        "(P 0, GoStart): arguments of 2049 bytes, expected at most 2048");
    refused(
        opened(21).raw(longest, 3, 10, 1), "(P 0, GoStart): the trace ends within the arguments");
    refused(
        opened(21).raw(longest, 1, 0x80, 1),
        "(P 0, GoStart): the last argument goes on after the arguments' end");
  }

  @Test
  void refusesNumbersThatAreTooGreat() throws IOException {
    V1Encoder trace = opened(21).raw(HEAP_ALLOC.ordinal() | 0x40, 10);
    for (int i = 0; i < 9; i++) {
      trace.raw(0xff);
    }
    trace.raw(2, 0, 0);
    refused(trace, "(P 0, HeapAlloc): an argument is a number of more than 64 bits");
  }

  @Test
  void refusesProcsThatAreTooGreat() throws IOException {
    refused(opened(21).batch(1L << 31, 1), "P 2147483648 is greater than 2147483647");
    refused(opened(21).batch(-2, 1), "P 18446744073709551614 is greater than 2147483647");
    agreed(opened(21).batch(Integer.MAX_VALUE, 1).toBytes());
  }

  @Test
  void refusesBadStrings() throws IOException {
    refused(opened(21).string(0, "a"), "string 0 is given a text");
    refused(opened(21).string(4, ""), "string 4 has length 0, expected 1 to 1000000");
    refused(
        opened(21).string(4, "x".repeat(1_000_001)),
        "string 4 has length 1000001, expected 1 to 1000000");
    refused(opened(21).string(4, "a").string(4, "a"), "string 4 is defined twice");
    refused(opened(21).raw(STRING.ordinal(), 4, 5, 'a'), "the trace ends within a string");
    refused(
        opened(21).raw(STRING.ordinal(), 4).raw(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f),
        "string 4 has length 72057594037927935, expected 1 to 1000000");
  }

  @Test
  void refusesClocksThatStand() throws IOException {
    refused(opened(21).frequency(0), "the clock has 0 ticks per second");
    refused(opened(21).frequency(-5), "the clock has -5 ticks per second");
  }

  @Test
  void refusesFutileWakeupsWhereTheyAre() throws IOException {
    refusedAfter(
        opened(21).event(GO_SCHED, 10, 0).event(FUTILE_WAKEUP, 10).event(GO_START, 10, 1, 2),
        "(P 0, FutileWakeup): Go's reader refuses events of this type",
        "M=7 P=0 G=1 StateTransition Time=13 GoID=1 Running->Runnable Reason=\"runtime.Gosched\"");
  }

  @Test
  void refusesProcsThatDoWhatTheyCanNot() throws IOException {
    refused(opened(21).event(PROC_START, 10, 7), "(P 0, ProcStart): the P runs already");
    refused(opened(21).event(PROC_STOP, 10), "(P 0, ProcStop): the P still runs goroutine 1");
    refused(
        opened(21).event(GO_SCHED, 10, 0).event(PROC_STOP, 10).event(PROC_STOP, 10),
        "the P does not run");
  }

  @ParameterizedTest
  @EnumSource(
      value = V1Type.class,
      names = {"GO_END", "GO_STOP", "GO_SYS_CALL"})
  void refusesStopsOfWhatDoesNotRun(V1Type type) throws IOException {
    V1Encoder trace = opened(21).event(GO_SCHED, 10, 0);
    if (type.hasStack()) {
      trace.event(type, 10, 0);
    } else {
      trace.event(type, 10);
    }
    refused(trace, "(P 0, " + type.text() + "): no goroutine runs");
  }

  @Test
  void refusesGoroutinesThatDoWhatTheyCanNot() throws IOException {
    refused(
        opened(21).event(GO_CREATE, 10, 2, 0, 0).event(GO_START_LOCAL, 10, 2),
        "the P already runs goroutine 1");
    refused(
        opened(21)
            .event(GO_SCHED, 10, 0)
            .batch(1, 120)
            .event(GO_CREATE, 10, 2, 0, 0)
            .event(GO_BLOCK, 10, 0),
        "goroutine 0 is not there after 0 events, expected running");
    refused(
        opened(21)
            .event(GO_CREATE, 10, 2, 0, 0)
            .event(GO_SCHED, 10, 0)
            .event(GO_START, 10, 2, 1)
            .event(GO_END, 10)
            .event(GO_CREATE, 10, 2, 0, 0),
        "goroutine 2 is running after 2 events, expected not there after 0");
    refused(
        opened(21).event(GC_MARK_ASSIST_DONE, 10).event(GO_CREATE, 10, 1, 0, 0),
        "goroutine 1 is running after 2 events, expected not there after 0");
    refused(
        opened(21).batch(2, 150).event(GO_UNBLOCK, 1, 1, 2, 0),
        "goroutine 1 is running after 2 events, expected waiting after 2");
  }

  @Test
  void refusesGoroutinesThatSomethingIsKnownOf() throws IOException {
    refused(
        opened(21)
            .event(GO_SCHED, 10, 0)
            .batch(1, 114)
            .event(GC_MARK_ASSIST_DONE, 1)
            .batch(0, 120)
            .event(GO_CREATE, 10, 0, 0, 0),
        "there was a goroutine already of id 0");
  }

  @Test
  void refusesReturnsFromNoSystemCall() throws IOException {
    refused(
        opened(21).event(GO_BLOCK, 10, 0).event(GO_SYS_EXIT, 10, 1, 2, 120),
        "goroutine 1 returns from a system call that it is not known to be in");
    refused(
        opened(21)
            .event(GO_SYS_CALL, 10, 0)
            .event(GO_SYS_BLOCK, 10)
            .event(GO_SYS_EXIT, 10, 1, 2, 123),
        "goroutine 1 returned from a system call at 123 ticks, expected at least the 124");
    refused(
        opened(21)
            .event(GO_SYS_CALL, 10, 0)
            .event(GO_SYS_BLOCK, 10)
            .event(GO_SYS_EXIT_LOCAL, 10, 1, 130),
        "(P 1000003, GoSysExit): goroutine 0 is running, expected waiting");
  }

  @Test
  void refusesWakeupsByWhatDoesNotRun() throws IOException {
    refused(
        opened(21)
            .event(GO_CREATE, 10, 2, 0, 0)
            .event(GO_BLOCK, 10, 0)
            .event(GO_START, 10, 2, 1)
            .batch(1, 140)
            .event(PROC_START, 10, 8)
            .event(GO_START, 10, 3, 1)
            .event(GO_UNBLOCK, 10, 1, 2, 0),
        "goroutine 3 is not there after 0 events, expected runnable after 1");
  }

  private static void agreed(byte[] trace) throws IOException {
    agreed(trace, V1Text.read(trace));
  }
}
