package dev.loomtrace.jfr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.testing.GoTools;
import dev.loomtrace.testing.GoTraces;
import dev.loomtrace.testing.RandomTrace;
import dev.loomtrace.testing.jvm.JavaRunTimes;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.RangeKind;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the JDK's reader and tools see in a trace that was written as a JFR recording. */
class JfrToolsTest {
  /** The run time of the tests. */
  private static final int OWN = 0;

  private static final Pattern JSON_TYPE = Pattern.compile("\"type\": \"(\\S+)\"");

  @TempDir private Path folder;
  private List<TraceEvent> events;
  private Path recording;

  @BeforeEach
  void write() throws IOException {
    events = RandomTrace.of(5, 6000, 3);
    recording = folder.resolve("random.jfr");
    try (TraceReader reader = new ListTraceReader(events)) {
      Traces.writeJfr(reader, Files.newOutputStream(recording));
    }
  }

  private long count(Class<? extends TraceEvent> type) {
    return events.stream().filter(type::isInstance).count();
  }

  /** How often each type must be there, counted in the trace. */
  private Map<String, Long> expected() {
    Map<String, Long> expected = new TreeMap<>();
    expected.put("loomtrace.go.Sync", count(TraceEvent.Sync.class));
    expected.put("loomtrace.go.GoroutineState", count(TraceEvent.GoTransition.class));
    expected.put("loomtrace.go.ProcState", count(TraceEvent.ProcTransition.class));
    expected.put("loomtrace.go.Metric", count(TraceEvent.Metric.class));
    expected.put("loomtrace.go.Label", count(TraceEvent.Label.class));
    expected.put("loomtrace.go.StackSample", count(TraceEvent.StackSample.class));
    expected.put("loomtrace.go.RangeBegin", count(TraceEvent.RangeBegin.class));
    expected.put("loomtrace.go.RangeEnd", count(TraceEvent.RangeEnd.class));
    expected.put("loomtrace.go.TaskBegin", count(TraceEvent.TaskBegin.class));
    expected.put("loomtrace.go.RegionEnd", count(TraceEvent.RegionEnd.class));
    expected.put("loomtrace.go.Log", count(TraceEvent.Log.class));
    expected.put("loomtrace.go.Experimental", count(TraceEvent.Experimental.class));
    expected.put("loomtrace.Log", count(TraceEvent.Log.class));
    expected.put("jdk.ExecutionSample", count(TraceEvent.StackSample.class));
    Set<Long> waiting = new HashSet<>();
    for (TraceEvent event : events) {
      if (event instanceof TraceEvent.GoTransition t) {
        if (t.from() == GoState.NOT_EXIST) {
          expected.merge("jdk.ThreadStart", 1L, Long::sum);
        }
        if (t.to() == GoState.NOT_EXIST) {
          expected.merge("jdk.ThreadEnd", 1L, Long::sum);
        }
        if (t.to() == GoState.WAITING) {
          waiting.add(t.goroutine());
        } else if (waiting.remove(t.goroutine())) {
          expected.merge("waits", 1L, Long::sum);
        }
      } else if (event instanceof TraceEvent.RangeEnd end) {
        switch (RangeKind.ofName(end.name())) {
          case GC_MARK -> expected.merge("jdk.GarbageCollection", 1L, Long::sum);
          default -> {
            // Others have no count of their own.
          }
        }
      }
    }
    return expected;
  }

  private static void assertCounts(Map<String, Long> expected, Map<String, Long> found) {
    found.put(
        "waits",
        found.getOrDefault("jdk.ThreadPark", 0L) + found.getOrDefault("jdk.JavaMonitorEnter", 0L));
    expected.forEach(
        (type, count) -> {
          assertTrue(count > 0, "none of " + type + " is in the trace");
          assertEquals(count, found.getOrDefault(type, 0L), type);
        });
  }

  @Test
  void theJdksReaderFindsAllThatHappened() throws IOException {
    Map<String, Long> found = new HashMap<>();
    Map<Long, String> names = new HashMap<>();
    Map<Long, Long> systemIds = new HashMap<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(recording)) {
      found.merge(event.getEventType().getName(), 1L, Long::sum);
      if (event.getEventType().getName().equals("jdk.ThreadStart")) {
        long id = event.getThread("thread").getJavaThreadId();
        names.put(id, event.getThread("thread").getJavaName());
        systemIds.put(event.getThread("thread").getOSThreadId(), id);
      }
    }
    assertCounts(expected(), found);
    assertEquals(names.size(), systemIds.size());
    for (TraceEvent event : events) {
      if (event instanceof TraceEvent.GoTransition t
          && t.from() == GoState.NOT_EXIST
          && !t.goroutineStack().frames().isEmpty()) {
        String function = t.goroutineStack().frames().getLast().function();
        assertEquals(function + " " + t.goroutine(), names.get(t.goroutine()));
      }
    }
  }

  @Test
  void samplesHaveTheirStacksAndThreads() throws IOException {
    List<TraceEvent.StackSample> samples = new ArrayList<>();
    for (TraceEvent event : events) {
      if (event instanceof TraceEvent.StackSample sample) {
        samples.add(sample);
      }
    }
    int next = 0;
    for (RecordedEvent event : RecordingFile.readAllEvents(recording)) {
      if (event.getEventType().getName().equals("jdk.ExecutionSample")) {
        TraceEvent.StackSample sample = samples.get(next++);
        assertEquals("STATE_RUNNABLE", event.getString("state"));
        if (sample.context().goroutine() > 0) {
          assertEquals(
              sample.context().goroutine(), event.getThread("sampledThread").getJavaThreadId());
        }
        if (sample.stack().isNone()) {
          assertEquals(null, event.getStackTrace());
        } else {
          List<RecordedFrame> frames = event.getStackTrace().getFrames();
          assertEquals(sample.stack().frames().size(), frames.size());
          for (int i = 0; i < frames.size(); i++) {
            RecordedFrame frame = frames.get(i);
            assertTrue(
                sample
                    .stack()
                    .frames()
                    .get(i)
                    .function()
                    .endsWith("." + frame.getMethod().getName()),
                frame.getMethod()::getName);
            assertEquals(sample.stack().frames().get(i).line(), frame.getLineNumber());
          }
        }
      }
    }
    assertEquals(samples.size(), next);
  }

  @Test
  void theWallClockIsThatOfTheTrace() throws IOException {
    TraceEvent.Sync first = (TraceEvent.Sync) events.getFirst();
    Instant wall =
        first
            .clock()
            .orElseThrow()
            .wallTime()
            .plusNanos(first.time() - first.clock().orElseThrow().traceTime());
    for (RecordedEvent event : RecordingFile.readAllEvents(recording)) {
      if (event.getEventType().getName().equals("loomtrace.go.Sync")) {
        assertEquals(wall, event.getStartTime());
        return;
      }
    }
    throw new AssertionError("no sync");
  }

  private static Path home(int version) {
    return JavaRunTimes.home(version == OWN ? Runtime.version().feature() : version);
  }

  private String jfr(int version, Object... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(home(version).resolve("bin").resolve("jfr").toString()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Path out = folder.resolve("out.txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    try {
      int status = process.waitFor();
      String text = Files.readString(out, UTF_8);
      assertEquals(0, status, text);
      return text;
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {21, OWN})
  void summaryAndPrintCountThem(int version) throws IOException {
    Map<String, Long> summed = new HashMap<>();
    Pattern line = Pattern.compile(" (\\S+) +([0-9]+) +[0-9]+");
    for (String text : jfr(version, "summary", recording).split("\n", -1)) {
      Matcher matcher = line.matcher(text);
      if (matcher.matches()) {
        summed.put(matcher.group(1), Long.parseLong(matcher.group(2)));
      }
    }
    assertCounts(expected(), summed);
    Map<String, Long> printed = new HashMap<>();
    Matcher type = JSON_TYPE.matcher(jfr(version, "print", "--json", recording));
    while (type.find()) {
      printed.merge(type.group(1), 1L, Long::sum);
    }
    assertCounts(expected(), printed);
    String text = jfr(version, "print", recording);
    assertTrue(text.contains("jdk.ThreadPark {"), "no parks");
  }

  @Test
  void scrubAndAssembleReadIt() throws IOException {
    Path scrubbed = folder.resolve("scrubbed.jfr");
    jfr(OWN, "scrub", "--exclude-events", "jdk.ThreadPark,jdk.ThreadStart", recording, scrubbed);
    List<TraceEvent> read = new ArrayList<>();
    try (TraceReader reader = Traces.open(scrubbed)) {
      while (reader.next()) {
        read.add(reader.event());
      }
    }
    assertEquals(events, read);
    Path parts = Files.createDirectory(folder.resolve("parts"));
    Path whole = folder.resolve("whole.jfr");
    jfr(OWN, "disassemble", "--max-chunks", "1", "--output", parts, recording);
    try (var files = Files.list(parts)) {
      assertEquals(3, files.count());
    }
    jfr(OWN, "assemble", parts, whole);
    assertEquals(Files.size(recording), Files.size(whole));
  }

  /** Of a recording of a Go program, since the tables need what real programs do. */
  @Tag("slow")
  @Test
  void tablesOfTheJdkHaveContent() throws IOException {
    GoTools.requireGo();
    Map<String, Path> richest = new HashMap<>();
    Map<String, Long> most = new HashMap<>();
    for (Path trace : GoTraces.fresh()) {
      try (TraceReader reader = Traces.open(trace)) {
        Map<String, Long> counts = new HashMap<>();
        while (reader.next()) {
          boolean mark =
              reader.kind() == EventKind.RANGE_END
                  && RangeKind.ofName(reader.rangeName()) == RangeKind.GC_MARK;
          boolean sample = reader.kind() == EventKind.STACK_SAMPLE;
          boolean wait =
              reader.kind() == EventKind.GO_TRANSITION
                  && reader.goFrom() == GoState.WAITING
                  && reader.goTo() == GoState.RUNNABLE;
          String what = mark ? "gc" : sample ? "hot-methods" : wait ? "contention-by-site" : "";
          counts.merge(what, 1L, Long::sum);
        }
        for (String what : List.of("gc", "hot-methods", "contention-by-site")) {
          if (counts.getOrDefault(what, 0L) > most.getOrDefault(what, 0L)) {
            most.put(what, counts.get(what));
            richest.put(what, trace);
          }
        }
      }
    }
    assertRows("gc", richest.get("gc"), "Unknown +[0-9.]+ [kM]B +[0-9.]+ [kM]B +[0-9.]+ ms");
    assertRows("gc-pauses", richest.get("gc"), "Number of Pauses: [1-9].*");
    assertRows("hot-methods", richest.get("hot-methods"), "\\w+\\.\\S+\\(.*\\) +[0-9]+ +[0-9.]+%");
    Path waits = richest.get("contention-by-site");
    assertRows("contention-by-thread", waits, "\\S+ [0-9]+ +[0-9,]+ +[0-9.]+ m?s.*");
    assertRows("latencies-by-type", waits, "Java Thread Park +[0-9,]+ +[0-9.]+ m?s.*");
    assertRows("thread-start", waits, ".*\\(\\) +\\S+ [0-9]+ .*");
    assertRows("thread-count", waits, "[0-9:]+ +[0-9,]+ +0 +[0-9,]+ +[0-9,]+ *");
    assertRows("jvm-information", waits, "Version: Go 1\\.[0-9]+");
    assertRows("cpu-information", waits, "Hardware Threads: [1-9].*");
  }

  private void assertRows(String view, Path trace, String row) throws IOException {
    Path file = folder.resolve("go.jfr");
    Traces.convertToJfr(trace, file);
    String table = jfr(OWN, "view", "--width", "150", view, file);
    assertFalse(table.contains("No events found"), table);
    assertTrue(Pattern.compile(row).matcher(table).find(), view + ": " + table);
  }
}
