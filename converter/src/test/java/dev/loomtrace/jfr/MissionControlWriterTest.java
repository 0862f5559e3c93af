package dev.loomtrace.jfr;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.jfr.chunk.MissionControl;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.WaitReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmc.flightrecorder.writer.api.Recordings;
import org.openjdk.jmc.flightrecorder.writer.api.Type;
import org.openjdk.jmc.flightrecorder.writer.api.TypedValue;
import org.openjdk.jmc.flightrecorder.writer.api.Types;

/**
 * Recordings of tools that use Mission Control's writer: their threads have no Java ids, their
 * names are strings where the JVM has symbols, and their stacks refer to frames in a pool.
 */
class MissionControlWriterTest {
  private static final int SAMPLES = 20;
  private static final long WAIT_NANOS = 3_000_000;

  @TempDir Path folder;

  @Test
  void samplesAndWaitsHaveThreadsAndStacks() throws IOException, InterruptedException {
    Path file = folder.resolve("jmc.jfr");
    write(file);
    List<Stack> samples = new ArrayList<>();
    List<Stack> waits = new ArrayList<>();
    try (TraceReader reader = Traces.open(Files.newInputStream(file))) {
      while (reader.next()) {
        if (reader.kind() == EventKind.STACK_SAMPLE) {
          samples.add(reader.stack());
        } else if (reader.kind() == EventKind.GO_TRANSITION
            && reader.cause().reason() == WaitReason.LOCK) {
          waits.add(reader.goroutineStack());
        }
      }
    }
    assertEquals(Collections.nCopies(SAMPLES, MissionControl.INNERMOST), innermost(samples));
    assertEquals(List.of(MissionControl.INNERMOST), innermost(waits));
  }

  private static List<String> innermost(List<Stack> stacks) {
    return stacks.stream()
        .map(stack -> stack.isNone() ? "" : stack.frames().getFirst().function())
        .toList();
  }

  private static void write(Path file) throws IOException, InterruptedException {
    try (var recording =
        Recordings.newRecording(file, settings -> settings.withJdkTypeInitialization())) {
      Type sample =
          recording.registerEventType(
              "jdk.ExecutionSample", type -> type.addField("sampledThread", Types.JDK.THREAD));
      Type park =
          recording.registerEventType(
              "jdk.ThreadPark",
              type ->
                  type.addField("duration", Types.Builtin.LONG)
                      .addField("parkedClass", Types.JDK.CLASS));
      TypedValue thread =
          recording
              .getType(Types.JDK.THREAD)
              .asValue(
                  value ->
                      value
                          .putField("osName", "till")
                          .putField("osThreadId", 17L)
                          .putField("javaName", "till"));
      for (int i = 0; i < SAMPLES; i++) {
        TypedValue stack = MissionControl.stack(recording, 2);
        recording.writeEvent(
            sample.asValue(
                value ->
                    value
                        .putField("startTime", System.nanoTime())
                        .putField("eventThread", thread)
                        .putField("sampledThread", thread)
                        .putField("stackTrace", stack)));
        Thread.sleep(1);
      }
      Thread.sleep(10);
      recording.writeEvent(
          park.asValue(
              value ->
                  value
                      .putField("startTime", System.nanoTime() - WAIT_NANOS)
                      .putField("duration", WAIT_NANOS)
                      .putField("eventThread", thread)
                      .putField("stackTrace", MissionControl.stack(recording, 2))
                      .putField(
                          "parkedClass",
                          type ->
                              type.putField(
                                  "name",
                                  "java/util/concurrent/locks/ReentrantLock$NonfairSync"))));
    }
  }
}
