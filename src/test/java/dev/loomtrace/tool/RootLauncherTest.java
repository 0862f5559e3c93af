package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher at the project's root, in a project whose Maven is a script of ours. */
class RootLauncherTest {
  @TempDir Path temp;
  private Path project;
  private Path bin;

  private record Answer(int status, String out, String err) {}

  @BeforeEach
  void makeProject() throws IOException {
    project = Files.createDirectories(temp.resolve("my project"));
    bin = Files.createDirectories(temp.resolve("bin"));
    Path lib = Files.createDirectories(project.resolve("src/main/dist/lib"));
    Files.createDirectories(project.resolve("converter/src/main"));
    for (String file : List.of("loomtrace", "src/main/dist/lib/find-java.sh", "src/pom.xml")) {
      Files.copy(Path.of("..").resolve(file), project.resolve(file));
    }
    project.resolve("loomtrace").toFile().setExecutable(true);
    assertTrue(Files.isDirectory(lib));
    Files.writeString(
        project.resolve("pom.xml"), "<project>\n  <version>1.2.3</version>\n</project>\n");
    maven(
        """
        echo '[INFO] Building Loomtrace events 1.2.3 [1/1]'
        root=${3%/pom.xml}
        home=$root/target/loomtrace-1.2.3
        mkdir -p "$home/lib" "$home/bin" "$root/src/target"
        touch "$root/src/target/loomtrace-1.2.3.jar"
        touch -t 202001010000 "$home/lib/loomtrace.jar"
        printf '#!/bin/sh\\necho "ran $*"; exit 7\\n' >"$home/bin/loomtrace"
        chmod +x "$home/bin/loomtrace"
        """);
  }

  private void maven(String script) throws IOException {
    Path mvn = bin.resolve("mvn");
    Files.writeString(mvn, "#!/bin/sh\n" + script);
    mvn.toFile().setExecutable(true);
  }

  private Answer launch(String... arguments) throws IOException, InterruptedException {
    return launch(Map.of(), arguments);
  }

  private Answer launch(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Path err = temp.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(project.resolve("loomtrace").toString()).redirectError(err.toFile());
    builder.command().addAll(List.of(arguments));
    builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), out, Files.readString(err));
  }

  @Test
  void buildsAtFirstUseOnly() throws Exception {
    Answer first = launch("why", "a b");
    assertEquals("ran why a b\n", first.out(), first.err());
    assertEquals(7, first.status());
    assertTrue(first.err().startsWith("loomtrace: building with "), first.err());
    assertEquals(new Answer(7, "ran \n", ""), launch());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pom.xml",
        "converter/src/main/New.java",
        "jfr-events/src/contextual/New.java",
        "analysis/src/module/module-info.java"
      })
  void buildsAgainWhenASourceHasChanged(String changed) throws Exception {
    Path source = project.resolve(changed);
    Files.createDirectories(source.getParent());
    launch();
    Files.writeString(source, Files.exists(source) ? Files.readString(source) : "");
    Path jar = project.resolve("src/target/loomtrace-1.2.3.jar");
    Files.setLastModifiedTime(jar, FileTime.fromMillis(source.toFile().lastModified() - 10_000));
    assertTrue(launch().err().contains("building"));
    assertFalse(launch().err().contains("building"));
  }

  @Test
  void buildsWhenToldTo() throws Exception {
    launch();
    Answer again = launch("--rebuild");
    assertTrue(again.err().contains("building"), again.err());
    assertEquals(0, again.status());
    assertEquals("ran agent\n", launch("--rebuild", "agent").out());
  }

  @Test
  void showsTheEndOfTheLogWhenTheBuildFails() throws Exception {
    maven("echo '[ERROR] no such planet'\nexit 1\n");
    Answer answer = launch("why");
    assertEquals(1, answer.status());
    assertTrue(answer.err().contains("[ERROR] no such planet"), answer.err());
    assertTrue(answer.err().contains("the build failed; all of it is in "), answer.err());
    assertEquals("", answer.out());
    assertFalse(Files.exists(project.resolve("target/.building")));
  }

  @Test
  void saysThatTheTargetCannotBeWritten() throws Exception {
    Files.writeString(project.resolve("target"), "a file");
    Answer answer = launch("why");
    assertEquals(1, answer.status());
    assertEquals(
        "loomtrace: cannot build: the folder "
            + project.toRealPath().resolve("target")
            + " cannot be written\n",
        answer.err());
  }

  @Test
  void isNotHeldUpByALockThatWasLeftBehind() throws Exception {
    assumeTrue(hasFlock());
    Files.createDirectories(project.resolve("target/.building"));
    Files.writeString(project.resolve("target/.building.lock"), "1\n");
    Answer answer = launch("why");
    assertEquals("ran why\n", answer.out(), answer.err());
    assertFalse(answer.err().contains("waiting"), answer.err());
  }

  @Test
  void waitsForAnotherBuildForSomeTimeAndSaysSo() throws Exception {
    assumeTrue(hasFlock());
    Path lock = project.resolve("target/.building.lock");
    Files.createDirectories(lock.getParent());
    Process other =
        new ProcessBuilder(
                "sh",
                "-c",
                "exec 9>>\"$0\"; flock 9; echo 4711 >\"$0\"; echo; read x",
                lock.toString())
            .start();
    try {
      assertEquals('\n', other.getInputStream().read());
      Answer answer = launch(Map.of("LOOMTRACE_BUILD_WAIT", "1"), "why");
      assertEquals(1, answer.status());
      assertEquals(
          """
          loomtrace: waiting for another build, by process 4711, 1 s at most
          loomtrace: gave up waiting for another build, by process 4711, after 1 s.
          """,
          answer.err());
    } finally {
      other.destroy();
      other.waitFor();
    }
    assertEquals(7, launch("why").status());
  }

  @Test
  void saysWhichLockWasLeftBehindWhereThereIsNoFlock() throws Exception {
    Path lock = Files.createDirectories(project.resolve("target/.building"));
    Map<String, String> environment =
        Map.of("PATH", tools().toString(), "LOOMTRACE_BUILD_WAIT", "1");
    Answer answer = launch(environment, "why");
    assertEquals(1, answer.status());
    assertTrue(answer.err().endsWith("remove " + lock.toRealPath() + "\n"), answer.err());
    assertTrue(answer.err().contains("that has not said which"), answer.err());
  }

  private static boolean hasFlock() {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "flock")));
  }

  @Test
  void takesNoOtherFolderForItsOwn() throws Exception {
    Files.createDirectories(temp.resolve("elsewhere/my project"));
    Path link = Files.createSymbolicLink(temp.resolve("link"), project.resolve("loomtrace"));
    String script = "cd \"$0\"; CDPATH=\"$0/elsewhere\" sh 'my project/loomtrace' a ; ./link b";
    launch();
    assertTrue(Files.isSymbolicLink(link));
    Process process =
        new ProcessBuilder("sh", "-c", script, temp.toString()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals("ran a\nran b\n", out);
  }

  @Test
  void worksInAFolderOfAnyName() throws Exception {
    Path odd = temp.resolve("a\nb \u001b[31m\n");
    Files.move(project, odd);
    project = odd;
    Answer answer = launch("x y");
    assertEquals("ran x y\n", answer.out(), answer.err());
    assertTrue(answer.err().contains("/a\\012b \\033[31m\\012/target/build.log"), answer.err());
    assertEquals(1, answer.err().lines().count(), answer.err());
  }

  @Test
  void buildsFromAFolderThatWasRemoved() throws Exception {
    String script = "mkdir gone && cd gone && rmdir ../gone && exec \"$0\" a";
    maven("pwd -P >\"${3%/pom.xml}/place\"\nexit 1\n");
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", script, project.resolve("loomtrace").toString())
            .directory(temp.toFile())
            .redirectErrorStream(true);
    builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    process.getOutputStream().close();
    process.getInputStream().readAllBytes();
    assertEquals(1, process.waitFor());
    assertEquals(project.toRealPath() + "\n", Files.readString(project.resolve("place")));
  }

  @Test
  void showsWhatABuildPrintedHarmlessly() throws Exception {
    maven("printf 'no \\033[2J\\303\\251\\n'\nexit 1\n");
    assertTrue(launch("why").err().contains("\nno \\033[2J\\303\\251\n"), "escaped");
  }

  @Test
  void opensNothingInPlaceOfClosedDescriptors() throws Exception {
    launch();
    for (String closed : List.of(">&-", "2>&-", "<&-", ">&- 2>&- <&-")) {
      Process process =
          new ProcessBuilder(
                  "sh", "-c", "\"$0\" a " + closed, project.resolve("loomtrace").toString())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(7, process.waitFor(), closed + ": " + out);
      assertEquals(!closed.startsWith(">"), out.startsWith("ran a\n"), closed + ": " + out);
    }
  }

  @Test
  void saysThatMavenIsMissing() throws Exception {
    Answer answer = launch(Map.of("PATH", tools().toString()), "why");
    assertEquals(1, answer.status());
    assertTrue(answer.err().contains("there is no mvn on the PATH"), answer.err());
  }

  /** A folder with all that the script needs, and neither mvn nor flock. */
  private Path tools() throws IOException {
    Path tools = Files.createDirectories(temp.resolve("tools"));
    for (String tool : List.of("sh", "head", "find", "readlink", "mkdir", "rm", "sleep")) {
      Files.createSymbolicLink(tools.resolve(tool), which(tool));
    }
    return tools;
  }

  private static Path which(String tool) throws IOException {
    for (String folder : System.getenv("PATH").split(":", -1)) {
      Path file = Path.of(folder, tool);
      if (Files.isExecutable(file)) {
        return file.toRealPath();
      }
    }
    throw new IOException("no " + tool);
  }

  @Test
  void explainsWhichJavaIsNeeded() throws Exception {
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                ". src/main/dist/lib/find-java.sh; find_java 9999 java || explain_java 'Java 9999 is needed.'")
            .directory(project.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(out.startsWith("loomtrace: Java 9999 is needed.\n"), out);
    assertTrue(out.contains("https://adoptium.net"), out);
  }

  @Test
  void passesOverAJavaThatIsTooOld() throws Exception {
    Path old = temp.resolve("old jdk");
    Files.createDirectories(old.resolve("bin"));
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    Files.createSymbolicLink(old.resolve("bin/java"), Path.of("/bin/sh"));
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                ". src/main/dist/lib/find-java.sh; find_java 21 java; echo \"$java_home $java_home_version\"")
            .directory(project.toFile())
            .start();
    process.getOutputStream().close();
    String own = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    ProcessBuilder builder =
        new ProcessBuilder(
                "sh",
                "-c",
                ". src/main/dist/lib/find-java.sh; find_java 17 java; echo \"$java_home $java_home_version\"; find_java 21 java; echo \"$java_home $java_home_version\"")
            .directory(project.toFile());
    builder.environment().put("JAVA_HOME", old.toString());
    Process second = builder.start();
    second.getOutputStream().close();
    String out = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(old + " 17\n" + own, out);
    assertTrue(own.matches("(?s).+ [2-9][0-9]\n"), own);
  }
}
