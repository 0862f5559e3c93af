package dev.loomtrace.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.event.EventNames;
import dev.loomtrace.testing.jvm.EachJdk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests are tasks in an application that has no library for them, and of versions unknown. */
@Tag("parallel")
class OwnTasksIT {
  private static final String UNKNOWN = "; a newer Loomtrace may know this version";
  private static final Map<String, String> DECLINED =
      new TreeMap<>(
          Map.of(
              "tomcat",
              "org.apache.catalina.core.StandardEngineValve has no invoke with 2 arguments"
                  + UNKNOWN,
              "vertx",
              "it has a class io.vertx.core.http.impl.HttpServerRequestBase" + UNKNOWN,
              "grpc",
              "io.grpc.internal.ServerImpl$ServerTransportListenerImpl has no startWrappedCall with"
                  + " 3 arguments"
                  + UNKNOWN));

  /** So that they are not those of the application's tasks. */
  private static final long FIRST_ID = 1_000_000_000_001L;

  @TempDir Path directory;

  private void check(ChildJvm.Result result, Path recording) throws IOException {
    assertEquals(0, result.status(), result.err() + result.out());
    assertEquals(50, result.get("answered"));
    List<Long> ids = new ArrayList<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(recording)) {
      if (event.getEventType().getName().equals(EventNames.TASK)) {
        assertEquals("GET /orders/{n}", event.getString(EventNames.NAME));
        assertEquals("http.response.status_code=204", event.getString(EventNames.ATTRIBUTES));
        ids.add(event.getLong(EventNames.ID));
      }
    }
    assertEquals(50, ids.stream().distinct().count());
    assertTrue(ids.stream().allMatch(id -> id >= FIRST_ID), ids::toString);
    assertTrue(result.out().contains("state jdk: requests are named, 50 so far"), result.out());
    assertTrue(result.out().contains("0 not answered yet, 0 without room, 0 errors suppressed"));
    // Said once, and the servers work as before.
    assertEquals(
        DECLINED.entrySet().stream()
            .map(
                each ->
                    "loomtrace: requests of "
                        + each.getKey()
                        + " are not named: "
                        + each.getValue())
            .toList(),
        result.err().lines().filter(line -> line.startsWith("loomtrace:")).sorted().toList());
    DECLINED.forEach(
        (server, why) ->
            assertTrue(
                result.out().contains("state " + server + ": declined: " + why), result.out()));
    for (String server : List.of("as before", "by Vert.x", "by gRPC")) {
      assertTrue(result.out().contains("answered " + server), result.out());
    }
  }

  @EachJdk
  void fromTheStart(int version) throws IOException {
    Path recording = directory.resolve("requests.jfr");
    ChildJvm.Result result =
        ChildJvm.run(
            version,
            List.of(
                "-javaagent:" + ChildJvm.agent() + "=requests=on",
                "-XX:StartFlightRecording:filename=" + recording),
            Answering.class);
    check(result, recording);
  }

  @Test
  void fromWhenItIsAttached() throws IOException {
    Path recording = directory.resolve("requests.jfr");
    ChildJvm.Result result =
        ChildJvm.run(
            25,
            List.of(
                "-Djdk.attach.allowAttachSelf=true",
                "-XX:StartFlightRecording:filename=" + recording),
            Answering.class,
            ChildJvm.agent().toString(),
            "requests=jdk+tomcat+vertx+grpc");
    check(result, recording);
  }
}
