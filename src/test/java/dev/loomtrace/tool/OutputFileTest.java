package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Console console =
      new Console(new ByteArrayInputStream(new byte[0]), out, out, "loomtrace", Screen.NONE);

  @Test
  void appearsWhenAllIsWritten() throws IOException {
    Path file = folder.resolve("f");
    OutputFile.of(file.toString())
        .write(
            console,
            stream -> {
              stream.write('a');
              assertTrue(Files.notExists(file));
            });
    assertEquals("a", Files.readString(file));
  }

  @Test
  void leavesNothingBehindIfItFails() {
    Path file = folder.resolve("f");
    assertThrows(
        IOException.class,
        () ->
            OutputFile.of(file.toString())
                .write(
                    console,
                    stream -> {
                      stream.write('a');
                      throw new IOException("no more");
                    }));
    assertEquals(0, folder.toFile().list().length);
  }

  @Test
  void writesThroughALink() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    OutputFile.of(link.toString()).write(console, stream -> stream.write('a'));
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("a", Files.readString(file));
  }

  @Test
  void isTheStandardOutputIfNamedSo() throws IOException {
    OutputFile.of("-").write(console, stream -> stream.write('a'));
    assertEquals("a", out.toString(StandardCharsets.UTF_8));
  }
}
