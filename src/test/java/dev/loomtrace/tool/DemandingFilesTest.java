package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.jfr.forge.Amplifier;
import dev.loomtrace.testing.jvm.Sample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Small files that ask for much, to every command. {@code -Dforge.bytes=N} is the size of each, in
 * the long form.
 */
class DemandingFilesTest {
  private static final int BYTES = Integer.getInteger("forge.bytes", 20_000);

  private static final long LEAST_MEMORY = 64L << 20;
  private static final int MEMORY_PER_BYTE = 20;

  /** In a JVM whose heap is what a file of that size may cost. */
  @Tag(Sample.TAG)
  @Test
  void askForMuchInVain() throws IOException, InterruptedException {
    long heap = LEAST_MEMORY + (long) MEMORY_PER_BYTE * BYTES;
    List<String> all = Arrays.stream(Amplifier.values()).map(Amplifier::name).toList();
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + (heap >> 10) + "k",
                "-cp",
                System.getProperty("java.class.path"),
                EveryCommand.class.getName(),
                Integer.toString(BYTES)));
    command.addAll(Sample.of(all.size() / 2, all).toList());
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(child.waitFor() == 0, () -> harmful(out));
  }

  private static String harmful(String out) {
    return String.join("\n", out.lines().filter(line -> !line.endsWith(" ms")).toList());
  }
}
