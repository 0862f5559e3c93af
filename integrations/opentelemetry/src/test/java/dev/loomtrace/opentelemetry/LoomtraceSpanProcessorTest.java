package dev.loomtrace.opentelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.FlightRecorder;
import dev.loomtrace.Task;
import dev.loomtrace.Trigger;
import dev.loomtrace.testing.RecordedTasks;
import dev.loomtrace.testing.RecordedTasks.Ended;
import dev.loomtrace.testing.RecordedTasks.Work;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real SDK, and what the JDK reads of its spans in a recording. */
@SuppressWarnings("try") // Scopes are closed, and not used.
class LoomtraceSpanProcessorTest {
  private final SdkTracerProvider provider =
      SdkTracerProvider.builder().addSpanProcessor(LoomtraceSpanProcessor.create()).build();
  private final Tracer tracer = provider.get("test");

  @AfterEach
  void close() {
    provider.close();
  }

  /** A span and its parent, as external ids; null: none. */
  private record Told(String id, String parent) {}

  private static String id(Span span) {
    SpanContext context = span.getSpanContext();
    return context.getTraceId() + "-" + context.getSpanId();
  }

  @Test
  void childrenAreChildTasksWithWhatIsKnownAtTheEnd() throws Exception {
    try (RecordedTasks recorded = new RecordedTasks()) {
      Span root = tracer.spanBuilder("GET").setSpanKind(SpanKind.SERVER).startSpan();
      Span child;
      try (Scope scope = root.makeCurrent()) {
        child = tracer.spanBuilder("query").setSpanKind(SpanKind.CLIENT).startSpan();
        try (Scope inner = child.makeCurrent()) {
          child.setAttribute("db.system.name", "postgresql");
          child.setAttribute("db.query.text", "select secret");
        } finally {
          child.setStatus(StatusCode.ERROR, "secret");
          child.end();
        }
        root.updateName("GET /orders/{id}");
        root.setAttribute("http.route", "/orders/{id}");
        root.setAttribute("http.response.status_code", 200);
      } finally {
        root.end();
      }
      Map<String, Ended> tasks = recorded.byExternalId();
      assertEquals(2, tasks.size());
      Ended parent = tasks.get(id(root));
      assertEquals("GET /orders/{id}", parent.name());
      assertEquals(0, parent.parent());
      assertEquals(
          "kind=server\nhttp.route=/orders/{id}\nhttp.response.status_code=200",
          sorted(parent.attributes()));
      Ended query = tasks.get(id(child));
      assertEquals(parent.id(), query.parent());
      assertEquals(
          "error.type=unknown\nkind=client\nstatus=error\ndb.system.name=postgresql",
          query.attributes());
      assertEquals(
          List.of("GET", "query"), recorded.work().stream().map(Work::name).sorted().toList());
    }
  }

  /** So that a trigger of errors sees them. */
  @Test
  void aSpanWithAnErrorFails(@TempDir Path folder) throws Exception {
    FlightRecorder recorder =
        new FlightRecorder(
            FlightRecorder.Config.builder().triggers(Trigger.error()).folder(folder).build());
    recorder.start();
    tracer.spanBuilder("fine").startSpan().setStatus(StatusCode.OK).end();
    tracer.spanBuilder("unset").startSpan().end();
    recorder.stop();
    assertEquals(0, Objects.requireNonNull(folder.toFile().list()).length);
    recorder.start();
    tracer.spanBuilder("failed").startSpan().setStatus(StatusCode.ERROR).end();
    recorder.stop(); // When the dump is written.
    assertEquals(1, Objects.requireNonNull(folder.toFile().list()).length);
  }

  // The SDK does not keep the order.
  private static String sorted(String attributes) {
    List<String> lines = new ArrayList<>(List.of(attributes.split("\n")));
    String kind = lines.removeFirst();
    lines.sort((a, b) -> b.compareTo(a));
    lines.addFirst(kind);
    return String.join("\n", lines);
  }

  /** Trees of ten spans on many threads, of both kinds. */
  @Test
  void noneOfAHundredThousandIsLostOrDoubled() throws Exception {
    Queue<Told> told = new ConcurrentLinkedQueue<>();
    try (RecordedTasks recorded = new RecordedTasks()) {
      try (ExecutorService pool = Context.taskWrapping(Executors.newFixedThreadPool(4));
          ExecutorService virtual =
              Context.taskWrapping(Executors.newVirtualThreadPerTaskExecutor())) {
        Queue<Future<?>> all = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 10_000; i++) {
          ExecutorService first = i % 2 == 0 ? pool : virtual;
          ExecutorService second = i % 3 == 0 ? pool : virtual;
          all.add(
              first.submit(
                  () -> {
                    Span root = tracer.spanBuilder("root").startSpan();
                    told.add(new Told(id(root), null));
                    try (Scope scope = root.makeCurrent()) {
                      for (int c = 0; c < 4; c++) {
                        Span child = tracer.spanBuilder("child").startSpan();
                        told.add(new Told(id(child), id(root)));
                        try (Scope inner = child.makeCurrent()) {
                          if (c == 3) {
                            all.add(second.submit(() -> elsewhere(root, child, told)));
                            continue;
                          }
                          Span leaf = tracer.spanBuilder("leaf").startSpan();
                          told.add(new Told(id(leaf), id(child)));
                          leaf.end();
                        }
                        child.end();
                      }
                    }
                    return null;
                  }));
        }
        for (Future<?> one = all.poll(); one != null; one = all.poll()) {
          one.get(); // Has added all that it starts.
        }
      }
      Map<String, Ended> tasks = recorded.byExternalId(); // Fails if one is doubled.
      assertEquals(100_000, told.size());
      assertEquals(told.size(), tasks.size());
      for (Told span : told) {
        Ended task = tasks.get(span.id());
        assertNotNull(task, "lost");
        assertEquals(span.parent() == null ? 0 : tasks.get(span.parent()).id(), task.parent());
      }
      assertEquals(0, SpanTasks.ALL.open());
    }
  }

  /** In the child's context on another thread, which ends the child and the root. */
  private void elsewhere(Span root, Span child, Queue<Told> told) {
    for (int i = 0; i < 2; i++) {
      Span leaf = tracer.spanBuilder("leaf").startSpan();
      told.add(new Told(id(leaf), id(child)));
      leaf.end();
    }
    child.end();
    root.end();
  }

  @Test
  void threadsThatGetTheContextWorkOnTheTask() throws Exception {
    try (RecordedTasks recorded = new RecordedTasks();
        ExecutorService pool = Executors.newSingleThreadExecutor(r -> new Thread(r, "pool"))) {
      pool.submit(() -> {}).get(); // Its thread is there before the span is.
      Span span = tracer.spanBuilder("request").startSpan();
      try (Scope scope = span.makeCurrent()) {
        Task task = Task.current();
        assertEquals("request", task.name());
        assertSame(task, Context.taskWrapping(pool).submit(Task::current).get());
        Thread.ofVirtual()
            .name("virtual")
            .start(Context.current().wrap(() -> assertSame(task, Task.current())))
            .join();
      }
      assertSame(Task.BACKGROUND, pool.submit(Task::current).get());
      assertSame(Task.BACKGROUND, Task.current());
      span.end();
      assertEquals(
          List.of("main", "pool", "virtual"),
          recorded.work().stream().map(Work::thread).sorted().toList());
    }
  }

  /** OpenTelemetry's contexts are not inherited; the task is. */
  @Test
  void aThreadThatIsStartedInASpanInheritsItsTask() throws Exception {
    try (RecordedTasks recorded = new RecordedTasks()) {
      Span span = tracer.spanBuilder("request").startSpan();
      Span[] other = new Span[1];
      try (Scope scope = span.makeCurrent()) {
        Thread.startVirtualThread(
                () -> {
                  other[0] = tracer.spanBuilder("lost").startSpan();
                  other[0].end();
                })
            .join();
      }
      span.end();
      Map<String, Ended> tasks = recorded.byExternalId();
      assertEquals(tasks.get(id(span)).id(), tasks.get(id(other[0])).parent());
    }
  }

  @Test
  void aSpanWithoutParentIsAChildOfTheApplicationsTaskAndOfNoOtherSpan() throws Exception {
    try (RecordedTasks recorded = new RecordedTasks()) {
      Span inTask;
      Span alone;
      long id;
      try (Task task = Task.begin("application")) {
        id = task.id();
        inTask = tracer.spanBuilder("in task").startSpan();
        try (Scope scope = inTask.makeCurrent()) {
          alone = tracer.spanBuilder("alone").setNoParent().startSpan();
          try (Scope root = Context.root().makeCurrent()) {
            assertSame(Task.BACKGROUND, Task.current());
          }
          assertEquals("in task", Task.current().name());
        }
        assertSame(task, Task.current());
        try (Scope root = Context.root().with(other()).makeCurrent()) {
          assertSame(task, Task.current(), "a context without a span is not about tasks");
        }
      }
      alone.end();
      inTask.end();
      Map<String, Ended> tasks =
          recorded.ended().stream()
              .filter(task -> task.externalId() != null)
              .collect(Collectors.toMap(Ended::externalId, task -> task));
      assertEquals(id, tasks.get(id(inTask)).parent());
      assertEquals(0, tasks.get(id(alone)).parent());
    }
  }

  /** A parent in another process. */
  private static Span other() {
    return Span.wrap(
        SpanContext.createFromRemoteParent(
            "0af7651916cd43dd8448eb211c80319c",
            "b7ad6b7169203331",
            TraceFlags.getSampled(),
            TraceState.getDefault()));
  }

  @Test
  void aParentElsewhereOrOneThatHasEndedIsRight() throws Exception {
    try (RecordedTasks recorded = new RecordedTasks()) {
      Span local = tracer.spanBuilder("server").setParent(Context.root().with(other())).startSpan();
      assertEquals("0af7651916cd43dd8448eb211c80319c", local.getSpanContext().getTraceId());
      local.end();
      Span late = tracer.spanBuilder("late").setParent(Context.root().with(local)).startSpan();
      late.end();
      Map<String, Ended> tasks = recorded.byExternalId();
      assertEquals(0, tasks.get(id(local)).parent());
      assertEquals(tasks.get(id(local)).id(), tasks.get(id(late)).parent());
    }
  }

  @Test
  @SuppressWarnings("MustBeClosedChecker") // They are, at the wrong time.
  void misnestedScopesDoNoHarm() throws Exception {
    try (RecordedTasks recorded = new RecordedTasks()) {
      Span outer = tracer.spanBuilder("outer").startSpan();
      Span inner = tracer.spanBuilder("inner").startSpan();
      Scope first = outer.makeCurrent();
      Scope second = inner.makeCurrent();
      first.close();
      second.close();
      first.close();
      assertSame(Task.BACKGROUND, Task.current());
      Scope third = outer.makeCurrent();
      Thread other = new Thread(third::close); // On the wrong thread.
      other.start();
      other.join();
      third.close();
      inner.end();
      outer.end();
      outer.end(); // Twice.
      assertSame(Task.BACKGROUND, Task.current());
      try (Scope root = Context.root().makeCurrent()) {
        Span next = tracer.spanBuilder("next").startSpan();
        try (Scope scope = next.makeCurrent()) {
          assertEquals("next", Task.current().name());
        }
        next.end();
      }
      assertEquals(3, recorded.byExternalId().size());
    }
  }

  @Test
  void aSpanThatNobodyCanEndIsForgotten() throws Exception {
    try (RecordedTasks recorded = new RecordedTasks()) {
      for (int i = 0; i < 1_000; i++) {
        assertTrue(tracer.spanBuilder("lost").startSpan().isRecording());
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                System.gc();
                return SpanTasks.ALL.open() == 0;
              });
      assertEquals(List.of(), recorded.ended());
    }
  }

  @Test
  void twoProcessorsMakeOneTask() throws Exception {
    try (RecordedTasks recorded = new RecordedTasks();
        SdkTracerProvider twice =
            SdkTracerProvider.builder()
                .addSpanProcessor(LoomtraceSpanProcessor.create())
                .addSpanProcessor(LoomtraceSpanProcessor.create())
                .build()) {
      twice.get("test").spanBuilder("once").startSpan().end();
      assertEquals(1, recorded.ended().size());
    }
  }

  @Test
  void withoutRecordingNothingIsKept() {
    Span span = tracer.spanBuilder("unseen").startSpan();
    try (Scope scope = span.makeCurrent()) {
      assertEquals(0, SpanTasks.ALL.open());
      assertSame(Task.BACKGROUND, Task.current());
    }
    span.end();
  }

  @Test
  void aSpanFromBeforeTheRecordingIsNotInIt() throws Exception {
    Span span = tracer.spanBuilder("before").startSpan();
    try (RecordedTasks recorded = new RecordedTasks()) {
      Span child = tracer.spanBuilder("child").setParent(Context.root().with(span)).startSpan();
      child.end();
      span.end();
      Map<String, Ended> tasks = recorded.byExternalId();
      assertNull(tasks.get(id(span)));
      assertEquals(0, tasks.get(id(child)).parent());
    }
  }

  @Test
  void canBeSwitchedOff() throws Exception {
    LoomtraceSpanProcessor off =
        LoomtraceSpanProcessor.configured(key -> key.endsWith("enabled") ? "false" : null);
    assertFalse(off.isStartRequired());
    assertFalse(off.isEndRequired());
    try (RecordedTasks recorded = new RecordedTasks();
        SdkTracerProvider without = SdkTracerProvider.builder().addSpanProcessor(off).build()) {
      Span span = without.get("test").spanBuilder("off").startSpan();
      try (Scope scope = span.makeCurrent()) {
        assertSame(Task.BACKGROUND, Task.current());
      }
      span.end();
      assertEquals(List.of(), recorded.ended());
    }
  }

  @Test
  void attributesAndNamesAreLimited() throws Exception {
    LoomtraceSpanProcessor all =
        LoomtraceSpanProcessor.configured(key -> key.endsWith("attributes") ? "my.*, one" : null);
    try (RecordedTasks recorded = new RecordedTasks();
        SdkTracerProvider own = SdkTracerProvider.builder().addSpanProcessor(all).build()) {
      Span span = own.get("test").spanBuilder("n".repeat(1_000)).startSpan();
      for (int i = 0; i < 100; i++) {
        span.setAttribute("my." + i, "v".repeat(1_000));
      }
      span.setAttribute("other", "hidden");
      span.end();
      Span second = own.get("test").spanBuilder("second").startSpan();
      second.setAttribute(AttributeKey.longArrayKey("one"), List.of(1L, 2L));
      second.setAttribute("http.route", "/hidden");
      second.end();
      Map<String, Ended> tasks = recorded.byExternalId();
      Ended first = tasks.get(id(span));
      assertEquals("n".repeat(SpanNames.MAX_LENGTH), first.name());
      List<String> lines = List.of(first.attributes().split("\n"));
      assertEquals(24, lines.size());
      for (String line : lines) {
        assertTrue(line.matches("my\\.\\d+=v{256}"), line);
      }
      assertEquals("one=[1, 2]", tasks.get(id(second)).attributes());
    }
  }

  @Test
  void namesWithoutEndAreOneName() {
    SpanNames names = new SpanNames();
    for (int i = 0; i < SpanNames.MAX_NAMES; i++) {
      assertEquals("name " + i, names.of("name " + i));
    }
    assertEquals(SpanNames.OTHERS, names.of("one more"));
    assertEquals("name 7", names.of("name 7"));
  }
}
