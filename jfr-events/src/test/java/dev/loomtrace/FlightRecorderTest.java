package dev.loomtrace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.event.EventNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class FlightRecorderTest {
  @TempDir Path folder;
  private FlightRecorder recorder = new FlightRecorder();

  @AfterEach
  void stop() {
    recorder.close();
  }

  private List<String> logged() throws IOException {
    Path file = folder.resolve("looked-at.jfr");
    recorder.writeTo(file);
    return messages(file);
  }

  static List<String> messages(Path file) throws IOException {
    return values(file, EventNames.LOG, EventNames.MESSAGE);
  }

  /** Of all events of a type, in the order of time, which is not that of the file. */
  static List<String> values(Path file, String event, String field) throws IOException {
    return RecordingFile.readAllEvents(file).stream()
        .filter(e -> e.getEventType().getName().equals(event))
        .sorted(Comparator.comparing(RecordedEvent::getStartTime))
        .map(e -> e.getString(field))
        .toList();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void writesWhatHappenedUpToNowToAFile() throws IOException {
    recorder.start();
    assertTrue(recorder.isEnabled());
    Task.run("task", () -> Log.log("", "first"));
    Path file = folder.resolve("window.jfr");
    Files.writeString(file, "older");
    long bytes = recorder.writeTo(file);
    assertEquals(bytes, Files.size(file));
    assertEquals(List.of("first"), messages(file));
    assertEquals(List.of("task"), values(file, EventNames.TASK, EventNames.NAME));
    assertEquals(List.of("window.jfr"), files());
    Log.log("", "second");
    assertEquals(List.of("first", "second"), logged());
  }

  @Test
  void writesTheSameToAStream() throws IOException {
    recorder.start();
    Log.log("", "streamed");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertEquals(recorder.writeTo(out), out.size());
    Path file = folder.resolve("streamed.jfr");
    Files.write(file, out.toByteArray());
    assertEquals(List.of("streamed"), messages(file));
  }

  @Test
  void leavesAnOlderFileAloneWhenItFails() throws IOException {
    recorder.start();
    Path file = folder.resolve("folder");
    Files.createDirectory(file);
    Files.writeString(file.resolve("inside"), "kept");
    assertThrows(IOException.class, () -> recorder.writeTo(file));
    assertEquals(List.of("folder"), files());
    assertEquals("kept", Files.readString(file.resolve("inside")));
    assertThrows(
        NoSuchFileException.class,
        () -> recorder.writeTo(folder.resolve("missing").resolve("window.jfr")));
    assertEquals(List.of(), logged());
  }

  @Test
  void replacesTheFileThatALinkNames() throws IOException {
    recorder.start();
    Path file = Files.createFile(folder.resolve("real.jfr"));
    Path link = Files.createSymbolicLink(folder.resolve("link.jfr"), file);
    long bytes = recorder.writeTo(link);
    assertTrue(Files.isSymbolicLink(link));
    assertEquals(bytes, Files.size(file));
  }

  @Test
  void goesOnAfterAStreamThatFails() throws IOException {
    recorder.start();
    Log.log("", "kept");
    IOException full = new IOException("full");
    OutputStream failing =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw full;
          }
        };
    assertEquals(full, assertThrows(IOException.class, () -> recorder.writeTo(failing)));
    assertEquals(List.of("kept"), logged());
  }

  @Test
  void isRefusedWhileOneIsStarted() {
    recorder.start();
    IllegalStateException again = assertThrows(IllegalStateException.class, recorder::start);
    assertEquals("flight recorder is started already", again.getMessage());
    FlightRecorder other = new FlightRecorder();
    IllegalStateException second = assertThrows(IllegalStateException.class, other::start);
    assertEquals("another flight recorder is started", second.getMessage());
    assertFalse(other.isEnabled());
    other.stop();
    assertTrue(recorder.isEnabled());
    recorder.stop();
    other.start();
    assertTrue(other.isEnabled());
    other.close();
  }

  @Test
  void hasNothingToWriteUnlessItIsStarted() throws IOException {
    Path file = folder.resolve("window.jfr");
    assertFalse(recorder.isEnabled());
    assertThrows(IllegalStateException.class, () -> recorder.writeTo(file));
    recorder.start();
    Log.log("", "of the first window");
    recorder.stop();
    recorder.stop();
    assertFalse(recorder.isEnabled());
    assertFalse(Task.isEnabled());
    assertThrows(IllegalStateException.class, () -> recorder.writeTo(file));
    recorder.start();
    assertEquals(List.of(), logged());
    assertEquals(List.of("looked-at.jfr"), files());
  }

  @Test
  void forgetsWhatIsOlderThanItsWindow() throws IOException {
    recorder =
        new FlightRecorder(FlightRecorder.Config.builder().window(Duration.ofSeconds(3)).build());
    recorder.start();
    Log.log("", "old");
    assertEquals(List.of("old"), logged());
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !logged().contains("old"));
    Log.log("", "new");
    assertEquals(List.of("new"), logged());
  }

  @Test
  void forgetsWhatIsMoreThanItMayKeep() throws IOException {
    recorder = new FlightRecorder(FlightRecorder.Config.builder().maxBytes(1).build());
    recorder.start();
    Log.log("", "first");
    assertEquals(List.of("first"), logged());
    Log.log("", "second");
    assertEquals(List.of("second"), logged());
  }

  @Test
  void leavesOutWhatOtherRecordingsHave() throws IOException {
    try (Recorded other = Recorded.start()) {
      Log.log("", "before");
      recorder.start();
      Log.log("", "after");
      assertEquals(List.of("after"), logged());
      recorder.stop();
      List<RecordedEvent> all = other.events(EventNames.LOG);
      assertEquals(2, all.size());
    }
  }

  @Test
  void letsItsThreadsGo() {
    recorder.start();
    assertTrue(threads() > 0);
    recorder.stop();
    Awaitility.await().until(() -> threads() == 0);
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("loomtrace-flight-recorder"))
        .count();
  }

  @Test
  void hasTheDocumentedDefaults() {
    FlightRecorder.Config config = FlightRecorder.Config.builder().build();
    assertEquals(Duration.ofSeconds(10), config.window());
    assertEquals(64 << 20, config.maxBytes());
    assertEquals(Duration.ofSeconds(10), config.minDumpInterval());
    assertEquals(Settings.alwaysOn(), config.settings());
    assertEquals(
        "window PT10S, maxBytes 67108864, minDumpInterval PT10S, settings loomtrace.jfc",
        config.toString());
  }

  @Test
  void aConfigurationDiffersFromAnotherByOneValue() {
    FlightRecorder.Config config = FlightRecorder.Config.DEFAULT;
    assertEquals(config, FlightRecorder.Config.builder().build());
    assertEquals(config, config.toBuilder().build());
    Duration minute = Duration.ofMinutes(1);
    assertEquals(config.toBuilder().window(minute).build(), config.withMinAge(minute));
    assertEquals(config.toBuilder().maxBytes(1).build(), config.withMaxBytes(1));
    assertEquals(
        config.toBuilder().minDumpInterval(minute).build(), config.withMinDumpInterval(minute));
    assertEquals(
        config.toBuilder().settings(Settings.full()).build(), config.withSettings(Settings.full()));
  }

  @Test
  void configurationsAreEqualIfTheySayTheSame() {
    FlightRecorder.Config.Builder builder =
        FlightRecorder.Config.builder()
            .window(Duration.ofMinutes(1))
            .maxBytes(1)
            .minDumpInterval(Duration.ZERO)
            .settings(Settings.full());
    FlightRecorder.Config config = builder.build();
    assertEquals(config, builder.build());
    assertEquals(config.hashCode(), builder.build().hashCode());
    assertEquals(
        "window PT1M, maxBytes 1, minDumpInterval PT0S, settings loomtrace-full.jfc",
        config.toString());
    for (FlightRecorder.Config other :
        List.of(
            builder.window(Duration.ofMinutes(2)).build(),
            builder.window(config.window()).maxBytes(2).build(),
            builder.maxBytes(1).minDumpInterval(Duration.ofSeconds(1)).build(),
            builder.minDumpInterval(Duration.ZERO).settings(Settings.alwaysOn()).build())) {
      assertNotEquals(config, other);
    }
    assertEquals(Duration.ofMinutes(1), config.window(), "changed by its builder");
    assertEquals(Settings.full(), config.settings(), "changed by its builder");
  }

  private static void assertRefused(String message, Executable setting) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, setting).getMessage());
  }

  @Test
  void checksItsConfiguration() {
    FlightRecorder.Config.Builder builder = FlightRecorder.Config.builder();
    FlightRecorder.Config before = builder.build();
    assertRefused("window must be positive, but is PT0S", () -> builder.window(Duration.ZERO));
    assertRefused(
        "window must be positive, but is PT-1S", () -> builder.window(Duration.ofSeconds(-1)));
    assertRefused("maxBytes must be positive, but is 0", () -> builder.maxBytes(0));
    assertRefused(
        "minDumpInterval must not be negative, but is PT-0.000000001S",
        () -> builder.minDumpInterval(Duration.ofNanos(-1)));
    assertThrows(NullPointerException.class, () -> builder.settings(null));
    assertEquals(before, builder.build());
    Duration long365 = Duration.ofDays(365_000_000_000L);
    assertEquals(long365, builder.window(long365).build().window());
  }

  static void write(FlightRecorder recorder, OutputStream out) {
    try {
      recorder.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void keepsEverythingIfToldTo() throws IOException {
    recorder =
        new FlightRecorder(
            FlightRecorder.Config.builder().window(ChronoUnit.FOREVER.getDuration()).build());
    recorder.start();
    Log.log("", "kept");
    assertEquals(List.of("kept"), logged());
  }

  @Test
  void doesNotPassOffAnOldWindowAsTheLatest() throws IOException {
    recorder.start();
    jdk.jfr.FlightRecorder.getFlightRecorder().getRecordings().stream()
        .filter(r -> r.getName().equals("Loomtrace flight recorder"))
        .forEach(jdk.jfr.Recording::stop);
    Path file = folder.resolve("window.jfr");
    IOException thrown = assertThrows(IOException.class, () -> recorder.writeTo(file));
    assertEquals(
        "the flight recorder's recording was stopped by someone else", thrown.getMessage());
    assertFalse(Files.exists(file));
    recorder.stop();
    recorder.start();
    Log.log("", "new");
    assertEquals(List.of("new"), logged());
  }
}
