package dev.loomtrace.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.e2e.program.request.MdcBehindLoaders;
import dev.loomtrace.e2e.program.request.MdcServer;
import dev.loomtrace.event.EventNames;
import dev.loomtrace.testing.jvm.EachJdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Values of SLF4J's MDC are attributes of tasks, those that an option of the agent lists. */
@Tag("parallel")
@Execution(ExecutionMode.CONCURRENT)
class MdcIT {
  @TempDir Path directory;

  private List<String> tasks(int version, String options) throws IOException {
    Path recording = directory.resolve("mdc.jfr");
    ChildJvm.Result result =
        ChildJvm.run(
            version,
            List.of(
                "-javaagent:" + ChildJvm.agent() + "=" + options,
                "-XX:StartFlightRecording:filename=" + recording),
            MdcServer.class);
    assertEquals(0, result.status(), result.err() + result.out());
    assertFalse(result.err().contains("loomtrace: "), result.err());
    assertEquals(50, result.get("answered"));
    assertEquals(2_000, result.get("kept"));
    assertEquals(1, result.get("unloaded"));
    return RecordingFile.readAllEvents(recording).stream()
        .filter(event -> event.getEventType().getName().equals(EventNames.TASK))
        .map(MdcIT::text)
        .sorted()
        .toList();
  }

  private static String text(RecordedEvent task) {
    String attributes = String.valueOf(task.getString(EventNames.ATTRIBUTES));
    return task.getString(EventNames.NAME) + " " + attributes.replace('\n', ' ');
  }

  private static Stream<String> requests(String user) {
    return IntStream.range(0, 50)
        .mapToObj(
            i ->
                "GET /users/{n} "
                    + (user.isEmpty() ? "" : user + i + " ")
                    + "http.response.status_code=200");
  }

  @EachJdk
  void thoseThatAreListed(int version) throws IOException {
    assertEquals(
        Stream.concat(
                requests("user=user-"),
                Stream.of(
                    "cleared null",
                    "inner user=early tenant=late",
                    "job user=" + "x".repeat(256) + " tenant=acme",
                    "other job user=another",
                    "outer user=early tenant=late", // What was put last counts.
                    "without user tenant=late"))
            .sorted()
            .toList(),
        tasks(version, "requests=jdk,mdc=user+tenant").stream()
            .map(task -> task.replaceFirst("(.*) (tenant=\\w+) (user=\\w+)$", "$1 $3 $2"))
            .sorted()
            .toList());
  }

  @Test
  void byAFileLikeAllOtherOptions() throws IOException {
    Path file = directory.resolve("agent.txt");
    Files.writeString(file, "requests = jdk\nmdc = tenant, user\n");
    List<String> tasks = tasks(25, "config=" + file);
    assertTrue(tasks.containsAll(requests("user=user-").toList()), tasks::toString);
    assertTrue(tasks.contains("without user tenant=late"), tasks::toString);
  }

  @Test
  void noneWithoutTheOption() throws IOException {
    assertEquals(
        Stream.concat(
                requests(""),
                Stream.of("cleared", "inner", "job", "other job", "outer", "without user")
                    .map(task -> task + " null"))
            .sorted()
            .toList(),
        tasks(25, "requests=jdk"));
  }

  /** Each copy of SLF4J is declined, and why is said once. */
  @Test
  void copiesThatDoNotSeeTheAgentAreDeclinedWithOneLine() {
    ChildJvm.Result result =
        ChildJvm.run(
            25, List.of("-javaagent:" + ChildJvm.agent() + "=mdc=user"), MdcBehindLoaders.class);
    assertEquals(0, result.status(), result.err() + result.out());
    assertEquals(3, result.get("put"));
    assertEquals(
        List.of(
            "loomtrace: values of org.slf4j.MDC are not recorded: the loader of org.slf4j.MDC does"
                + " not see the agent; a newer Loomtrace may know this version"),
        result.err().lines().filter(line -> line.startsWith("loomtrace: ")).toList());
  }
}
