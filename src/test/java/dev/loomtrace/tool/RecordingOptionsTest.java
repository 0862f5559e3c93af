package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordingOptionsTest {
  private static RecordingOptions options(String agent, String recording) {
    return new RecordingOptions(Path.of(agent), Path.of(recording), Optional.empty());
  }

  @Test
  void areTheAgentAndARecording() {
    assertEquals(
        List.of(
            "-javaagent:/lib/agent.jar",
            "-Xlog:jfr+startup=error",
            "-XX:StartFlightRecording:filename=/out/r.jfr,dumponexit=true"),
        options("/lib/agent.jar", "/out/r.jfr").arguments());
  }

  @Test
  void nameSettings() {
    RecordingOptions options =
        new RecordingOptions(
            Path.of("/a.jar"), Path.of("/r.jfr"), Optional.of(Path.of("/full.jfc")));
    assertEquals(
        "-XX:StartFlightRecording:filename=/r.jfr,dumponexit=true,settings=/full.jfc",
        options.arguments().getLast());
  }

  @Test
  void quoteWhatWouldEndAnOptionOfJfr() {
    assertEquals(
        "-XX:StartFlightRecording:filename=\"/a,b.jfr\",dumponexit=true",
        options("/a.jar", "/a,b.jfr").arguments().getLast());
  }

  @Test
  void comeAfterWhatTheEnvironmentHad() {
    assertEquals(
        "-Xmx1g -javaagent:/a.jar -Xlog:jfr+startup=error -XX:StartFlightRecording:filename=/r.jfr,dumponexit=true",
        options("/a.jar", "/r.jfr").environment("-Xmx1g"));
  }

  @Test
  void areQuotedWhereTheLauncherWouldSplitThem() {
    assertEquals(
        "\"-javaagent:/my lib/a.jar\" -Xlog:jfr+startup=error"
            + " '-XX:StartFlightRecording:filename=\"/my, out/r.jfr\",dumponexit=true'",
        options("/my lib/a.jar", "/my, out/r.jfr").environment(null));
  }
}
