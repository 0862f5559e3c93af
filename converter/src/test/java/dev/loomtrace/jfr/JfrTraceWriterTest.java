package dev.loomtrace.jfr;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.gotrace.EventText;
import dev.loomtrace.gotrace.GoTraceReader;
import dev.loomtrace.gotrace.PlacedEvents;
import dev.loomtrace.gotrace.v1.V1Traces;
import dev.loomtrace.testing.GoTools;
import dev.loomtrace.testing.GoTraces;
import dev.loomtrace.testing.RandomTrace;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.SourceEvents;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.TraceThread;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import dev.loomtrace.trace.WakeKind;
import dev.loomtrace.trace.Waker;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A trace that was written as a JFR recording is the same trace when it is read again. */
@Isolated("records its own JVM")
class JfrTraceWriterTest {
  /** Events as far as they can be read. */
  private record Reading(List<TraceEvent> events, String fault) {}

  private static Reading read(TraceReader reader) throws IOException {
    List<TraceEvent> events = new ArrayList<>();
    try (reader) {
      while (reader.next()) {
        events.add(reader.event());
      }
      return new Reading(events, "");
    } catch (MalformedTraceException e) {
      return new Reading(events, e.getMessage());
    }
  }

  private static TraceReader open(byte[] trace) throws IOException {
    TraceReader reader = Traces.open(new ByteArrayInputStream(trace));
    return reader.threadsAreKnown() ? reader : new PlacedEvents(reader);
  }

  private static byte[] written(List<TraceEvent> events) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Traces.writeJfr(new ListTraceReader(events), out);
    return out.toByteArray();
  }

  private static void assertSame(String which, List<TraceEvent> before, List<TraceEvent> after) {
    for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
      assertEquals(before.get(i), after.get(i), which + ", event " + i);
    }
    assertEquals(before.size(), after.size(), which);
  }

  /** Converts as much of a trace as can be read. */
  private static void goesThereAndBack(String which, byte[] trace) throws IOException {
    ByteArrayOutputStream jfr = new ByteArrayOutputStream();
    String fault = "";
    try (TraceReader reader = Traces.open(new ByteArrayInputStream(trace))) {
      Traces.writeJfr(reader, jfr);
    } catch (MalformedTraceException e) {
      fault = e.getMessage();
    }
    Reading before = read(open(trace));
    assertEquals(before.fault, fault, which);
    if (!before.events.isEmpty()) {
      Reading after = read(Traces.open(new ByteArrayInputStream(jfr.toByteArray())));
      assertEquals("", after.fault, which);
      assertSame(which, before.events, after.events);
      assertEquals(text(before.events), text(after.events), which);
    }
  }

  private static String text(List<TraceEvent> events) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (TraceReader reader = new ListTraceReader(events);
        EventText printer = new EventText(text, ZoneOffset.UTC)) {
      reader.copyTo(printer);
    }
    return text.toString(ISO_8859_1);
  }

  static List<Path> fixtures() throws IOException {
    try (Stream<Path> files =
        Files.list(GoTools.projectRoot().resolve("test-fixtures").resolve("cases"))) {
      return files.filter(file -> file.toString().endsWith(".trace")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void fixturesGoThereAndBack(Path file) throws IOException {
    goesThereAndBack(file.toString(), Files.readAllBytes(file));
  }

  @Test
  void recordingsGoThereAndBack() throws IOException {
    for (Path file : GoTraces.recordings().toList()) {
      goesThereAndBack(file.toString(), Files.readAllBytes(file));
    }
  }

  @Test
  void goTestDataGoThereAndBack() throws IOException {
    for (GoTraces.Case test : GoTraces.cases()) {
      goesThereAndBack(test.name(), test.trace());
    }
    for (GoTraces.Case test : GoTraces.corpus()) {
      goesThereAndBack(test.name(), test.trace());
    }
    for (Path file : V1Traces.files()) {
      goesThereAndBack(file.toString(), Files.readAllBytes(file));
    }
  }

  /** Any other traces: {@code -Dtraces=FOLDER}. */
  @Test
  @EnabledIfSystemProperty(named = "traces", matches = ".+")
  void tracesOfAFolderGoThereAndBack() throws IOException {
    List<Path> traces;
    try (Stream<Path> files = Files.walk(Path.of(System.getProperty("traces")))) {
      traces = files.filter(file -> file.toString().endsWith(".trace")).sorted().toList();
    }
    assertFalse(traces.isEmpty());
    for (Path file : traces) {
      goesThereAndBack(file.toString(), Files.readAllBytes(file));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void randomTracesGoThereAndBack(long seed) throws IOException {
    List<TraceEvent> events = RandomTrace.of(seed, 3000, 4);
    Reading after = read(Traces.open(new ByteArrayInputStream(written(events))));
    assertEquals("", after.fault);
    assertSame("seed " + seed, events, after.events);
  }

  /** What a trace of Go cannot say, as that of a JVM does. */
  @Test
  void whatIsKnownBeyondATraceOfGoIsKept() throws IOException {
    Frame start = new Frame(7, "shop/Till.run", "Till.java", 1);
    Stack stack = Stack.of(List.of(start, new Frame(8, "", "", 0)));
    Context here = new Context(1, 0, 100);
    List<TraceEvent> events =
        List.of(
            new TraceEvent.Sync(5, 1, Optional.empty(), Map.of()),
            new TraceEvent.GoTransition(
                6,
                here,
                Stack.NONE,
                2,
                GoState.NOT_EXIST,
                GoState.RUNNABLE,
                WaitCause.NONE,
                Stack.NONE,
                0,
                Waker.NONE,
                new TraceThread(ThreadKind.VIRTUAL, "till", start)),
            new TraceEvent.GoTransition(
                7,
                here,
                stack,
                1,
                GoState.RUNNING,
                GoState.PINNED,
                WaitCause.of(WaitReason.LATCH, WaitReason.PARKED, "CountDownLatch"),
                stack,
                17.25,
                Waker.NONE,
                TraceThread.GOROUTINE),
            new TraceEvent.GoTransition(
                8,
                new Context(Context.NO_GOROUTINE, Context.NO_PROC, Context.NO_THREAD),
                Stack.NONE,
                3,
                GoState.WAITING,
                GoState.RUNNABLE,
                WaitCause.NONE,
                Stack.of(List.of()),
                1,
                new Waker(WakeKind.POLLER, 44, start),
                TraceThread.GOROUTINE),
            new TraceEvent.GoTransition(
                9,
                new Context(Context.NO_GOROUTINE, Context.NO_PROC, Context.NO_THREAD),
                Stack.NONE,
                4,
                GoState.UNDETERMINED,
                GoState.WAITING,
                WaitCause.of(WaitReason.SLEEP),
                Stack.NONE,
                0,
                Waker.NONE,
                new TraceThread(ThreadKind.PLATFORM, "timer", start, true),
                -70),
            new TraceEvent.TaskBegin(10, here, stack, 5, -1, "order", -600),
            new TraceEvent.RegionBegin(11, here, stack, 5, "pay", -500),
            new TraceEvent.Sync(12, 2, Optional.empty(), Map.of()));
    assertSame("", events, read(Traces.open(new ByteArrayInputStream(written(events)))).events);
  }

  @Test
  void theProgramThatWroteTheTraceIsKnown() throws IOException {
    Path file = fixtures().getFirst();
    try (TraceReader reader = GoTraceReader.open(Files.newInputStream(file))) {
      assertEquals("Go 1.26", reader.program());
    }
    ByteArrayOutputStream once = new ByteArrayOutputStream();
    Traces.writeJfr(Traces.open(file), once);
    ByteArrayOutputStream twice = new ByteArrayOutputStream();
    Traces.writeJfr(Traces.open(new ByteArrayInputStream(once.toByteArray())), twice);
    try (TraceReader reader = Traces.open(new ByteArrayInputStream(twice.toByteArray()))) {
      assertEquals("Go 1.26", reader.program());
    }
    assertArrayEquals(once.toByteArray(), twice.toByteArray());
    // Nothing is said of one that is not known.
    byte[] unknown = written(RandomTrace.of(1, 300, 2));
    try (TraceReader reader = Traces.open(new ByteArrayInputStream(unknown))) {
      assertEquals("", reader.program());
    }
  }

  /**
   * A recording of a JVM keeps all that a trace of Go can say: on the way to Go and back no event
   * is lost or changed but for what {@link #asGoSays} leaves out, and each event of the file is one
   * that has its place or is counted as one that has none.
   */
  @Test
  void whatOfARecordingMapsToGoComesBack(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("jvm.jfr");
    record(file);
    List<TraceEvent> events = new ArrayList<>();
    Map<String, Long> counted = new TreeMap<>();
    SourceEvents source;
    try (TraceReader reader = Traces.open(file)) {
      reader.copyTo(event -> events.add(event.event()));
      source = reader.sourceEvents();
    }
    long parksOfTheJvm = 0;
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      String type = event.getEventType().getName();
      counted.merge(type, 1L, Long::sum);
      if (type.equals("jdk.ThreadPark") && StockWaits.isOfTheJvm(event.getThread())) {
        parksOfTheJvm++;
      }
    }
    Map<String, Long> told = new TreeMap<>();
    source.types().forEach(type -> told.put(type.name(), type.count()));
    assertEquals(counted, told);
    Map<String, Long> leftOut = new TreeMap<>();
    source.types().forEach(type -> leftOut.put(type.name(), type.leftOut()));
    assertEquals(parksOfTheJvm, leftOut.get("jdk.ThreadPark"));
    String useless = "jdk.InitialSystemProperty"; // It says nothing of threads.
    assertTrue(counted.get(useless) > 0);
    assertEquals(counted.get(useless), leftOut.get(useless));

    ByteArrayOutputStream go = new ByteArrayOutputStream();
    Traces.writeGo(new ListTraceReader(events), go);
    Reading asGo = read(open(go.toByteArray()));
    assertSame(
        "Go",
        events.stream().map(JfrTraceWriterTest::asGoSays).toList(),
        asGo.events.stream().map(JfrTraceWriterTest::asGoSays).toList());
    ByteArrayOutputStream jfr = new ByteArrayOutputStream();
    Traces.writeJfr(Traces.open(new ByteArrayInputStream(go.toByteArray())), jfr);
    assertSame("back", asGo.events, read(open(jfr.toByteArray())).events);
    // And without the detour all of it is kept.
    assertSame("JFR", events, read(open(written(events))).events);
  }

  private static void record(Path file) throws Exception {
    try (Recording recording = new Recording(Configuration.getConfiguration("profile"))) {
      recording.enable("jdk.ThreadPark").withThreshold(Duration.ZERO);
      recording.start();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        threads.add(
            (i % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual())
                .start(
                    () -> {
                      for (int k = 0; k < 20; k++) {
                        LockSupport.parkNanos(100_000);
                      }
                    }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      recording.stop();
      recording.dump(file);
    }
  }

  /** The event without what a trace of Go has no place for. */
  private static TraceEvent asGoSays(TraceEvent event) {
    if (event instanceof TraceEvent.GoTransition t) {
      // Of a waker that is no thread, and of a thread's start, the stack speaks.
      boolean woken = t.from() == GoState.WAITING && t.to() == GoState.RUNNABLE;
      boolean created = t.from() == GoState.NOT_EXIST;
      return new TraceEvent.GoTransition(
          t.time(),
          t.context(),
          woken ? Stack.NONE : t.stack(),
          t.goroutine(),
          t.from(),
          t.to(),
          WaitCause.NONE,
          created ? Stack.NONE : t.goroutineStack());
    }
    // A trace of Go has one size of the heap beside its use.
    if (event instanceof TraceEvent.Metric m && m.name().equals(TraceEvent.Metric.HEAP_COMMITTED)) {
      return new TraceEvent.Metric(
          m.time(), m.context(), m.stack(), TraceEvent.Metric.HEAP_GOAL, m.value());
    }
    // It ends with its last event.
    if (event instanceof TraceEvent.Sync s && s.clock().isEmpty()) {
      return new TraceEvent.Sync(0, s.number(), s.clock(), s.experiments());
    }
    return event;
  }

  /** Of two recordings in one file the second is another trace: it is said, and not mixed in. */
  @Test
  void anotherTraceInTheSameFileIsAFault() throws IOException {
    List<TraceEvent> events = RandomTrace.of(1, 300, 2);
    byte[] one = written(events);
    byte[] two = Arrays.copyOf(one, 2 * one.length);
    System.arraycopy(one, 0, two, one.length, one.length);
    Reading reading = read(Traces.open(new ByteArrayInputStream(two)));
    assertSame("", events, reading.events);
    assertTrue(reading.fault.contains("another trace begins here"), reading.fault);
  }

  /** A file that was cut off has its whole chunks. */
  @Test
  void whatIsWholeOfAFileThatIsCutOffIsRead() throws IOException {
    List<TraceEvent> events = RandomTrace.of(2, 2000, 3);
    byte[] whole = written(events);
    byte[] cut = Arrays.copyOf(whole, whole.length - 1);
    try (TraceReader reader = Traces.open(new ByteArrayInputStream(cut))) {
      List<TraceEvent> read = new ArrayList<>();
      assertThrows(
          MalformedTraceException.class,
          () -> {
            while (reader.next()) {
              read.add(reader.event());
            }
          });
      assertTrue(read.size() > 500, "events: " + read.size());
      assertSame("", events.subList(0, read.size()), read);
      assertEquals(lastChunk(whole), reader.covered());
    }
  }

  private static long lastChunk(byte[] file) throws IOException {
    long at = 0;
    long last = 0;
    try (InputStream in = new ByteArrayInputStream(file);
        java.io.DataInputStream data = new java.io.DataInputStream(in)) {
      while (at < file.length) {
        data.readLong();
        long size = data.readLong();
        data.skipNBytes(size - 16);
        last = at;
        at += size;
      }
    }
    return last;
  }
}
