package dev.loomtrace.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.e2e.program.Endless;
import dev.loomtrace.testing.jvm.EachJdk;
import dev.loomtrace.trace.Repairs;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** What a JVM that was killed leaves in JFR's repository is read up to its last flush. */
@Tag("parallel")
class KilledJvmIT {
  private static final String PLAYER = "dev.loomtrace.e2e.program/Endless$Player";

  private static final int FLUSHES = 3;

  @TempDir Path directory;

  @EachJdk
  void allThatWasFlushedIsThere(int version) throws IOException {
    List<String> options =
        List.of(
            "-javaagent:" + ChildJvm.agent(),
            "-XX:StartFlightRecording",
            "-XX:FlightRecorderOptions:repository=" + directory);
    List<Path> chunks;
    try (RunningJvm jvm =
        new RunningJvm(ChildJvm.command(version, options, Endless.class), directory)) {
      jvm.read("rotated");
      chunks = chunks();
      Set<Long> flushed = new HashSet<>();
      Path last = chunks.getLast();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                flushed.add(size(last));
                return flushed.size() > FLUSHES;
              });
      jvm.kill();
    }
    assertEquals(3, chunks.size());
    Path copy = directory.resolve("last.jfr");
    Files.copy(chunks.getLast(), copy);
    Conversion ofLast = Conversion.of(copy);
    assertNearlyExact(ofLast);
    assertTrue(takes(ofLast) > 0, "the last chunk has waits");

    Path all = directory.resolve("all.jfr");
    try (OutputStream out = Files.newOutputStream(all)) {
      for (Path chunk : chunks) {
        Files.copy(chunk, out);
      }
    }
    Conversion ofAll = Conversion.of(all);
    assertNearlyExact(ofAll);
    assertTrue(takes(ofAll) > takes(ofLast), "all chunks have more than the last");
  }

  /**
   * What the two threads were waiting for at the end nobody could write down any more, so each of
   * them may seem to run on, once.
   */
  private static void assertNearlyExact(Conversion conversion) {
    conversion.assertValid();
    Repairs repairs = conversion.repairs();
    assertEquals(0, repairs.total(Repairs.Group.LOSS), repairs::toString);
    assertTrue(repairs.count(Repairs.Kind.STOP_ADDED) <= 2, repairs::toString);
    assertEquals(
        repairs.count(Repairs.Kind.STOP_ADDED),
        repairs.total(Repairs.Group.SCHEDULING),
        repairs::toString);
  }

  private static long takes(Conversion conversion) {
    return conversion.census().reasons(PLAYER).getOrDefault("sync.(*Cond).Wait", 0L);
  }

  /** The files of the repository, which are named after their times. */
  private List<Path> chunks() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> !directory.equals(file.getParent()))
          .filter(file -> file.toString().endsWith(".jfr"))
          .sorted()
          .toList();
    }
  }

  /** How much of it has been flushed, by its header. */
  private static long size(Path chunk) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(chunk.toFile(), "r")) {
      if (file.length() < 68) {
        return 0;
      }
      file.seek(8);
      return file.readLong();
    }
  }
}
