package dev.loomtrace.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.bridge.boot.request.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentOptionsTest {
  @Test
  void noneIsFine() {
    for (String text : new String[] {null, "", " "}) {
      AgentOptions options = AgentOptions.of(text);
      assertFalse(options.help() || options.off());
      assertEquals(Optional.empty(), options.doctor());
      assertEquals(List.of(), options.complaints());
    }
  }

  @Test
  void theDoctorsFileMayHaveCommasAndEqualsSigns() {
    AgentOptions options = AgentOptions.of("help,doctor=a,b=c,off");
    assertTrue(options.help());
    assertFalse(options.off());
    assertEquals(Optional.of(Path.of("a,b=c,off")), options.doctor());
    assertEquals(List.of(), options.complaints());
  }

  @Test
  void whatIsNotKnownIsNamed() {
    AgentOptions options = AgentOptions.of("off, nonsense");
    assertTrue(options.off());
    assertEquals(List.of("unknown option 'nonsense' (try help)"), options.complaints());
  }

  @Test
  void serversAreChosen() {
    assertEquals(Set.of(), AgentOptions.of("").requests());
    assertEquals(Set.of(), AgentOptions.of("requests=off").requests());
    assertEquals(Set.of(Server.values()), AgentOptions.of("requests=on").requests());
    AgentOptions options = AgentOptions.of("requests=jdk+tomcat+iis,virtual-only");
    assertEquals(Set.of(Server.JDK, Server.TOMCAT), options.requests());
    assertTrue(options.virtualOnly());
    assertEquals(1, options.complaints().size());
    assertTrue(
        options
            .complaints()
            .get(0)
            .startsWith("option requests= knows no 'iis': expected on, off or some of jdk+"),
        options.complaints()::toString);
  }

  @Test
  void keysAreLimitedInNumberAndLength() {
    assertEquals(Set.of(), AgentOptions.of("").mdc());
    assertEquals(Set.of("user", "tenant"), AgentOptions.of("mdc=user+tenant,off").mdc());
    String many = String.join("+", IntStream.range(0, 17).mapToObj(i -> "k" + i).toList());
    AgentOptions options = AgentOptions.of("mdc=" + many);
    assertEquals(16, options.mdc().size());
    assertEquals(
        List.of("option mdc= has more than 16 keys; not recorded: k16"), options.complaints());
    options = AgentOptions.of("mdc=a+" + "k".repeat(65));
    assertEquals(Set.of("a"), options.mdc());
    assertEquals(1, options.complaints().size());
  }

  @Test
  void aFileMayHaveThemTooAndTheCommandLineCounts(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("agent.txt");
    Files.writeString(file, "requests = jdk + iis\nmdc = user, tenant\ntrigger = error\n");
    AgentOptions options = AgentOptions.of("every=2m", RecorderOption.read(file));
    assertEquals(Set.of(Server.JDK), options.requests());
    assertEquals(Set.of("user", "tenant"), options.mdc());
    assertEquals(
        List.of("trigger error", "every 2m"),
        options.recorder().stream().map(one -> one.key() + " " + one.value()).toList());
    assertTrue(
        options
            .complaints()
            .get(0)
            .startsWith(file + ", line 1: option requests= knows no 'iis': expected on,"),
        options.complaints()::toString);
    options = AgentOptions.of("requests=off,mdc=", RecorderOption.read(file));
    assertEquals(Set.of(), options.requests());
    assertEquals(Set.of(), options.mdc());
  }

  @Test
  void commasInTheNamesOfTasksSeparateNothing() {
    AgentOptions options =
        AgentOptions.of("trigger=task(a,b(c,d))>1s, keep=20s,answer,virtual-only");
    assertEquals(
        List.of(
            new RecorderOption("trigger", "task(a,b(c,d))>1s", ""),
            new RecorderOption("keep", "20s", ""),
            new RecorderOption("answer", "", "")),
        options.recorder());
    assertTrue(options.virtualOnly());
    assertEquals(List.of(), options.complaints());
  }

  /** Only a trigger's parentheses hold something together. */
  @Test
  void parenthesesInOtherOptionsSeparateNothing() {
    AgentOptions options = AgentOptions.of("dir=dumps(1,answer,trigger=task(a,b)>1s,keep=9s");
    assertEquals(
        List.of("dir dumps(1", "answer ", "trigger task(a,b)>1s", "keep 9s"),
        options.recorder().stream().map(one -> one.key() + " " + one.value()).toList());
    assertEquals(List.of(), options.complaints());
  }

  @Test
  void whatIsNoFileNameIsNamed() {
    AgentOptions options = AgentOptions.of("config=a\0b,off");
    assertTrue(options.off());
    assertEquals(Optional.empty(), options.config());
    assertEquals(1, options.complaints().size());
    assertTrue(options.complaints().getFirst().startsWith("option config= is no file name"));
  }

  /** To read from one may never end. */
  @Test
  void aDeviceIsNoFileWithOptions() {
    IOException refused =
        assertThrows(IOException.class, () -> RecorderOption.read(Path.of("/dev/zero")));
    assertTrue(refused.getMessage().contains("it is no regular file"), refused.getMessage());
  }

  @Test
  void optionsOfTheRecorderMayComeFromAFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("triggers.properties");
    Files.writeString(file, "# the shop's\n\ntrigger = task(GET /a,b)>300ms\n  answer\nkeep=5s\n");
    AgentOptions options = AgentOptions.of("config=" + file + ",every=2m");
    assertEquals(Optional.of(file), options.config());
    assertEquals(
        List.of(
            new RecorderOption("trigger", "task(GET /a,b)>300ms", file + ", line 3: "),
            new RecorderOption("answer", "", file + ", line 4: "),
            new RecorderOption("keep", "5s", file + ", line 5: ")),
        RecorderOption.read(file));
    assertEquals(List.of(new RecorderOption("every", "2m", "")), options.recorder());
  }

  @Test
  void aFileThatIsWrongIsRefusedWithThePlace(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("triggers.properties");
    for (String line : List.of("tigger=task>1s", "keep", "answer=yes", "=", "off", "\u0000")) {
      Files.writeString(file, "trigger=task>1s\n" + line + "\n");
      IOException e = assertThrows(IOException.class, () -> RecorderOption.read(file));
      assertTrue(
          e.getMessage()
              .startsWith(file + ", line 2: unknown option '" + line.strip() + "': expected"),
          e.getMessage());
    }
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThrows(IOException.class, () -> RecorderOption.read(file));
    assertThrows(IOException.class, () -> RecorderOption.read(folder));
    assertThrows(IOException.class, () -> RecorderOption.read(folder.resolve("none")));
  }
}
