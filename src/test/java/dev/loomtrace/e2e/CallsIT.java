package dev.loomtrace.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.e2e.program.request.GrpcServer;
import dev.loomtrace.event.EventNames;
import dev.loomtrace.testing.jvm.EachJdk;
import dev.loomtrace.testing.jvm.JavaRunTimes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Calls that a server of gRPC answers are tasks by an option of the agent: one each, with its name
 * and status, as those who call know it.
 */
@Tag("parallel")
@Execution(ExecutionMode.CONCURRENT)
class CallsIT {
  private static final Pattern CALLED = Pattern.compile("called (\\S+) (\\w+) (\\d+) (\\d+)");
  private static final String NOT_THERE = "UNIMPLEMENTED"; // Refused before any method is reached.

  @TempDir Path directory;

  /** What the program knows of a call. */
  private record Called(String method, String status, long task, long nanos) {
    /** What is recorded of its end: what the application threw is known, not what became of it. */
    String attributes() {
      return switch (status) {
        case "UNKNOWN" -> "error.type=java.lang.IllegalStateException";
        case "DATA_LOSS" -> "rpc.response.status_code=DATA_LOSS\nerror.type=DATA_LOSS";
        default -> "rpc.response.status_code=" + status;
      };
    }
  }

  static Stream<Arguments> servers() {
    return JavaRunTimes.versions()
        .flatMap(
            version ->
                Stream.of("netty", "inprocess").map(transport -> Arguments.of(version, transport)));
  }

  private static Map<String, Long> counts(Stream<String> names) {
    return names.collect(
        Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
  }

  @Tag(EachJdk.TAG)
  @ParameterizedTest
  @MethodSource("servers")
  void eachCallIsATaskWithItsNameAndStatus(int version, String transport) throws IOException {
    Path recording = directory.resolve("calls.jfr");
    ChildJvm.Result result =
        ChildJvm.run(
            version,
            List.of(
                "-javaagent:" + ChildJvm.agent() + "=requests=grpc",
                "-XX:StartFlightRecording:filename=" + recording),
            GrpcServer.class,
            transport);
    assertEquals(0, result.status(), result.err() + result.out());
    List<Called> calls =
        CALLED
            .matcher(result.out())
            .results()
            .map(
                line ->
                    new Called(
                        line.group(1),
                        line.group(2),
                        Long.parseLong(line.group(3)),
                        Long.parseLong(line.group(4))))
            .toList();
    assertEquals(600, calls.size());
    List<Called> reached = calls.stream().filter(call -> !call.status().equals(NOT_THERE)).toList();
    assertEquals(540, reached.size());
    List<RecordedEvent> tasks =
        RecordingFile.readAllEvents(recording).stream()
            .filter(event -> event.getEventType().getName().equals(EventNames.TASK))
            .toList();
    assertEquals(
        counts(reached.stream().map(call -> call.method() + " " + call.attributes())),
        counts(
            tasks.stream()
                .map(
                    task ->
                        task.getString(EventNames.NAME)
                            + " "
                            + task.getString(EventNames.ATTRIBUTES))));
    assertTrue(tasks.stream().noneMatch(task -> task.getBoolean(EventNames.OPEN)));

    Map<Long, RecordedEvent> byId =
        tasks.stream().collect(Collectors.toMap(task -> task.getLong(EventNames.ID), t -> t));
    List<Called> told = reached.stream().filter(call -> call.task() != 0).toList();
    assertEquals(reached.stream().filter(call -> call.status().equals("OK")).count(), told.size());
    assertEquals(told.size(), told.stream().map(Called::task).distinct().count());
    for (Called call : told) {
      RecordedEvent task = byId.get(call.task());
      assertNotNull(task, call + " was handled in another task");
      assertEquals(call.method(), task.getString(EventNames.NAME));
      assertTrue(task.getDuration().toNanos() >= call.nanos(), call + " but " + task);
    }
    assertFalse(result.err().contains("loomtrace: "), result.err());
  }
}
