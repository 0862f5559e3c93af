package dev.loomtrace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.loomtrace.event.EventNames;
import dev.loomtrace.recorder.DiskRoom;
import dev.loomtrace.testing.jvm.EachJdk;
import dev.loomtrace.testing.jvm.JavaRunTimes;
import example.Chaos;
import example.Dumping;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * A JVM that runs out of descriptors or disk now and then, while a thousand threads request dumps:
 * its own results are right, and no class of the JDK is broken afterwards. And one that is killed
 * during a dump. The long form ({@code -Dloomtrace.long=true}) takes ten minutes, and leaves a
 * table: {@code target/chaos.md}.
 */
class ChaosTest {
  private static final boolean LONG = Boolean.getBoolean("loomtrace.long");
  private static final int SECONDS = LONG ? 135 : 0;
  private static final int KILLS = LONG ? 20 : 1;
  private static final long SEED = Long.getLong("loomtrace.seed", 20);
  private static final List<String> ROWS = new ArrayList<>();

  @TempDir Path folder;

  private Path dump() {
    return folder.resolve("dump.jfr");
  }

  private List<String> command(Path repository, Class<?> program, String... args) {
    List<String> command = new ArrayList<>();
    command.add("-XX:FlightRecorderOptions:repository=" + repository);
    command.addAll(
        List.of("-cp", ChildJvm.classes() + File.pathSeparator + ChildJvm.testClasses()));
    command.add(program.getName());
    command.addAll(List.of(args));
    return command;
  }

  /** The regular files in the folder except the dump. */
  private List<Path> others() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> Files.isRegularFile(file) && !file.equals(dump()))
          .sorted()
          .toList();
    }
  }

  private Map<Path, Long> sizes() throws IOException {
    Map<Path, Long> sizes = new TreeMap<>();
    for (Path file : others()) {
      sizes.put(file, Files.size(file));
    }
    return sizes;
  }

  @EachJdk
  void keepsWorkingWithoutDescriptors(int version) throws Exception {
    ChildJvm.Result result =
        ChildJvm.run(
            List.of("sh", "-c", "ulimit -n 300; exec \"$0\" \"$@\""),
            version,
            command(
                folder.resolve("repository"),
                Chaos.class,
                dump().toString(),
                Integer.toString(SECONDS),
                Long.toString(SEED)));
    check(version, "no descriptors", "Too many open files", result);
    assertEquals(List.of(), others());
  }

  /** In a mount namespace of its own: it needs no rights there, and leaves nothing mounted. */
  @EachJdk
  void keepsWorkingWithAFullDisk(int version) throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    String mount = "mount -t tmpfs -o size=96m tmpfs '" + disk + "' && ";
    if (!isPossible("unshare", "-rm", "sh", "-c", mount + "true")) {
      System.err.println("SKIPPED: a small disk cannot be mounted here");
      abort("SKIPPED: a small disk cannot be mounted here");
    }
    String run = "\"$0\" \"$@\" && cd '" + disk + "' && mv dump.jfr .. && ls -AR";
    ChildJvm.Result result =
        ChildJvm.run(
            List.of("unshare", "-rm", "sh", "-c", mount + run),
            version,
            command(
                disk.resolve("repository"),
                Chaos.class,
                disk.resolve("dump.jfr").toString(),
                Integer.toString(SECONDS),
                Long.toString(SEED),
                disk.toString(),
                Long.toString(DiskRoom.MARGIN - (4 << 20))));
    check(version, "full disk", "nearly full", result);
    List<String> out = result.out();
    assertEquals(List.of(".:", "repository", "", "./repository:"), out.subList(5, out.size()));
  }

  private void check(int version, String title, String refusal, ChildJvm.Result result)
      throws IOException {
    assertEquals(0, result.status(), result.toString());
    List<String> out = result.out();
    assertEquals(List.of("last=true", "wrong=0", "broken={}"), out.subList(0, 3), out.toString());
    assertTrue(reasons().contains("last"));
    String dumps = out.get(4);
    assertTrue(dumps.contains(refusal) && dumps.contains("written="), dumps);
    row(version, title, value(out.get(3)), value(dumps));
  }

  private static String value(String line) {
    return line.substring(line.indexOf('=') + 1);
  }

  private static void row(int version, String... cells) {
    ROWS.add("| " + version + " | " + String.join(" | ", cells) + " |");
  }

  @EachJdk
  void leavesWholeFilesWhenItIsKilledInADump(int version) throws Exception {
    Path repository = folder.resolve("repository");
    Random random = new Random(SEED);
    int dumps = 0;
    for (int i = 0; i < KILLS; i++) {
      List<String> command = new ArrayList<>();
      command.add(JavaRunTimes.home(version).resolve("bin/java").toString());
      command.addAll(
          command(
              repository, Dumping.class, dump().toString(), Integer.toString(Integer.MAX_VALUE)));
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
        int written = Integer.parseInt(out.readLine());
        Thread.sleep(random.nextInt(300));
        awaitPart();
        process.toHandle().destroyForcibly(); // That of Process closes the reader.
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          written = Integer.parseInt(line);
        }
        process.waitFor();
        assertIsWhole(written);
        dumps += written + 1;
      }
    }
    Map<Path, Long> parts = sizes();
    for (Path part : parts.keySet()) {
      String name = part.getFileName().toString();
      assertTrue(name.matches("\\.dump\\.jfr\\.[0-9a-f]+\\.part"), name);
    }
    ChildJvm.Result next =
        ChildJvm.run(version, command(repository, Dumping.class, dump().toString(), "1"));
    assertEquals(new ChildJvm.Result(0, List.of("0"), ""), next);
    assertEquals(List.of("0"), reasons());
    assertEquals(parts, sizes());
    row(version, "killed " + KILLS + " times", "", dumps + ", unfinished files " + parts.size());
  }

  /** Waits until a dump is being written, if that can be seen. */
  private void awaitPart() throws IOException {
    List<Path> before = others();
    for (int i = 0; i < 1000 && others().equals(before); i++) {
      Thread.onSpinWait();
    }
  }

  private void assertIsWhole(int written) throws IOException {
    List<String> reasons = reasons();
    assertTrue(
        reasons.stream().anyMatch(reason -> Integer.parseInt(reason) >= written),
        () -> "dump " + written + " was written, in the file are " + reasons);
  }

  private List<String> reasons() throws IOException {
    return FlightRecorderTest.values(dump(), EventNames.DUMP, EventNames.REASON);
  }

  private static boolean isPossible(String... command) throws IOException, InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false; // There is no such program.
    }
  }

  @AfterAll
  static void writeTable() throws IOException {
    if (LONG) {
      List<String> lines = new ArrayList<>();
      lines.add(
          "%d processors (%s, %s), seed %d, %d s each."
              .formatted(
                  Runtime.getRuntime().availableProcessors(),
                  System.getProperty("os.name"),
                  System.getProperty("os.arch"),
                  SEED,
                  SECONDS));
      lines.addAll(List.of("", "| JDK | disturbed by | results, all right | dumps |"));
      lines.add("|---|---|---|---|");
      lines.addAll(ROWS);
      Files.write(ChildJvm.classes().resolveSibling("chaos.md"), lines);
    }
  }
}
