package dev.loomtrace.timeline.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program leaves behind that ends before it has tidied up. */
class LeftOversTest {
  /** Ends in the middle of a store, as an interrupt ends it. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws IOException {
      TemporaryStore store = new TemporaryStore();
      Path kept = Files.writeString(Path.of(arguments[0]), "kept");
      LeftOvers.add(kept);
      LeftOvers.remove(kept);
      Path gone = Files.writeString(Path.of(arguments[1]), "gone");
      LeftOvers.add(gone);
      System.out.println(store.kinds());
      System.exit(3);
    }
  }

  @Test
  void nothingIsLeftOfAnUnfinishedStore(@TempDir Path folder) throws Exception {
    Path kept = folder.resolve("kept");
    Path gone = folder.resolve("gone");
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                kept.toString(),
                gone.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(3, program.waitFor(), said);
    assertTrue(said.contains("STATE"), said);
    assertFalse(Files.exists(gone));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          List.of(kept),
          files.filter(file -> !file.getFileName().toString().startsWith("hsperf")).toList());
    }
  }

  /** A user without a home has no cache in the folder where they are. */
  @Test
  void aCacheThatIsNowhereKeepsNothing() throws IOException {
    Path nowhere = Path.of("no-home-of-anyone");
    Path trace = Path.of("..", "test-fixtures", "cases", "places-sleep-net.trace");
    try (SpanStore store = new StoreCache(nowhere, Long.MAX_VALUE).open(trace)) {
      assertTrue(store.threads().size() > 0);
    }
    assertFalse(Files.exists(nowhere));
  }
}
