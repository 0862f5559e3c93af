package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaHomeTest {
  @TempDir Path folder;

  private Path home(String name, String release) throws IOException {
    Path home = folder.resolve(name);
    Path bin = Files.createDirectories(home.resolve("bin"));
    Files.writeString(bin.resolve("java"), "").toFile().setExecutable(true);
    Files.writeString(home.resolve("release"), release);
    return home;
  }

  @Test
  void knowsItsVersion() throws IOException {
    Path home = home("jdk", "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"21.0.8\"\n");
    assertEquals(Optional.of(new JavaHome(home, 21)), JavaHome.at(home));
  }

  @Test
  void isNoneWithoutAReleaseFile() throws IOException {
    Path home = home("jdk", "");
    assertEquals(Optional.empty(), JavaHome.at(home));
    Files.delete(home.resolve("release"));
    assertEquals(Optional.empty(), JavaHome.at(home));
  }

  @Test
  void isFoundOnThePathThroughLinks() throws IOException {
    Path home = home("jdk", "JAVA_VERSION=\"25\"");
    Path bin = Files.createDirectories(folder.resolve("usr"));
    Files.createSymbolicLink(bin.resolve("java"), home.resolve("bin/java"));
    String path = folder.resolve("nothing") + ":" + bin;
    assertEquals(
        Optional.of(new JavaHome(home.toRealPath(), 25)), JavaHome.ofCommand("java", path));
    assertEquals(Optional.empty(), JavaHome.ofCommand("javaw", path));
    assertEquals(
        Optional.of(new JavaHome(home.toRealPath(), 25)), JavaHome.ofCommand(bin + "/java", ""));
  }
}
