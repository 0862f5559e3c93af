package dev.loomtrace.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.convert.Traces;
import dev.loomtrace.e2e.program.Borders;
import dev.loomtrace.e2e.program.Mix;
import dev.loomtrace.testing.jvm.Sample;
import dev.loomtrace.trace.MalformedTraceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Recordings that are not a whole one of ours: what they have is in the trace. */
@Tag("parallel")
class OtherRecordingsIT {
  @TempDir Path directory;

  static Stream<Arguments> stock() {
    return Sample.of(
        2,
        List.of(
            Arguments.of(25, "default"),
            Arguments.of(25, "none"),
            Arguments.of(25, "profile"),
            Arguments.of(21, "default")));
  }

  static Stream<Arguments> ours() {
    return Sample.of(
        1,
        List.of(
            Arguments.of(25, "none"), Arguments.of(25, "profile"), Arguments.of(21, "profile")));
  }

  @Tag(Sample.TAG)
  @ParameterizedTest
  @MethodSource("stock")
  void aStockRecordingIsConvertedWithWhatItHas(int version, String settings) throws IOException {
    Path recording = record(version, settings, false, Mix.class, "20", "30", "5");
    Conversion conversion = Conversion.of(recording);
    Map<String, Long> facts = conversion.assertValid();
    if (!settings.equals("none")) {
      assertTrue(conversion.census().lives().stream().anyMatch(life -> life.name().equals("main")));
      assertTrue(facts.get("goroutines") > 5, facts::toString);
      assertTrue(
          conversion.census().lives().stream().anyMatch(life -> life.name().startsWith("pool")),
          "platform threads are there");
    }
  }

  @Tag(Sample.TAG)
  @ParameterizedTest
  @MethodSource("ours")
  void ourEventsAreExactUnderAnySettings(int version, String settings) throws IOException {
    Path recording = record(version, settings, true, Mix.class, "20", "30", "5");
    Conversion.of(recording).assertExact();
  }

  @Test
  void aStockRecordingWithoutVirtualThreadsHasItsPlatformThreads() throws IOException {
    Path recording = record(25, "default", false, Quiet.class);
    Conversion conversion = Conversion.of(recording);
    conversion.assertExact();
    assertTrue(conversion.census().lives().stream().anyMatch(life -> life.name().equals("quiet")));
  }

  /** A program of platform threads only. */
  static final class Quiet {
    private Quiet() {}

    public static void main(String[] args) throws InterruptedException {
      Thread thread = Thread.ofPlatform().name("quiet-1").start(Thread::onSpinWait);
      thread.join();
    }
  }

  @Tag("slow")
  @Test
  void recordingsOfTwoJvmsInOneFileAreATraceOrAComplaint() throws IOException {
    byte[] first = Files.readAllBytes(record(25, "default", true, Borders.class, "0", "1"));
    byte[] second = Files.readAllBytes(record(25, "default", true, Borders.class, "0", "1"));
    Verdict.on(joined(first, second), "in order");
    Verdict backwards = Verdict.on(joined(second, first), "the later one first");
    assertTrue(backwards.complaint().contains("another JVM"), backwards::complaint);
    long alone = Verdict.on(second, "the later one alone").events();
    assertTrue(backwards.events() >= alone - 1, "what comes first is converted");
  }

  @Test
  void leavesNothingBehindAndOldFilesAlone() throws IOException {
    byte[] whole = Files.readAllBytes(record(25, "none", true, Borders.class, "0", "1"));
    Path broken = directory.resolve("broken.jfr");
    Files.write(broken, Arrays.copyOf(whole, whole.length - 1));
    Path trace = directory.resolve("out.trace");
    List<Path> before = files();
    assertThrows(MalformedTraceException.class, () -> Traces.convertToGo(broken, trace));
    assertEquals(before, files());

    byte[] old = "an older trace".getBytes(StandardCharsets.UTF_8);
    Files.write(trace, old);
    assertThrows(MalformedTraceException.class, () -> Traces.convertToGo(broken, trace));
    assertEquals("an older trace", Files.readString(trace));
    assertThrows(IOException.class, () -> Traces.convertToGo(directory, trace));
    assertThrows(IOException.class, () -> Traces.convertToGo(directory.resolve("missing"), trace));
    assertThrows(IllegalArgumentException.class, () -> Traces.convertToGo(broken, broken));
    assertEquals("an older trace", Files.readString(trace));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  private static byte[] joined(byte[] a, byte[] b) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(a);
    out.writeBytes(b);
    return out.toByteArray();
  }

  private Path record(
      int version, String settings, boolean agent, Class<?> main, String... arguments)
      throws IOException {
    Path recording = Files.createTempFile(directory, settings, ".jfr");
    List<String> options = new ArrayList<>();
    if (agent) {
      options.add("-javaagent:" + ChildJvm.agent());
    }
    options.add("-XX:StartFlightRecording:settings=" + settings + ",filename=" + recording);
    ChildJvm.Result program = ChildJvm.run(version, options, main, arguments);
    assertEquals(0, program.status(), program.err());
    return recording;
  }
}
