package dev.loomtrace.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.event.EventNames;
import dev.loomtrace.testing.jvm.JavaRunTimes;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An AOT cache or an archive of classes, made as docs/safety.md says, serves with the agent. */
@Tag("parallel")
@Tag("slow")
class ClassArchiveIT {
  private static final int JDK = 25;
  private static final String AGENT = "-javaagent:" + ChildJvm.agent();
  private static final String SHARED = "source: shared objects file";

  @TempDir Path folder;

  /** A JVM's end and all that it printed. */
  private record Answer(int status, String text) {}

  /**
   * A program in a jar, since classes in folders are not archived. Written once: an archive does
   * not serve a jar of another time.
   */
  private Path jar() throws IOException {
    Path jar = folder.resolve("waiting.jar");
    if (Files.exists(jar)) {
      return jar;
    }
    String name = Waiting.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry(name));
      Waiting.class.getResourceAsStream("/" + name).transferTo(out);
    }
    return jar;
  }

  private Answer java(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(JavaRunTimes.home(JDK).resolve("bin/java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", jar().toString(), Waiting.class.getName(), "0"));
    File out = folder.resolve("out").toFile();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out).start();
    process.getOutputStream().close();
    int status = process.waitFor();
    return new Answer(status, Files.readString(out.toPath()));
  }

  private Path train(String modules) throws IOException, InterruptedException {
    Path cache = folder.resolve("app.aot");
    Answer training = java("-XX:AOTCacheOutput=" + cache, "--add-modules=" + modules);
    assertTrue(Files.exists(cache), training.text());
    return cache;
  }

  private static boolean shared(Answer answer) {
    return answer
        .text()
        .lines()
        .anyMatch(l -> l.contains(Waiting.class.getName() + " ") && l.contains(SHARED));
  }

  private static void assertServes(Answer answer) {
    assertEquals(0, answer.status(), answer.text());
    assertTrue(answer.text().contains("installed=1"), answer.text());
    assertTrue(shared(answer), "the program's class is from the archive");
  }

  @Test
  void aCacheServesTheAgent() throws Exception {
    Path cache = train("java.instrument");
    assertServes(java("-XX:AOTMode=on", "-XX:AOTCache=" + cache, AGENT, "-Xlog:class+load"));
  }

  @Test
  void aCacheServesTheAgentWithARecording() throws Exception {
    Path cache = train("java.instrument,jdk.jfr");
    Path recording = folder.resolve("cached.jfr");
    Answer answer =
        java(
            "-XX:AOTMode=on",
            "-XX:AOTCache=" + cache,
            AGENT,
            "-XX:StartFlightRecording:filename=" + recording,
            "-Xlog:class+load");
    assertServes(answer);
    assertTrue(answer.text().contains("parks=5"), answer.text());
    assertEquals(5, Tally.of(recording).state(EventNames.STATE_PARKED));
  }

  @Test
  void anArchiveServesTheAgent() throws Exception {
    Path archive = folder.resolve("app.jsa");
    java("-XX:ArchiveClassesAtExit=" + archive, "-Xbootclasspath/a:" + ChildJvm.agent());
    assertServes(java("-XX:SharedArchiveFile=" + archive, AGENT, "-Xlog:class+load"));
  }

  @Test
  void doctorSaysWhetherTheCacheIsUsed() throws Exception {
    Path report = folder.resolve("report");
    String doctor = AGENT + "=doctor=" + report;
    Path cache = train("java.instrument");
    java("-XX:AOTCache=" + cache, doctor);
    assertTrue(Files.readAllLines(report).contains("ok\tAOTCache\t" + cache + " is used"));
    Files.delete(cache);
    train("jdk.jfr");
    Answer answer = java("-XX:AOTCache=" + cache, doctor, "-Xlog:class+load");
    assertFalse(shared(answer));
    assertEquals(0, answer.status(), "the JVM starts without it");
    assertTrue(
        Files.readAllLines(report).stream()
            .anyMatch(l -> l.startsWith("warn\tAOTCache\t" + cache + " is not used")),
        Files.readString(report));
  }

  /**
   * When this fails, a JDK has come that can be trained with the agent: say so in docs/safety.md.
   */
  @Test
  void trainingWithTheAgentGivesNoCache() throws Exception {
    Path cache = folder.resolve("app.aot");
    // The second JVM, which makes the cache of what the first has learnt, crashes.
    Path crash = folder.resolve("crash.log");
    java("-XX:AOTCacheOutput=" + cache, "-XX:ErrorFile=" + crash, AGENT);
    assertFalse(Files.exists(cache));
  }
}
