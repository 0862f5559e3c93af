package dev.loomtrace.tool;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.trace.TraceReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
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

  /** A way to write a trace. */
  private interface Writer {
    void write(Path from, Path to) throws IOException;
  }

  private List<Writer> writers() {
    return List.of(
        Traces::convertToGo,
        (from, to) ->
            OutputFile.of(to.toString())
                .write(
                    console,
                    stream -> {
                      try (TraceReader trace = Traces.open(from)) {
                        Traces.writeGo(trace, stream);
                      }
                    }));
  }

  @Test
  void replacesNothingButFiles() throws Exception {
    Path recording = SampleRecording.in(folder);
    Path fifo = folder.resolve("fifo");
    assumeTrue(run("mkfifo", fifo), "SKIPPED: FIFOs cannot be made here");
    Path device = folder.resolve("null");
    boolean devices = run("mknod", device, "c", "1", "3"); // By root only.
    Path directory = Files.createDirectory(folder.resolve("directory"));
    for (Writer writer : writers()) {
      FutureTask<byte[]> reader = new FutureTask<>(() -> Files.readAllBytes(fifo));
      Thread.ofPlatform().daemon().start(reader);
      writer.write(recording, fifo);
      assertTrue(new String(reader.get(), ISO_8859_1).startsWith("go 1.26 trace"));
      assertTrue(isSpecial(fifo));
      if (devices) {
        writer.write(recording, device);
        assertTrue(isSpecial(device));
      }
      IOException refused =
          assertThrows(IOException.class, () -> writer.write(recording, directory));
      assertEquals(directory + ": is a directory", refused.getMessage());
    }
  }

  private static boolean isSpecial(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).isOther();
  }

  private static boolean run(String program, Path file, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(program, file.toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).start().waitFor() == 0;
  }
}
