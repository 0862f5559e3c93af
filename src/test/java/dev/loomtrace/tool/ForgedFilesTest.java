package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.gotrace.TraceMutator;
import dev.loomtrace.jfr.forge.Forge;
import dev.loomtrace.jfr.forge.Harm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Forged recordings, to every command: a result or one clean line, within the memory and the time
 * that files of their size may cost.
 *
 * <p>The long form: {@code -Dforge.commands=N} and {@code -Dforge.seed=N} for small files, {@code
 * -Dforge.spoiled=N} for recordings and Go traces that are changed.
 */
@Isolated("counts what the whole JVM allocates and computes")
class ForgedFilesTest {
  private static final long INPUTS = Long.getLong("forge.commands", 30);
  private static final long SPOILED = Long.getLong("forge.spoiled", 10);
  private static final long SEED = Long.getLong("forge.seed", 20261129L);

  private static final int TOGETHER = 4;

  static List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("..", "test-fixtures", "forged"))) {
      return files.filter(file -> file.toString().endsWith(".jfr")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("kept")
  void doNoHarmAgain(Path file) throws IOException {
    assertEquals(Optional.empty(), harmOf(Files.readAllBytes(file)));
  }

  @Test
  void doNoHarmToAnyCommand() {
    System.out.println("forge seed " + SEED + ", " + INPUTS + " inputs to every command");
    for (long i = 0; i < INPUTS; i++) {
      long number = i;
      Optional<String> done = harmOf(Forge.file(SEED, number).bytes());
      assertEquals(Optional.empty(), done, () -> "seed " + SEED + ", input " + number);
    }
  }

  /** Recordings and Go traces of which bytes or events were changed, moved or lost. */
  @Test
  void doNoHarmWhenSpoiled(@TempDir Path folder) throws Exception {
    Path recording = SampleRecording.in(folder);
    byte[] jfr = Files.readAllBytes(recording);
    byte[] go = CommandRun.of("convert", recording, "-").succeeds().bytes();
    TraceMutator traces = new TraceMutator(SEED, List.of(go));
    Random random = new Random(SEED);
    for (long i = 0; i < SPOILED; i++) {
      long number = i;
      byte[] input = i % 2 == 0 ? traces.next() : changed(jfr, random);
      assertEquals(
          Optional.empty(), harmOf(input), () -> "seed " + SEED + ", spoiled input " + number);
    }
  }

  /** What any command does wrong over an input. A few together may cost what a file may. */
  private static Optional<String> harmOf(byte[] input) {
    List<String> lines = EveryCommand.LINES;
    for (int i = 0; i < lines.size(); i += TOGETHER) {
      List<String> some = lines.subList(i, Math.min(lines.size(), i + TOGETHER));
      Harm harm = new Harm(in -> some.forEach(line -> EveryCommand.run(line, in)));
      Optional<String> done = harm.of(input);
      if (done.isPresent()) {
        return done.map(what -> some + ": " + what);
      }
    }
    return Optional.empty();
  }

  private static byte[] changed(byte[] whole, Random random) {
    byte[] bytes =
        random.nextInt(4) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
    for (int i = random.nextInt(8); i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }
}
