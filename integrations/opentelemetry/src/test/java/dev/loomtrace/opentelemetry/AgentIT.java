package dev.loomtrace.opentelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.loomtrace.opentelemetry.MeasuredSpans.Measured;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.context.Context;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    return run(AgentProgram.class, recording, List.of(), List.of(options));
  }

  /**
   * Runs a program.
   *
   * @param before options before OpenTelemetry's agent
   * @param after options after it
   */
  private List<String> run(Class<?> main, Path recording, List<String> before, List<String> after)
      throws Exception {
    String otel = System.getProperty("loomtrace.otel", "");
    assumeTrue(
        Files.isRegularFile(Path.of(otel)),
        "SKIPPED: loomtrace.otel does not name the jar of OpenTelemetry's agent");
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(before);
    command.addAll(
        List.of(
            "-javaagent:" + otel,
            "-Dotel.javaagent.extensions=" + System.getProperty("loomtrace.extension"),
            "-Dotel.traces.exporter=none",
            "-Dotel.metrics.exporter=none",
            "-Dotel.logs.exporter=none"));
    command.addAll(after);
    // The program's own classes alone: neither Loomtrace nor the SDK.
    Path classes = folder.resolve("classes");
    Path from = Path.of(System.getProperty("loomtrace.testClasses"));
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith("AgentProgram")
            || name.startsWith("AgentServer")
            || name.startsWith("MeasuredSpans")) {
          Path copy = classes.resolve(from.relativize(file).toString());
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
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
            main.getName(),
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

  /** Declarative configuration: what the file has to say, and what is said if it does not. */
  @Test
  void isNamedByTheFileOfDeclarativeConfiguration() throws Exception {
    Path file = folder.resolve("otel.yaml");
    String head = "file_format: \"1.0\"\ntracer_provider:\n  processors:\n";
    Files.writeString(file, head + "    - loomtrace:\n        attributes: http.route\n");
    Path recording = folder.resolve("declared.jfr");
    List<String> out = run(recording, "-Dotel.config.file=" + file);
    Map<String, RecordedEvent> tasks = tasks(recording);
    assertEquals(2, tasks.size(), tasks::toString);
    for (Measured span :
        out.stream().filter(line -> line.startsWith("span ")).map(Measured::of).toList()) {
      RecordedEvent task = tasks.get(span.traceId() + "-" + span.spanId());
      RecordedEvent parent = tasks.get(span.traceId() + "-" + span.parentSpanId());
      assertEquals(parent == null ? 0 : parent.getLong("id"), task.getLong("parent"));
      assertEquals(
          parent == null ? "kind=server\nhttp.route=/orders/{id}" : "kind=client",
          task.getString("attributes"));
    }
    assertFalse(read(folder.resolve("err")).contains("not recorded"), read(folder.resolve("err")));

    Files.writeString(file, head + "    - simple:\n        exporter:\n          console:\n");
    Path none = folder.resolve("undeclared.jfr");
    run(none, "-Dotel.config.file=" + file);
    assertEquals(Map.of(), tasks(none));
    String said = read(folder.resolve("err")) + read(folder.resolve("out"));
    assertTrue(
        said.contains("add '- loomtrace:' to the processors of tracer_provider in " + file), said);
  }

  private static List<String> loomtrace(String options) {
    Path agent = Path.of(System.getProperty("loomtrace.agent", ""));
    assumeTrue(
        Files.isRegularFile(agent), "SKIPPED: loomtrace.agent does not name the agent's jar");
    return List.of("-javaagent:" + agent + "=" + options);
  }

  /** The example of the documentation: an application without a line of ours. */
  @Test
  void theSlowRequestIsDumped() throws Exception {
    Path dumps = folder.resolve("dumps");
    List<String> out =
        run(
            AgentServer.class,
            folder.resolve("unused"),
            loomtrace("trigger=task(GET /test)>300ms,keep=10s,every=1h,answer,dir=" + dumps),
            List.of());
    assertTrue(out.contains("answered " + AgentServer.REQUESTS), out::toString);
    try (Stream<Path> files = Files.list(dumps)) {
      List<Path> all = files.toList();
      assertEquals(1, all.size(), all::toString);
      List<RecordedEvent> slow =
          tasks(all.getFirst()).values().stream()
              .filter(task -> task.getString("name").equals("GET /test")) // Not who asked.
              .filter(task -> task.getDuration().toMillis() >= 300)
              .toList();
      assertEquals(1, slow.size(), slow::toString);
      assertTrue(
          slow.getFirst().getString("externalId").matches("[0-9a-f]{32}-[0-9a-f]{16}"),
          slow::toString);
      String err = read(folder.resolve("err"));
      assertTrue(err.contains("loomtrace: trigger task(GET /test)>300ms: GET /test (task "), err);
      assertTrue(err.contains("loomtrace why " + all.getFirst()), err);
    }
  }

  /** Requests that are named by the server, and by spans: one inside the other, in either order. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void spansAreInsideRequests(boolean first) throws Exception {
    Path recording = folder.resolve("both.jfr");
    List<String> ours = new ArrayList<>(loomtrace("requests=jdk"));
    ours.add("-XX:StartFlightRecording:filename=" + recording);
    run(AgentServer.class, recording, first ? ours : List.of(), first ? List.of() : ours);
    Map<Long, RecordedEvent> requests = new HashMap<>();
    List<RecordedEvent> spans = new ArrayList<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(recording)) {
      if (event.getEventType().getName().equals("loomtrace.Task")) {
        assertFalse(event.getBoolean("open"), event::toString);
        if (event.getString("externalId") == null) {
          requests.put(event.getLong("id"), event);
        } else if (event.getString("name").equals("GET /test")) {
          spans.add(event);
        }
      }
    }
    assertEquals(AgentServer.REQUESTS, requests.size());
    assertEquals(AgentServer.REQUESTS, spans.size());
    for (RecordedEvent span : spans) {
      RecordedEvent request = requests.remove(span.getLong("parent"));
      assertNotNull(request, span::toString);
      assertEquals("GET /test", request.getString("name"));
    }
  }
}
