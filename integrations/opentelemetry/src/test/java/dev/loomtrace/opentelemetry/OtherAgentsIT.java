package dev.loomtrace.opentelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Loomtrace's agent beside that of Datadog and that of Elastic, in either order, if the system
 * property {@code loomtrace.others} names the folder of their jars: {@code mvn -pl
 * integrations/opentelemetry -am verify -Potel}. They send nothing.
 */
class OtherAgentsIT {
  // The second is for those that last, which have a stack.
  private static final String BLOCKS = "loomtrace.VirtualThread(Long)?Block";

  private static final List<String> DATADOG =
      List.of(
          "dd.writer.type=LoggingWriter",
          "dd.trace.otel.enabled=true",
          "dd.instrumentation.telemetry.enabled=false",
          "dd.remote_config.enabled=false",
          "dd.jmxfetch.enabled=false",
          "dd.crashtracking.enabled=false",
          "dd.profiling.enabled=false",
          "dd.trace.startup.logs=false");

  private static final List<String> ELASTIC =
      List.of(
          "elastic.apm.disable_send=true",
          "elastic.apm.enable_experimental_instrumentations=true",
          "elastic.apm.central_config=false",
          "elastic.apm.cloud_provider=NONE",
          "elastic.apm.log_level=WARN");

  @TempDir Path folder;

  static Stream<Arguments> agents() {
    return Stream.of(
        Arguments.of("dd-java-agent", DATADOG, true),
        Arguments.of("dd-java-agent", DATADOG, false),
        Arguments.of("elastic-apm-agent", ELASTIC, true),
        Arguments.of("elastic-apm-agent", ELASTIC, false));
  }

  @ParameterizedTest
  @MethodSource("agents")
  void bothDoTheirWork(String other, List<String> properties, boolean first) throws Exception {
    Path agent = Path.of(System.getProperty("loomtrace.agent", ""));
    Path jar = Path.of(System.getProperty("loomtrace.others", ""), other + ".jar");
    assumeTrue(
        Files.isRegularFile(agent) && Files.isRegularFile(jar),
        "SKIPPED: loomtrace.agent and loomtrace.others do not name the agents");
    Path recording = folder.resolve("both.jfr");
    List<String> agents =
        new ArrayList<>(List.of("-javaagent:" + agent + "=requests=jdk", "-javaagent:" + jar));
    if (!first) {
      Collections.reverse(agents);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(agents);
    properties.forEach(property -> command.add("-D" + property));
    command.addAll(
        List.of(
            "-XX:StartFlightRecording:filename=" + recording,
            "-cp",
            System.getProperty("java.class.path"),
            Neighbour.class.getName()));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    String said = process.waitFor() + "\n" + Files.readString(err) + Files.readString(out);

    List<String> lines = Files.readAllLines(out);
    assertEquals(0, process.exitValue(), said);
    assertEquals("answered " + AgentServer.REQUESTS, line(lines, "answered"), said);
    // Their bridges take the span of OpenTelemetry's API.
    assertEquals("theirs true", line(lines, "theirs"), said);
    for (String bad : List.of("loomtrace: ", "ERROR", "Exception", "VerifyError")) {
      assertFalse(said.contains(bad), said);
    }

    List<RecordedEvent> events = RecordingFile.readAllEvents(recording);
    List<RecordedEvent> tasks =
        events.stream()
            .filter(event -> event.getEventType().getName().equals("loomtrace.Task"))
            .toList();
    assertEquals(List.of(), tasks.stream().filter(task -> task.getBoolean("open")).toList(), said);
    // A span that their bridge takes never comes to ours; that of the program's own SDK does.
    List<RecordedEvent> spans =
        tasks.stream().filter(task -> task.getString("externalId") != null).toList();
    assertEquals(1, spans.size(), spans::toString);
    assertEquals("ours", spans.getFirst().getString("name"));
    assertEquals(
        line(lines, "ours"),
        "ours " + spans.getFirst().getString("externalId").replaceFirst(".*-", ""));
    assertEquals(
        AgentServer.REQUESTS,
        tasks.stream()
            .filter(task -> task.getString("name").equals("GET /test"))
            .filter(task -> task.getString("attributes").equals("http.response.status_code=204"))
            .count());
    assertEquals(AgentServer.REQUESTS + 1, tasks.size(), tasks::toString);

    Set<String> woken =
        lines.stream()
            .filter(line -> line.startsWith("woken "))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Neighbour.WOKEN, woken.size());
    Set<String> recorded =
        events.stream()
            .filter(event -> event.getEventType().getName().matches(BLOCKS))
            .map(
                event ->
                    "woken " + event.getThread().getJavaThreadId() + " " + event.getLong("waker"))
            .collect(Collectors.toCollection(TreeSet::new));
    recorded.retainAll(woken);
    assertEquals(woken, recorded);
  }

  private static String line(List<String> lines, String begin) {
    return lines.stream().filter(line -> line.startsWith(begin + " ")).findFirst().orElse("");
  }
}
