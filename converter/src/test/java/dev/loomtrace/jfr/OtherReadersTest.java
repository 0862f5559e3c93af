package dev.loomtrace.jfr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.testing.GoTools;
import dev.loomtrace.testing.GoTraces;
import dev.loomtrace.testing.RandomTrace;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;
import one.convert.Arguments;
import one.convert.JfrToFlame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmc.common.IMCStackTrace;
import org.openjdk.jmc.common.IMCThread;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.item.IItemIterable;
import org.openjdk.jmc.common.item.IMemberAccessor;
import org.openjdk.jmc.common.util.IPreferenceValueProvider;
import org.openjdk.jmc.flightrecorder.CouldNotLoadRecordingException;
import org.openjdk.jmc.flightrecorder.JfrAttributes;
import org.openjdk.jmc.flightrecorder.JfrLoaderToolkit;
import org.openjdk.jmc.flightrecorder.rules.IResult;
import org.openjdk.jmc.flightrecorder.rules.IRule;
import org.openjdk.jmc.flightrecorder.rules.RuleRegistry;
import org.openjdk.jmc.flightrecorder.rules.Severity;
import org.openjdk.jmc.flightrecorder.rules.util.RulesToolkit;

/** What readers that are not the JDK's see in a trace that was written as a JFR recording. */
class OtherReadersTest {
  @TempDir private Path folder;

  /** What is in a recording, whoever reads it. */
  private static final class Content {
    private final Map<String, Long> events = new TreeMap<>();
    private final Map<String, Long> frames = new TreeMap<>();
    private final Set<String> threads = new TreeSet<>();
    private final Set<Long> ids = new TreeSet<>();
    // Those that events are about, rather than of.
    private final Set<String> others = new TreeSet<>();
  }

  private Path written(List<TraceEvent> events) throws IOException {
    Path file = folder.resolve("written.jfr");
    Traces.writeJfr(new ListTraceReader(events), Files.newOutputStream(file));
    return file;
  }

  private static Content consumers(Path file) throws IOException {
    Content content = new Content();
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      String type = event.getEventType().getName();
      content.events.merge(type, 1L, Long::sum);
      if (event.getStackTrace() != null) {
        content.frames.merge(type, (long) event.getStackTrace().getFrames().size(), Long::sum);
      }
      RecordedThread thread =
          event.hasField("sampledThread") ? event.getThread("sampledThread") : event.getThread();
      if (thread != null) {
        content.threads.add(name(thread));
        content.ids.add(thread.getJavaThreadId());
      }
      if (event.hasField("thread") && event.getValue("thread") instanceof RecordedThread) {
        content.others.add(name(event.getThread("thread")));
        content.ids.add(event.getThread("thread").getJavaThreadId());
      }
    }
    return content;
  }

  private static String name(RecordedThread thread) {
    return thread.getJavaName() == null ? thread.getOSName() : thread.getJavaName();
  }

  private static Content missionControls(IItemCollection items) {
    Content content = new Content();
    for (IItemIterable same : items) {
      String type = same.getType().getIdentifier();
      if (same.hasItems()) { // It has declared types, too.
        content.events.merge(type, same.getItemCount(), Long::sum);
      }
      IMemberAccessor<IMCStackTrace, IItem> stacks =
          JfrAttributes.EVENT_STACKTRACE.getAccessor(same.getType());
      IMemberAccessor<IMCThread, IItem> threads =
          JfrAttributes.EVENT_THREAD.getAccessor(same.getType());
      for (IItem item : same) {
        IMCStackTrace stack = stacks == null ? null : stacks.getMember(item);
        if (stack != null) {
          content.frames.merge(type, (long) stack.getFrames().size(), Long::sum);
        }
        IMCThread thread = threads == null ? null : threads.getMember(item);
        if (thread != null) {
          content.threads.add(thread.getThreadName());
          content.ids.add(thread.getThreadId());
        }
      }
    }
    return content;
  }

  private static void assertSame(Content expected, Content found) {
    assertEquals(expected.events, found.events);
    assertEquals(expected.frames, found.frames);
  }

  // Each has an idea of its own of the id of a thread without a Java id.
  private static Set<Long> goroutines(Content content) {
    Set<Long> ids = new TreeSet<>(content.ids);
    ids.removeIf(id -> id <= 0 || id >= 1L << 30);
    return ids;
  }

  private static void assertSameThreads(Content expected, Content found) {
    // It takes the thread that starts or ends for the one of the event.
    Set<String> missing = new TreeSet<>(expected.threads);
    missing.removeAll(found.threads);
    missing.removeAll(expected.others);
    assertEquals(Set.of(), missing);
    Set<String> invented = new TreeSet<>(found.threads);
    invented.removeAll(expected.threads);
    invented.removeAll(expected.others);
    assertEquals(Set.of(), invented);
  }

  @Test
  void missionControlLoadsWhatTheJdkReads() throws Exception {
    Path file = written(RandomTrace.of(5, 6000, 3));
    Content expected = consumers(file);
    assertTrue(expected.ids.size() > 100 && expected.frames.size() > 3);
    Content found = missionControls(JfrLoaderToolkit.loadEvents(file.toFile()));
    assertSame(expected, found);
    assertSameThreads(expected, found);
    assertEquals(goroutines(expected), goroutines(found));
  }

  /** Each rule of its automated analysis has a result, and some have something to say. */
  @Test
  void missionControlAnalysesAGoProgram() throws Exception {
    GoTools.requireGo();
    Path file = folder.resolve("go.jfr");
    Traces.convertToJfr(profiled(), file);
    IItemCollection items = loaded(file);
    Content expected = consumers(file);
    Content found = missionControls(items);
    assertSame(expected, found);
    assertSameThreads(expected, found);
    Collection<IRule> rules = RuleRegistry.getRules();
    assertTrue(rules.size() > 50, "rules: " + rules.size());
    Set<String> said = new HashSet<>();
    Map<IRule, Future<IResult>> results =
        RulesToolkit.evaluateParallel(rules, items, IPreferenceValueProvider.DEFAULT_VALUES, 1);
    assertEquals(rules.size(), results.size());
    for (Map.Entry<IRule, Future<IResult>> each : results.entrySet()) {
      String rule = each.getKey().getId();
      IResult result;
      try {
        result = each.getValue().get();
      } catch (ExecutionException e) {
        throw new AssertionError(rule, e);
      }
      assertTrue(result != null, rule);
      if (result.getSeverity() != Severity.NA && result.getSeverity() != Severity.IGNORE) {
        said.add(rule);
      }
    }
    assertTrue(said.contains("JavaBlocking"), said::toString);
    assertTrue(said.contains("GcPauseRatio"), said::toString);
  }

  private static IItemCollection loaded(Path file) throws IOException {
    try {
      return JfrLoaderToolkit.loadEvents(file.toFile());
    } catch (CouldNotLoadRecordingException e) {
      throw new AssertionError(e);
    }
  }

  private static Path profiled() {
    return GoTraces.fresh().stream()
        .filter(file -> file.getFileName().toString().startsWith("cpuprofile"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void asyncProfilersFlameGraphHasTheHotFunction() throws IOException {
    GoTools.requireGo();
    Path file = folder.resolve("go.jfr");
    AtomicLong samples = new AtomicLong();
    AtomicLong hot = new AtomicLong();
    EventSink counting =
        e -> {
          if (e.kind() == EventKind.STACK_SAMPLE && !e.stack().frames().isEmpty()) {
            samples.incrementAndGet();
            if (e.stack().frames().stream().anyMatch(f -> f.function().contains("main.burn"))) {
              hot.incrementAndGet();
            }
          }
        };
    Traces.convertToJfr(profiled(), file, counting);
    assertTrue(hot.get() > 0, "samples: " + samples);
    Path collapsed = folder.resolve("flame.collapsed");
    JfrToFlame.convert(
        file.toString(), collapsed.toString(), new Arguments("--output", "collapsed"));
    long found = 0;
    long foundHot = 0;
    for (String line : Files.readAllLines(collapsed)) {
      long count = Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
      found += count;
      foundHot += line.contains("main.burn") ? count : 0;
    }
    // Without an option it takes samples of the JVM's kind; its option --cpu is for its own.
    assertEquals(samples.get(), found);
    assertEquals(hot.get(), foundHot);
  }

  /** What is older than the trace lasts as long as it did, where the trace says since when. */
  @Test
  void whatIsOlderThanTheTraceLastsAsLongAsItDid() throws IOException {
    Context here = new Context(7, 0, 100);
    long begin = 5_000_000;
    List<TraceEvent> events =
        List.of(
            new TraceEvent.Sync(begin, 1, Optional.empty(), Map.of()),
            new TraceEvent.GoTransition(
                begin,
                here,
                Stack.NONE,
                7,
                GoState.UNDETERMINED,
                GoState.RUNNING,
                dev.loomtrace.trace.WaitCause.NONE,
                Stack.NONE),
            new TraceEvent.TaskBegin(begin, here, Stack.NONE, 3, -1, "report", begin - 4_000_000),
            new TraceEvent.RegionBegin(begin, here, Stack.NONE, 3, "sum", begin - 3_000_000),
            new TraceEvent.RegionEnd(begin + 500_000, here, Stack.NONE, 3, "sum"),
            new TraceEvent.TaskEnd(begin + 1_000_000, here, Stack.NONE, 3, -1, "report"),
            new TraceEvent.Sync(begin + 2_000_000, 2, Optional.empty(), Map.of()));
    Map<String, Duration> lasted = new TreeMap<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(written(events))) {
      lasted.put(event.getEventType().getName(), event.getDuration());
    }
    assertEquals(Duration.ofMillis(5), lasted.get("loomtrace.Task"));
    assertEquals(Duration.ofNanos(3_500_000), lasted.get("loomtrace.Region"));
  }
}
