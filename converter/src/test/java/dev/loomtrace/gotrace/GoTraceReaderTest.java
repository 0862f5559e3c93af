package dev.loomtrace.gotrace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.loomtrace.gotrace.text.EditableTrace;
import dev.loomtrace.gotrace.wire.GoReasons;
import dev.loomtrace.gotrace.wire.GoVersion;
import dev.loomtrace.testing.GoTraces;
import dev.loomtrace.testing.RandomTrace;
import dev.loomtrace.testing.jvm.Sample;
import dev.loomtrace.trace.ClockSnapshot;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.ProcState;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.TraceValidator;
import dev.loomtrace.trace.UnsupportedTraceException;
import dev.loomtrace.trace.WaitCause;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoTraceReaderTest {
  /** The writer adds statuses before an event; if there is no gap for them, the event is later. */
  private static final int STATUSES = 6;

  static Stream<Long> seeds() {
    return Sample.seeds(3, 10);
  }

  @Tag(Sample.TAG)
  @ParameterizedTest
  @MethodSource("seeds")
  void readsWhatWasWritten(long seed) throws IOException {
    List<TraceEvent> events = RandomTrace.of(seed, 20_000, 4);
    List<TraceEvent> read = read(write(events));
    assertSameEvents(withoutStatuses(events), withoutStatuses(read), STATUSES, seed);
    // Samples are sorted in between the others, by the time of the thread that can go on.
    assertSameEvents(samples(events), samples(read), Long.MAX_VALUE, seed);
    assertLegal(read);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void writingWhatWasReadChangesNothing(long seed) throws IOException {
    byte[] first = write(RandomTrace.of(seed, 5_000, 3));
    List<TraceEvent> read = read(first);
    assertSameEvents(read, read(write(read)), 0, seed);
  }

  private static void assertSameEvents(
      List<TraceEvent> expected, List<TraceEvent> found, long latest, long seed) {
    for (int i = 0; i < Math.min(expected.size(), found.size()); i++) {
      TraceEvent event = expected.get(i);
      String where = "event " + i + ", seed " + seed;
      assertEquals(withoutTime(event), withoutTime(found.get(i)), where);
      long later = found.get(i).time() - event.time();
      assertTrue(later >= 0 && later <= latest, () -> where + " is late by " + later);
    }
    assertEquals(expected.size(), found.size(), "seed " + seed);
  }

  private static String withoutTime(TraceEvent event) {
    return event.toString().replaceAll("(time|since)=\\d+", "$1");
  }

  private static void assertLegal(List<TraceEvent> events) throws IOException {
    TraceValidator validator = new TraceValidator();
    new ListTraceReader(events).copyTo(validator);
    assertEquals(List.of(), validator.faults());
  }

  private static List<TraceEvent> withoutStatuses(List<TraceEvent> events) {
    // The last sync has the time after the last event's, and no clocks.
    return events.subList(0, events.size() - 1).stream()
        .filter(event -> !isStatus(event) && event.kind() != EventKind.STACK_SAMPLE)
        .toList();
  }

  private static List<TraceEvent> samples(List<TraceEvent> events) {
    return events.stream().filter(event -> event.kind() == EventKind.STACK_SAMPLE).toList();
  }

  private static boolean isStatus(TraceEvent event) {
    return switch (event) {
      case TraceEvent.GoTransition e -> e.from() == GoState.UNDETERMINED || e.from() == e.to();
      case TraceEvent.ProcTransition e -> e.from() == ProcState.UNDETERMINED || e.from() == e.to();
      default -> false;
    };
  }

  @Test
  void everyPrefixGivesItsEventsThenOneFault() throws IOException {
    byte[] trace = write(RandomTrace.of(5, 60, 3));
    List<TraceEvent> whole = read(trace);
    int refused = 0;
    for (int length = 16; length < trace.length; length++) {
      List<TraceEvent> events = new ArrayList<>();
      try (TraceReader reader =
          GoTraceReader.open(new ByteArrayInputStream(Arrays.copyOf(trace, length)))) {
        refused += readUntilFault(reader, events) ? 1 : 0;
        assertFalse(reader.next(), "an event after the end of " + length + " bytes");
      }
      assertInstanceOf(TraceEvent.Sync.class, events.getLast());
      List<TraceEvent> before = events.subList(0, events.size() - 1);
      assertEquals(whole.subList(0, before.size()), before, length + " bytes");
    }
    // Whole generations are a trace, and so are tables without events, as in Go.
    assertTrue(refused > (trace.length - 16) * 2 / 3, refused + " of " + trace.length);
  }

  private static boolean readUntilFault(TraceReader reader, List<TraceEvent> events)
      throws IOException {
    try {
      while (reader.next()) {
        events.add(reader.event());
      }
      return false;
    } catch (MalformedTraceException e) {
      assertTrue(e.getMessage().contains("found"), e.getMessage());
      return true;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 15})
  void aCutHeaderIsNoTrace(int length) {
    byte[] header = Arrays.copyOf("go 1.26 trace\0\0\0".getBytes(StandardCharsets.UTF_8), length);
    MalformedTraceException e =
        assertThrows(
            MalformedTraceException.class,
            () -> GoTraceReader.open(new ByteArrayInputStream(header)));
    assertTrue(e.getMessage().contains("found " + length + " bytes"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 24, 27, 99})
  void anUnknownVersionIsSaidToBeOne(int minor) {
    byte[] header = ("go 1." + minor + " trace\0\0\0").getBytes(StandardCharsets.UTF_8);
    UnsupportedTraceException e =
        assertThrows(
            UnsupportedTraceException.class,
            () -> GoTraceReader.open(new ByteArrayInputStream(header)));
    String known =
        Arrays.stream(GoVersion.values())
            .map(version -> "1." + version.minor())
            .collect(Collectors.joining(", "));
    assertEquals(
        "offset 0x0: found a trace of version go 1."
            + minor
            + "; those that can be read are "
            + known,
        e.getMessage());
  }

  @Test
  void somethingElseIsNoTrace() {
    byte[] bytes = "FLR\0 and a lot more than sixteen bytes".getBytes(StandardCharsets.UTF_8);
    assertThrows(
        MalformedTraceException.class, () -> GoTraceReader.open(new ByteArrayInputStream(bytes)));
  }

  @Test
  void aHeaderAloneIsATraceSinceTheEndIsMarked() throws IOException {
    assertEquals(1, read("go 1.26 trace\0\0\0".getBytes(StandardCharsets.UTF_8)).size());
    byte[] before = "go 1.25 trace\0\0\0".getBytes(StandardCharsets.UTF_8);
    assertThrows(MalformedTraceException.class, () -> read(before));
  }

  @Test
  void readsFromAStreamThatGivesOneByteAtATime() throws IOException {
    byte[] trace = write(RandomTrace.of(6, 2_000, 3));
    InputStream slow =
        new FilterInputStream(new ByteArrayInputStream(trace)) {
          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            return super.read(bytes, offset, Math.min(length, 1));
          }
        };
    assertEquals(read(trace), read(slow));
  }

  @Test
  void aFailureOfTheInputIsNotTakenForTheEnd() throws IOException {
    byte[] trace = write(RandomTrace.of(6, 2_000, 3));
    InputStream broken =
        new FilterInputStream(new ByteArrayInputStream(trace, 0, 4_000)) {
          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            if (count < 0) {
              throw new IOException("the disk is gone");
            }
            return count;
          }
        };
    IOException e = assertThrows(IOException.class, () -> read(broken));
    assertEquals("the disk is gone", e.getMessage());
  }

  @Test
  void closesItsInput() throws IOException {
    boolean[] closed = {false};
    InputStream in =
        new FilterInputStream(new ByteArrayInputStream(write(RandomTrace.of(6, 100, 1)))) {
          @Override
          public void close() throws IOException {
            closed[0] = true;
            super.close();
          }
        };
    GoTraceReader.open(in).close();
    assertTrue(closed[0]);
  }

  @Test
  void readingByAccessorsAllocatesNothingForAnEvent() throws IOException {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    byte[] trace = write(turns(20_000));
    long events = 0;
    long allocated;
    try (TraceReader reader = GoTraceReader.open(new ByteArrayInputStream(trace))) {
      // The first event reads the generation.
      assertTrue(reader.next());
      long sum = 0;
      long before = threads.getCurrentThreadAllocatedBytes();
      while (reader.next()) {
        events++;
        sum += reader.time() + reader.goroutine();
        if (reader.kind() == EventKind.GO_TRANSITION && reader.goTo() == GoState.WAITING) {
          sum += reader.resourceId() + reader.cause().text().length();
        }
      }
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertTrue(sum != 0);
    }
    // What is made once: strings, threads, and the states of those who are alive at a time.
    assertTrue(allocated < events, allocated + " bytes for " + events + " events");
  }

  /** Two goroutines take turns on one proc and create a third one each time, which ends. */
  private static List<TraceEvent> turns(int count) {
    Turns turns = new Turns();
    turns.begin();
    for (int i = 0; i < count; i++) {
      turns.turn(1, 2, 10L + i);
    }
    return turns.events;
  }

  private static final class Turns {
    private static final long THREAD = 7;
    private static final Stack STACK = Stack.of(List.of(new Frame(1, "main.turn", "main.go", 3)));

    private final List<TraceEvent> events = new ArrayList<>();
    private long time = 100;

    void begin() {
      ClockSnapshot clock = new ClockSnapshot(time, 1, Instant.EPOCH);
      events.add(new TraceEvent.Sync(time, 1, Optional.of(clock), Map.of()));
      events.add(
          new TraceEvent.ProcTransition(
              time += 20,
              new Context(-1, -1, THREAD),
              Stack.NONE,
              0,
              ProcState.UNDETERMINED,
              ProcState.RUNNING));
      change(-1, 1, GoState.UNDETERMINED, GoState.RUNNING, Stack.NONE);
      change(1, 2, GoState.UNDETERMINED, GoState.WAITING, Stack.NONE);
    }

    void turn(long first, long second, long child) {
      change(first, second, GoState.WAITING, GoState.RUNNABLE, Stack.NONE);
      change(first, first, GoState.RUNNING, GoState.WAITING, STACK);
      change(-1, second, GoState.RUNNABLE, GoState.RUNNING, Stack.NONE);
      change(second, child, GoState.NOT_EXIST, GoState.RUNNABLE, STACK);
      change(second, first, GoState.WAITING, GoState.RUNNABLE, Stack.NONE);
      change(second, second, GoState.RUNNING, GoState.WAITING, STACK);
      change(-1, child, GoState.RUNNABLE, GoState.RUNNING, Stack.NONE);
      change(child, child, GoState.RUNNING, GoState.NOT_EXIST, Stack.NONE);
      change(-1, first, GoState.RUNNABLE, GoState.RUNNING, Stack.NONE);
    }

    private void change(long running, long id, GoState from, GoState to, Stack stack) {
      time += 20;
      Context here = new Context(running, 0, THREAD);
      Stack own = from == GoState.RUNNING ? stack : Stack.NONE;
      String reason = from == GoState.RUNNING && to == GoState.WAITING ? "sync" : "";
      WaitCause cause = GoReasons.cause(reason);
      events.add(new TraceEvent.GoTransition(time, here, own, id, from, to, cause, stack));
    }
  }

  @Test
  void snapshotsStayAsTheyWere() throws IOException {
    byte[] trace = write(RandomTrace.of(9, 3_000, 4));
    List<TraceEvent> kept = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    try (TraceReader reader = GoTraceReader.open(new ByteArrayInputStream(trace))) {
      while (reader.next()) {
        kept.add(reader.event());
        texts.add(reader.toString());
      }
    }
    assertEquals(texts, kept.stream().map(TraceEvent::toString).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GoBlock dt=1 reason_string=9 stack=0 | string id 9 is not in the table of 1",
        "GoBlock dt=1 reason_string=0 stack=7 | stack id 7 is not in the table of 0",
        "GoStart dt=1 g=1 g_seq=1             | found no thread of 1 whose next event",
        "ProcStop dt=0                        | ",
        "GoStatus dt=1 g=1 m=7 gstatus=4      | found status Waiting of goroutine 1, expected Runn",
        "GoStatus dt=1 g=2 m=7 gstatus=9      | found status 9 of goroutine 2, expected 1 to 4",
        "ProcStatus dt=1 p=0 pstatus=2        | found status Idle of proc 0, expected Running",
        "GoSyscallEnd dt=1                    | goroutine 1, which is Running, expected Syscall",
        "GoSyscallBegin dt=1 p_seq=4 stack=0  | found number 4 of proc 0, expected 1",
        "GoCreate dt=1 new_g=1 new_stack=0 stack=0 | found goroutine 1, expected a new one",
        "GCSweepEnd dt=1 swept_value=0 reclaimed_value=0 | no range that GCSweepBegin began",
        "UserRegionEnd dt=1 task=3 name_string=0 stack=0 | ",
      })
  void tellsWhatWasFoundAndWhatWasExpected(String event, String message) throws IOException {
    byte[] trace = EditableTrace.bytesOfText(textWith(event));
    if (message == null) {
      read(trace);
      return;
    }
    MalformedTraceException e = assertThrows(MalformedTraceException.class, () -> read(trace));
    assertTrue(e.getMessage().contains(message), e.getMessage());
    String place = "(gen 1, thread 7, " + event.substring(0, event.indexOf(' ')) + "):";
    assertTrue(e.getMessage().contains(place), e.getMessage());
    // It follows all others, and the mark of the end follows it.
    int mark = 1;
    assertEquals(EditableTrace.bytesOfText(textWith("")).length - mark, e.offset());
  }

  /** Of a trace that was cut off, and of what it is said to cover. */
  @Test
  void whatIsCoveredIsATraceByItself() throws IOException {
    List<byte[]> traces = new ArrayList<>();
    traces.add(write(RandomTrace.of(21, 3_000, 4)));
    for (Path file : GoTraces.shared()) {
      traces.add(Files.readAllBytes(file));
    }
    int shorter = 0;
    for (byte[] trace : traces) {
      for (int eighth = 1; eighth < 8; eighth++) {
        byte[] cut = Arrays.copyOf(trace, (int) ((long) trace.length * eighth / 8));
        List<TraceEvent> before = new ArrayList<>();
        long covered = -1;
        try (TraceReader reader = GoTraceReader.open(new ByteArrayInputStream(cut))) {
          while (reader.next()) {
            before.add(reader.event());
            covered = reader.covered();
          }
        } catch (MalformedTraceException e) {
          assertTrue(covered <= e.offset(), covered + " of " + e.offset());
        }
        if (covered >= 0) { // Else it is older than Go 1.22, and nothing of it can be read.
          assertEquals(before, read(Arrays.copyOf(cut, Math.toIntExact(covered))));
          shorter += covered < cut.length ? 1 : 0;
        }
      }
    }
    assertTrue(shorter > 0, "no trace was cut within a generation");
  }

  private static String textWith(String event) {
    return """
        Trace Go1.26
        EventBatch gen=1 m=18446744073709551615 time=100 size=0
        Sync
        Frequency freq=1000000000
        ClockSnapshot dt=1 mono=1 sec=1 nsec=1
        EventBatch gen=1 m=18446744073709551615 time=100 size=0
        Strings
        String id=1
        	data="sync"
        EventBatch gen=1 m=7 time=100 size=0
        ProcStatus dt=1 p=0 pstatus=1
        GoStatus dt=1 g=1 m=7 gstatus=2
        """
        + event
        + "\nEndOfGeneration\n";
  }

  private static byte[] write(List<TraceEvent> events) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ListTraceReader reader = new ListTraceReader(events);
        GoTraceWriter writer = new GoTraceWriter(bytes)) {
      reader.copyTo(writer);
    }
    return bytes.toByteArray();
  }

  private static List<TraceEvent> read(byte[] trace) throws IOException {
    return read(new ByteArrayInputStream(trace));
  }

  private static List<TraceEvent> read(InputStream trace) throws IOException {
    List<TraceEvent> events = new ArrayList<>();
    try (TraceReader reader = GoTraceReader.open(trace)) {
      while (reader.next()) {
        events.add(reader.event());
      }
    }
    return events;
  }
}
