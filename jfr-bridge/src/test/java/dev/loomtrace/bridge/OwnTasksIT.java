package dev.loomtrace.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.event.EventNames;
import dev.loomtrace.testing.jvm.EachJdk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests are tasks in an application that has no library for them, and of versions unknown. */
@Tag("parallel")
class OwnTasksIT {
  private static final String DECLINED =
      "org.apache.catalina.core.StandardEngineValve has no invoke with 2 arguments;"
          + " a newer Loomtrace may know this version";

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
    // Said once, and the server works as before.
    assertEquals(
        List.of("loomtrace: requests of tomcat are not named: " + DECLINED),
        result.err().lines().filter(line -> line.startsWith("loomtrace:")).toList());
    assertTrue(result.out().contains("state tomcat: declined: " + DECLINED), result.out());
    assertTrue(result.out().contains("answered as before"), result.out());
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
            "requests=jdk+tomcat");
    check(result, recording);
  }
}
