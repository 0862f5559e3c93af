package dev.loomtrace.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.Task;
import dev.loomtrace.opentelemetry.LoomtraceSpanProcessor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import jdk.jfr.Recording;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Which task Reactor's threads work on, that were there before; docs/spans.md shows it. */
@SuppressWarnings("try") // Scopes are closed, and not used.
class ReactorTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "spans.md");
  private static final String BEGIN = "<!-- reactor -->\n";
  private static final String END = "<!-- end of reactor -->\n";
  private static final String HOOK = "loomtrace";
  private static final int ITEMS = 1_000;

  private final Scheduler one = Schedulers.newSingle("one");
  private final Scheduler other = Schedulers.newSingle("other");

  /** What another thread sees of the span and of its task. */
  private record Seen(boolean span, boolean task) {}

  private static String word(boolean yes) {
    return yes ? "yes" : "no";
  }

  @AfterEach
  void end() {
    Hooks.disableAutomaticContextPropagation();
    Schedulers.resetOnScheduleHook(HOOK);
    one.dispose();
    other.dispose();
  }

  /** Their threads start outside of any task. */
  private void startThreads() {
    for (Scheduler scheduler : new Scheduler[] {one, other}) {
      Mono.fromRunnable(() -> {}).subscribeOn(scheduler).block();
    }
  }

  private Seen look(Span span, Task task) {
    // What was seen last, after two changes of threads.
    AtomicReference<Seen> seen = new AtomicReference<>(new Seen(true, true));
    Flux.range(0, ITEMS)
        .subscribeOn(one)
        .map(i -> i)
        .publishOn(other)
        .doOnNext(
            i ->
                seen.updateAndGet(
                    before ->
                        new Seen(
                            before.span() && Span.current().equals(span),
                            before.task() && Task.current().equals(task))))
        .blockLast();
    return seen.get();
  }

  private String row(SdkTracerProvider provider, String way) {
    Span span = provider.get("test").spanBuilder("request").startSpan();
    Seen seen;
    try (Scope scope = span.makeCurrent()) {
      seen = look(span, Task.current());
    }
    span.end();
    for (Scheduler scheduler : new Scheduler[] {one, other}) {
      assertEquals(
          Task.BACKGROUND,
          Mono.fromCallable(Task::current).subscribeOn(scheduler).block(),
          "nothing stays behind");
    }
    return "| " + way + " | " + word(seen.span()) + " | " + word(seen.task()) + " |\n";
  }

  @Test
  void thePageSaysWhatSurvives() throws Exception {
    StringBuilder table = new StringBuilder();
    table.append("| `subscribeOn` and `publishOn`, threads that were there before |");
    table.append(" the span is current there | its task is |\n|---|---|---|\n");
    try (Recording recording = new Recording();
        SdkTracerProvider provider =
            SdkTracerProvider.builder().addSpanProcessor(LoomtraceSpanProcessor.create()).build()) {
      recording.start();
      startThreads();
      table.append(row(provider, "by themselves"));
      Schedulers.onScheduleHook(HOOK, Task::wrap);
      table.append(row(provider, "with `Schedulers.onScheduleHook(\"loomtrace\", Task::wrap)`"));
      Schedulers.resetOnScheduleHook(HOOK);
      Hooks.enableAutomaticContextPropagation();
      table.append(
          row(
              provider,
              "with `Hooks.enableAutomaticContextPropagation()` and `loomtrace-micrometer`"));
    }
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    String renewed = page.substring(0, begin) + table + page.substring(page.indexOf(END));
    if (Boolean.getBoolean("context.rewrite")) {
      Files.writeString(PAGE, renewed);
    } else {
      assertEquals(renewed, page, "docs/spans.md is out of date: run with -Dcontext.rewrite=true");
    }
  }

  /** An observation is handed over by Micrometer itself, and its task with it. */
  @Test
  void observationsTakeTheirTasksAlong() {
    ObservationRegistry registry = ObservationRegistry.create();
    registry.observationConfig().observationHandler(LoomtraceObservationHandler.create());
    Hooks.enableAutomaticContextPropagation();
    try (Recording recording = new Recording()) {
      recording.start();
      startThreads();
      Task.run(
          "around",
          () -> {
            Task around = Task.current();
            Observation observation = Observation.start("request", registry);
            try (Observation.Scope scope = observation.openScope()) {
              Task task = Task.current();
              assertTrue(task != around && task != Task.BACKGROUND);
              assertTrue(look(Span.current(), task).task());
            }
            observation.stop();
            assertTrue(look(Span.current(), around).task());
          });
      assertEquals(Task.BACKGROUND, Mono.fromCallable(Task::current).subscribeOn(other).block());
    }
  }

  @Test
  void canBeSwitchedOff() {
    System.setProperty("loomtrace.micrometer.context", "false");
    try (Recording recording = new Recording()) {
      recording.start();
      Task.run("task", () -> assertEquals(null, new TaskAccessor().getValue()));
    } finally {
      System.clearProperty("loomtrace.micrometer.context");
    }
    try (Recording recording = new Recording()) {
      recording.start();
      Task.run("task", () -> assertEquals(Task.current(), new TaskAccessor().getValue()));
    }
  }
}
