package dev.loomtrace.opentelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.loomtrace.opentelemetry.MeasuredSpans.Measured;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.context.Context;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jar as an extension of OpenTelemetry's Java agent, if the system property {@code
 * loomtrace.otel} names the agent's jar: {@code mvn -pl integrations/opentelemetry -am verify
 * -Potel}.
 */
class AgentIT {
  @TempDir Path folder;

  private static String jarOf(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  /** Runs the program, and returns what it printed. */
  private List<String> run(Path recording, String... options) throws Exception {
    String otel = System.getProperty("loomtrace.otel", "");
    assumeTrue(
        Files.isRegularFile(Path.of(otel)),
        "SKIPPED: loomtrace.otel does not name the jar of OpenTelemetry's agent");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-javaagent:" + otel,
                "-Dotel.javaagent.extensions=" + System.getProperty("loomtrace.extension"),
                "-Dotel.traces.exporter=none",
                "-Dotel.metrics.exporter=none",
                "-Dotel.logs.exporter=none"));
    command.addAll(List.of(options));
    // The program's own classes alone: neither Loomtrace nor the SDK.
    Path classes = folder.resolve("classes");
    Path from = Path.of(System.getProperty("loomtrace.testClasses"));
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith("AgentProgram") || name.startsWith("MeasuredSpans")) {
          Path copy = classes.resolve(from.relativize(file).toString());
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    }
    command.addAll(
        List.of(
            "-cp",
            Stream.of(
                    classes.toString(),
                    jarOf(Span.class),
                    jarOf(Context.class),
                    jarOf(ComponentLoader.class))
                .collect(Collectors.joining(java.io.File.pathSeparator)),
            AgentProgram.class.getName(),
            recording.toString()));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertEquals(0, process.waitFor(), () -> read(err) + read(out));
    return Files.readAllLines(out);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }

  private static Map<String, RecordedEvent> tasks(Path recording) throws Exception {
    Map<String, RecordedEvent> tasks = new HashMap<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(recording)) {
      if (event.getEventType().getName().equals("loomtrace.Task") && !event.getBoolean("open")) {
        assertTrue(tasks.put(event.getString("externalId"), event) == null, "twice");
      }
    }
    return tasks;
  }

  @Test
  void spansOfTheAgentAreTasks() throws Exception {
    Path recording = folder.resolve("agent.jfr");
    List<String> out = run(recording);
    List<Measured> spans =
        out.stream().filter(line -> line.startsWith("span ")).map(Measured::of).toList();
    assertEquals(2, spans.size(), out::toString);
    Map<String, RecordedEvent> tasks = tasks(recording);
    assertEquals(2, tasks.size(), tasks::toString);
    for (Measured span : spans) {
      RecordedEvent task = tasks.get(span.traceId() + "-" + span.spanId());
      RecordedEvent parent = tasks.get(span.traceId() + "-" + span.parentSpanId());
      assertEquals(parent == null ? 0 : parent.getLong("id"), task.getLong("parent"));
      assertTrue(task.getDuration().toNanos() >= span.nanos(), task::toString);
      assertEquals(
          parent == null
              ? "kind=server\nhttp.route=/orders/{id}"
              : "kind=client\ndb.system.name=postgresql",
          task.getString("attributes"));
    }
    // Of the agent's instrumentation: the pool's thread got the context.
    long work =
        RecordingFile.readAllEvents(recording).stream()
            .filter(event -> event.getEventType().getName().equals("loomtrace.Region"))
            .map(event -> event.getThread().getJavaName())
            .distinct()
            .count();
    assertEquals(2, work);
  }

  @Test
  void canBeSwitchedOff() throws Exception {
    Path recording = folder.resolve("off.jfr");
    String otel = System.getProperty("loomtrace.otel", "");
    assumeTrue(Files.isRegularFile(Path.of(otel)), "SKIPPED: as above");
    run(recording, "-Dloomtrace.otel.enabled=false");
    assertEquals(Map.of(), tasks(recording));
  }
}
