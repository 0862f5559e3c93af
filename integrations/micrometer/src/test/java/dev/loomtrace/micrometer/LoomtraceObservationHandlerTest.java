package dev.loomtrace.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.FlightRecorder;
import dev.loomtrace.Task;
import dev.loomtrace.Trigger;
import dev.loomtrace.opentelemetry.LoomtraceSpanProcessor;
import dev.loomtrace.testing.RecordedTasks;
import dev.loomtrace.testing.RecordedTasks.Ended;
import dev.loomtrace.testing.RecordedTasks.Work;
import io.micrometer.observation.NullObservation;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real registry, and what the JDK reads of its observations in a recording. */
@SuppressWarnings({"try", "deprecation"}) // Scopes are closed and not used; some are reset.
class LoomtraceObservationHandlerTest {
  private static final String ACTIVE = "loomtrace.otel.active";

  private final ObservationRegistry registry = registry(LoomtraceObservationHandler.create());

  private static ObservationRegistry registry(ObservationHandler<?>... handlers) {
    ObservationRegistry registry = ObservationRegistry.create();
    for (ObservationHandler<?> handler : handlers) {
      registry.observationConfig().observationHandler(handler);
    }
    return registry;
  }

  @BeforeEach
  @AfterEach
  void withoutOpenTelemetry() {
    System.clearProperty(ACTIVE);
  }

  private static Map<String, Ended> byName(RecordedTasks recorded) throws Exception {
    return recorded.ended().stream().collect(Collectors.toMap(Ended::name, task -> task));
  }

  @Test
  void childrenAreChildTasksWithWhatIsKnownAtTheEnd() throws Exception {
    try (RecordedTasks recorded = new RecordedTasks()) {
      Observation request = Observation.start("http.server.requests", registry);
      try (Observation.Scope scope = request.openScope()) {
        assertEquals("http.server.requests", Task.current().name());
        Observation.createNotStarted("query", registry)
            .lowCardinalityKeyValue("db.system", "postgresql")
            .highCardinalityKeyValue("db.statement", "select secret")
            .observe(() -> assertEquals("query", Task.current().name()));
      }
      assertSame(Task.BACKGROUND, Task.current());
      request.error(new IllegalStateException("secret"));
      request.contextualName("GET /orders/{id}");
      request.lowCardinalityKeyValue("status", "500");
      request.stop();
      Observation.createNotStarted("late", registry).parentObservation(request).start().stop();
      Map<String, Ended> tasks = byName(recorded);
      assertEquals(Set.of("GET /orders/{id}", "query", "late"), tasks.keySet());
      Ended parent = tasks.get("GET /orders/{id}");
      assertEquals(0, parent.parent());
      assertEquals("error.type=java.lang.IllegalStateException\nstatus=500", parent.attributes());
      assertNull(parent.externalId());
      assertEquals(parent.id(), tasks.get("query").parent());
      assertEquals(parent.id(), tasks.get("late").parent());
      assertEquals("db.system=postgresql", tasks.get("query").attributes());
      assertEquals(
          List.of("http.server.requests", "query"),
          recorded.work().stream().map(Work::name).sorted().toList());
    }
  }

  /** So that a trigger of errors sees them. */
  @Test
  void anObservationWithAnErrorFails(@TempDir Path folder) {
    FlightRecorder recorder =
        new FlightRecorder(
            FlightRecorder.Config.builder().triggers(Trigger.error()).folder(folder).build());
    recorder.start();
    Observation.start("fine", registry).stop();
    recorder.stop();
    assertEquals(0, Objects.requireNonNull(folder.toFile().list()).length);
    recorder.start();
    Observation.start("failed", registry).error(new IllegalStateException("secret")).stop();
    recorder.stop(); // When the dump is written.
    assertEquals(1, Objects.requireNonNull(folder.toFile().list()).length);
  }

  /** As the propagation of contexts does where there is none to propagate. */
  @Test
  void aThreadMayLeaveItsObservation() throws Exception {
    try (RecordedTasks recorded = new RecordedTasks();
        Task own = Task.begin("own")) {
      try (Observation.Scope none = new NullObservation(registry).openScope()) {
        assertSame(own, Task.current());
      }
      Observation request = Observation.start("request", registry);
      try (Observation.Scope scope = request.openScope()) {
        try (Observation.Scope none = new NullObservation(registry).openScope()) {
          assertSame(Task.BACKGROUND, Task.current());
        }
        assertEquals("request", Task.current().name());
      }
      assertSame(own, Task.current());
      request.stop();
    }
  }

  /** What contexts of somebody's own throw is not the application's concern. */
  @Test
  void nothingIsThrownIntoTheApplication() throws Exception {
    final class Broken extends Observation.Context {
      private boolean broken;

      @Override
      public String getContextualName() {
        if (broken) {
          throw new IllegalStateException("broken");
        }
        return "name";
      }
    }

    LoomtraceObservationHandler handler = LoomtraceObservationHandler.create();
    try (RecordedTasks recorded = new RecordedTasks()) {
      Broken early = new Broken();
      early.broken = true;
      handler.onStart(early);
      handler.onStop(early);
      Broken late = new Broken();
      handler.onStart(late);
      late.broken = true;
      handler.onStop(late);
      assertEquals(Set.of("name"), byName(recorded).keySet());
    }
  }

  @Test
  void noneOfAHundredThousandIsLostOrDoubled() throws Exception {
    record Told(String name, String parent) {}
    Queue<Told> told = new ConcurrentLinkedQueue<>();
    try (RecordedTasks recorded = new RecordedTasks()) {
      try (ExecutorService pool = Executors.newFixedThreadPool(4);
          ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
        Queue<Future<?>> all = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 10_000; i++) {
          String n = "r" + i % 100;
          ExecutorService first = i % 2 == 0 ? pool : virtual;
          ExecutorService second = i % 3 == 0 ? pool : virtual;
          all.add(
              first.submit(
                  () -> {
                    Observation root = Observation.start(n, registry);
                    told.add(new Told(n, null));
                    try (Observation.Scope scope = root.openScope()) {
                      for (int c = 0; c < 8; c++) {
                        Observation.createNotStarted(n + "c", registry).observe(() -> {});
                        told.add(new Told(n + "c", n));
                      }
                    }
                    all.add(
                        second.submit(
                            () -> {
                              try (Observation.Scope scope = root.openScope()) {
                                Observation.start(n + "e", registry).stop();
                                told.add(new Told(n + "e", n));
                              }
                              root.stop();
                            }));
                  }));
        }
        for (Future<?> one = all.poll(); one != null; one = all.poll()) {
          one.get(); // Has added all that it starts.
        }
      }
      List<Ended> tasks = recorded.ended();
      Map<Long, String> names = tasks.stream().collect(Collectors.toMap(Ended::id, Ended::name));
      assertEquals(100_000, told.size());
      Map<Told, Integer> expected = new HashMap<>();
      told.forEach(one -> expected.merge(one, 1, Integer::sum));
      Map<Told, Integer> found = new HashMap<>();
      for (Ended task : tasks) {
        found.merge(new Told(task.name(), names.get(task.parent())), 1, Integer::sum);
      }
      assertEquals(expected, found);
    }
  }

  @Test
  void misnestedScopesAndResetsDoNoHarm() throws Exception {
    try (RecordedTasks recorded = new RecordedTasks()) {
      Observation outer = Observation.start("outer", registry);
      Observation inner = Observation.start("inner", registry);
      Observation.Scope first = outer.openScope();
      Observation.Scope second = inner.openScope();
      first.close();
      second.close();
      first.close();
      assertSame(Task.BACKGROUND, Task.current());
      registry.setCurrentObservationScope(null);
      Observation.Scope third = outer.openScope();
      Observation.Scope fourth = inner.openScope();
      fourth.reset();
      assertSame(Task.BACKGROUND, Task.current());
      fourth.makeCurrent();
      assertEquals("inner", Task.current().name());
      fourth.close();
      assertEquals("outer", Task.current().name());
      third.close();
      assertSame(Task.BACKGROUND, Task.current());
      inner.stop();
      outer.stop();
      assertEquals(Set.of("outer", "inner"), byName(recorded).keySet());
    }
  }

  /** As code does that goes from thread to thread. */
  @Test
  void whatIsClosedOnAnotherThreadIsNotKept() throws Exception {
    try (RecordedTasks recorded = new RecordedTasks()) {
      WeakReference<Observation.Context> context = closedElsewhere();
      for (int i = 0; i < 500 && !context.refersTo(null); i++) {
        System.gc();
        Thread.sleep(10);
      }
      assertTrue(context.refersTo(null));
      Observation.createNotStarted("next", registry)
          .observe(() -> assertEquals("next", Task.current().name()));
      assertSame(Task.BACKGROUND, Task.current());
    }
  }

  private WeakReference<Observation.Context> closedElsewhere() throws InterruptedException {
    Observation observation = Observation.start("elsewhere", registry);
    Observation.Scope scope = observation.openScope();
    Thread other = Thread.ofPlatform().start(scope::close);
    other.join();
    observation.stop();
    registry.setCurrentObservationScope(null); // Micrometer's own.
    return new WeakReference<>((Observation.Context) observation.getContextView());
  }

  @Test
  void optionsChooseWhatIsRecorded() throws Exception {
    Map<String, String> options =
        Map.of(
            "loomtrace.micrometer.attributes", "a, db.*",
            "loomtrace.micrometer.high-cardinality", "true");
    ObservationRegistry own = registry(LoomtraceObservationHandler.configured(options::get));
    try (RecordedTasks recorded = new RecordedTasks()) {
      Observation.createNotStarted("chosen", own)
          .lowCardinalityKeyValue("a", "v".repeat(1_000))
          .lowCardinalityKeyValue("b", "hidden")
          .highCardinalityKeyValue("db.statement", "select 1")
          .observe(() -> {});
      assertEquals(
          "a=" + "v".repeat(256) + "\ndb.statement=select 1",
          byName(recorded).get("chosen").attributes());
    }
  }

  @Test
  void canBeSwitchedOffAndKeepsNothingWithoutRecording() throws Exception {
    LoomtraceObservationHandler off =
        LoomtraceObservationHandler.configured(key -> key.endsWith("enabled") ? "false" : null);
    assertFalse(off.supportsContext(new Observation.Context()));
    Observation before = Observation.start("before", registry);
    try (RecordedTasks recorded = new RecordedTasks()) {
      ObservationRegistry without = registry(off);
      Observation.createNotStarted("off", without)
          .observe(() -> assertSame(Task.BACKGROUND, Task.current()));
      before.openScope().close();
      before.stop();
      assertEquals(List.of(), recorded.ended());
    }
  }

  /** Observations that become spans, of which a processor tells Loomtrace or none does. */
  private static ObservationRegistry traced(SdkTracerProvider provider) {
    OtelTracer tracer =
        new OtelTracer(provider.get("test"), new OtelCurrentTraceContext(), event -> {});
    return registry(
        new DefaultTracingObservationHandler(tracer), LoomtraceObservationHandler.create());
  }

  @Test
  void haveTheIdsOfTheirSpans() throws Exception {
    try (RecordedTasks recorded = new RecordedTasks();
        SdkTracerProvider provider = SdkTracerProvider.builder().build()) {
      Observation.createNotStarted("parent", traced(provider))
          .observe(
              () -> {
                String span = Span.current().getSpanContext().getSpanId();
                Task.current().attribute("span", span);
              });
      Ended task = byName(recorded).get("parent");
      assertNotNull(task.externalId());
      String spanId = task.externalId().substring(task.externalId().indexOf('-') + 1);
      assertEquals("span=" + spanId, task.attributes());
    }
  }

  @Test
  void areRecordedOnceBesideOpenTelemetry() throws Exception {
    try (RecordedTasks recorded = new RecordedTasks();
        SdkTracerProvider provider =
            SdkTracerProvider.builder().addSpanProcessor(LoomtraceSpanProcessor.create()).build()) {
      ObservationRegistry both = traced(provider);
      Observation.createNotStarted("parent", both)
          .observe(
              () ->
                  Observation.createNotStarted("child", both)
                      .observe(() -> assertNotSame(Task.BACKGROUND, Task.current())));
      Map<String, Ended> tasks = byName(recorded);
      assertEquals(Set.of("parent", "child"), tasks.keySet());
      assertEquals(tasks.get("parent").id(), tasks.get("child").parent());
    }
    assertNull(System.getProperty(ACTIVE), "it was shut down");
  }
}
