package dev.loomtrace.bridge;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.bridge.boot.jdk.JdkTable;
import dev.loomtrace.event.EventNames;
import dev.loomtrace.testing.jvm.EachJdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the agent does to a JVM that starts with it, and what it does not. */
@Tag("parallel")
class InstallIT {
  @TempDir Path directory;

  @EachJdk
  void startsWithoutAWord(int version) {
    ChildJvm.Result result =
        ChildJvm.run(version, List.of("-javaagent:" + ChildJvm.agent()), Waiting.class, "0");
    assertEquals("", result.err());
    assertEquals(0, result.status());
    assertEquals(1, result.get("installed"));
    assertEquals(1, result.get("light"));
  }

  @EachJdk
  void theTableOfInternalsIsRightOfEachJdk(int version) {
    ChildJvm.Result result =
        ChildJvm.run(version, List.of("-javaagent:" + ChildJvm.agent()), JdkTable.class);
    assertEquals("", result.out());
    assertEquals(0, result.status(), result.err());
  }

  @EachJdk
  void recordsUnderAnotherName(int version) throws IOException {
    Path renamed = Files.copy(ChildJvm.agent(), directory.resolve("other.jar"));
    Path recording = directory.resolve("renamed.jfr");
    ChildJvm.Result result =
        ChildJvm.run(
            version,
            List.of("-javaagent:" + renamed, "-XX:StartFlightRecording:filename=" + recording),
            Waiting.class,
            "0");
    assertEquals(0, result.status(), result.err());
    assertFalse(result.err().contains("loomtrace:"), result.err());
    assertEquals(result.get("parks"), Tally.of(recording).state(EventNames.STATE_PARKED));
  }

  @EachJdk
  void recordsWaitsWithStackAlone(int version) {
    Path recording = directory.resolve("alone.jfr");
    ChildJvm.Result result =
        ChildJvm.run(
            version,
            List.of(
                "-javaagent:" + ChildJvm.agent(),
                "-XX:StartFlightRecording:filename=%s,+%s#enabled=false,+%s#threshold=0ns"
                    .formatted(
                        recording,
                        EventNames.VIRTUAL_THREAD_BLOCK,
                        EventNames.VIRTUAL_THREAD_LONG_BLOCK)),
            Waiting.class,
            "0");
    assertEquals(0, result.status(), result.err());
    Tally tally = Tally.of(recording);
    assertEquals(result.get("parks"), tally.state(EventNames.STATE_PARKED));
    assertEquals(result.get("parks"), tally.events(EventNames.VIRTUAL_THREAD_LONG_BLOCK));
  }

  @Test
  void twiceIsOnce() {
    Path recording = directory.resolve("twice.jfr");
    ChildJvm.Result result =
        ChildJvm.record(
            25, recording, List.of("-javaagent:" + ChildJvm.agent()), Waiting.class, "0");
    assertEquals("", result.err());
    assertEquals(result.get("parks"), Tally.of(recording).state(EventNames.STATE_PARKED));
  }

  @Test
  void offInstallsNothing() {
    for (List<String> off :
        List.of(
            List.of("-javaagent:" + ChildJvm.agent() + "=off"),
            List.of("-Dloomtrace.off=true", "-javaagent:" + ChildJvm.agent()))) {
      ChildJvm.Result result = ChildJvm.run(25, off, Waiting.class, "0");
      assertEquals("", result.err());
      assertEquals(0, result.get("installed"), off.toString());
      assertEquals(0, result.get("light"), off.toString());
    }
  }

  @Test
  void helpsAndComplains() {
    ChildJvm.Result help =
        ChildJvm.run(
            25, List.of("-javaagent:" + ChildJvm.agent() + "=off,help"), Waiting.class, "0");
    assertEquals(AgentOptions.HELP, help.err());
    ChildJvm.Result unknown =
        ChildJvm.run(
            25, List.of("-javaagent:" + ChildJvm.agent() + "=nonsense"), Waiting.class, "0");
    assertEquals("loomtrace: unknown option 'nonsense' (try help)\n", unknown.err());
    assertEquals(1, unknown.get("installed"));
  }

  @Test
  void declinesWithoutFlightRecorder() {
    ChildJvm.Result result =
        ChildJvm.run(
            25,
            List.of("--limit-modules=java.instrument", "-javaagent:" + ChildJvm.agent()),
            Waiting.class,
            "0");
    assertEquals(
        "loomtrace: not recording virtual threads: this Java run time has no module jdk.jfr\n",
        result.err());
    assertEquals(0, result.status());
    assertEquals(0, result.get("installed"));
  }

  @Test
  void tellsTheDoctorWhyItDeclines() throws IOException {
    Path report = directory.resolve("report");
    String agent = "-javaagent:" + ChildJvm.agent() + "=doctor=" + report;
    ChildJvm.run(25, List.of("--limit-modules=java.instrument", agent), Waiting.class, "0");
    assertEquals(
        List.of(
            "fail\tagent\tnot recording virtual threads: this Java run time has no module jdk.jfr",
            "fail\tverdict\tnot healthy: 1 failed"),
        Files.readAllLines(report));
    ChildJvm.run(25, List.of("-Dloomtrace.off=true", agent), Waiting.class, "0");
    assertEquals("fail\tagent\tswitched off in this JVM", Files.readAllLines(report).get(0));
  }

  @Test
  void carriesTheLicencesOfWhatIsInIt() throws IOException {
    try (JarFile jar = new JarFile(ChildJvm.agent().toFile())) {
      assertAll(
          List.of(
                  "META-INF/LICENSE",
                  "META-INF/licenses/byte-buddy/LICENSE",
                  "META-INF/licenses/byte-buddy/NOTICE",
                  "META-INF/licenses/ASM")
              .stream()
              .map(name -> () -> assertTrue(jar.getEntry(name) != null, name)));
      assertTrue(
          jar.stream().noneMatch(entry -> entry.getName().startsWith("net/bytebuddy/")),
          "Byte Buddy is where it cannot meet the application's");
    }
  }
}
