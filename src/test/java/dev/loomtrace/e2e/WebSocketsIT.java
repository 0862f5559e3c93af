package dev.loomtrace.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.e2e.program.request.HelidonSockets;
import dev.loomtrace.e2e.program.request.JettySockets;
import dev.loomtrace.e2e.program.request.TomcatSockets;
import dev.loomtrace.e2e.program.request.UndertowSockets;
import dev.loomtrace.e2e.program.request.VertxSockets;
import dev.loomtrace.event.EventNames;
import dev.loomtrace.testing.jvm.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A request that becomes a WebSocket ends there: what is said by the socket is not in it. */
@Tag("parallel")
class WebSocketsIT {
  @TempDir Path directory;

  static Stream<Arguments> servers() {
    return Sample.of(
        1,
        List.of(
            Arguments.of(TomcatSockets.class, "GET /socket/{n}", 3),
            Arguments.of(JettySockets.class, "GET /socket/{n}", 3),
            Arguments.of(UndertowSockets.class, "GET /socket/{n}", 3),
            Arguments.of(VertxSockets.class, "GET /socket/:number", 3),
            Arguments.of(VertxSockets.ByHandler.class, "GET /socket/{n}", 3),
            // It looks for a route of HTTP only if nobody takes the upgrade.
            Arguments.of(HelidonSockets.class, "GET /socket/{n}", 0)));
  }

  @Tag(Sample.TAG)
  @ParameterizedTest
  @MethodSource("servers")
  void itsRequestEndsWhereItBegins(Class<?> main, String name, int requests) throws IOException {
    Path recording = directory.resolve("sockets.jfr");
    ChildJvm.Result result =
        ChildJvm.run(
            25,
            List.of(
                "-javaagent:" + ChildJvm.agent() + "=requests=on",
                "-XX:StartFlightRecording:filename=" + recording,
                "-Xlog:jfr+startup=error"),
            main);
    assertEquals(0, result.status(), result.err() + result.out());
    assertFalse(result.err().contains("loomtrace: "), result.err());
    assertEquals(
        List.of("task 0", "task 0", "task 0", "status 200"),
        result.out().lines().filter(line -> line.matches("(task|status) \\d+")).toList());
    List<RecordedEvent> tasks =
        RecordingFile.readAllEvents(recording).stream()
            .filter(event -> event.getEventType().getName().equals(EventNames.TASK))
            .toList();
    assertEquals(requests + 1, tasks.size(), tasks::toString);
    for (RecordedEvent task : tasks) {
      assertFalse(task.getBoolean(EventNames.OPEN), task::toString);
      assertTrue(task.getEndTime().toEpochMilli() < result.get("closing"), task::toString);
    }
    List<RecordedEvent> upgraded =
        tasks.stream().filter(task -> task.getString(EventNames.NAME).equals(name)).toList();
    assertEquals(requests, upgraded.size(), tasks::toString);
    for (RecordedEvent task : upgraded) {
      assertEquals(
          "http.response.status_code=101", task.getString(EventNames.ATTRIBUTES), task::toString);
    }
  }
}
