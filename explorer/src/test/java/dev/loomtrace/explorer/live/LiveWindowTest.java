package dev.loomtrace.explorer.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which chunks of a folder are copied, whatever a JVM does with it meanwhile. */
class LiveWindowTest {
  private static final long SECOND = 1_000_000_000;
  private static final long EVER = Long.MAX_VALUE / 4;
  private static final byte FINISHED = 0;
  private static final byte FLUSHED = 3;
  private static final byte CHANGING = (byte) 255;

  @TempDir private Path folder;

  /** A chunk of 100 bytes that begins at a second and lasts one. */
  private static byte[] chunk(long second, byte state) {
    ByteBuffer bytes = ByteBuffer.allocate(100);
    bytes.putInt(0x464c5200).putInt(0x20001).putLong(100).putLong(80).putLong(70);
    bytes.putLong(second * SECOND).putLong(SECOND).putLong(second).putLong(SECOND).put(state);
    while (bytes.hasRemaining()) {
      bytes.put((byte) second);
    }
    return bytes.array();
  }

  private Path put(String name, byte[]... chunks) throws IOException {
    return Files.write(folder.resolve(name), joined(chunks));
  }

  private static byte[] joined(byte[]... chunks) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] chunk : chunks) {
      all.writeBytes(chunk);
    }
    return all.toByteArray();
  }

  private LiveWindow window() throws IOException {
    return LiveWindow.of(folder, EVER, EVER);
  }

  private byte[] copied(LiveWindow window) throws IOException {
    Path file = folder.resolve("copy");
    Files.deleteIfExists(file);
    window.copyTo(file);
    return Files.readAllBytes(file);
  }

  private void assertSeconds(LiveWindow window, Long... seconds) {
    assertEquals(
        List.of(seconds), window.chunks().stream().map(chunk -> chunk.begin() / SECOND).toList());
  }

  @Test
  void joinsChunksInTheOrderOfTheirTime() throws IOException {
    put("a.jfr", chunk(3, FLUSHED));
    put("b.jfr", chunk(1, FINISHED));
    put("c.jfr", chunk(2, FINISHED));
    put("notes.txt", chunk(9, FINISHED));
    put("d.jfr", "no chunk".getBytes(StandardCharsets.UTF_8));
    put("e.jfr");
    assertArrayEquals(
        joined(chunk(1, FINISHED), chunk(2, FINISHED), chunk(3, FLUSHED)), copied(window()));
  }

  @Test
  void findsAllChunksOfAFile() throws IOException {
    put("a.jfr", chunk(1, FINISHED), chunk(2, FINISHED), chunk(3, FLUSHED));
    assertSeconds(window(), 1L, 2L, 3L);
  }

  @Test
  void leavesOutWhatEndedLongAgo() throws IOException {
    for (long second = 1; second <= 5; second++) {
      put(second + ".jfr", chunk(second, FINISHED));
    }
    // The end is at 6 s: the third chunk ended 2 s before.
    assertSeconds(LiveWindow.of(folder, 2 * SECOND, EVER), 3L, 4L, 5L);
    assertSeconds(LiveWindow.of(folder, 2 * SECOND - 1, EVER), 4L, 5L);
    assertSeconds(LiveWindow.of(folder, 0, EVER), 5L);
  }

  @Test
  void saysIfThereIsTooMuch() throws IOException {
    put("1.jfr", chunk(1, FINISHED));
    put("2.jfr", chunk(2, FINISHED));
    put("3.jfr", chunk(3, FINISHED));
    LiveWindow two = LiveWindow.of(folder, EVER, 200);
    assertSeconds(two, 2L, 3L);
    assertTrue(two.limited());
    assertFalse(LiveWindow.of(folder, EVER, 300).limited());
    assertSeconds(LiveWindow.of(folder, EVER, 1), 3L);
  }

  @Test
  void isAnotherOneOnceAChunkGrew() throws IOException {
    put("1.jfr", chunk(1, FINISHED));
    Path growing = put("2.jfr", chunk(2, FLUSHED));
    LiveWindow before = window();
    byte[] then = copied(before);
    assertEquals(before, window(), "nothing was written");
    // Written and not yet flushed: its header does not count it.
    Files.write(growing, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
    assertEquals(before, window());
    byte[] more = joined(chunk(2, FINISHED), new byte[] {1, 2, 3});
    ByteBuffer.wrap(more).putLong(8, more.length);
    Files.write(growing, more);
    assertNotEquals(before, window());
    assertArrayEquals(then, copied(before), "what was looked at is what is copied");
    assertArrayEquals(joined(chunk(1, FINISHED), more), copied(window()));
  }

  @Test
  void failsIfAChunkVanishesBeforeItIsCopied() throws IOException {
    Path oldest = put("1.jfr", chunk(1, FINISHED));
    Path next = put("2.jfr", chunk(2, FINISHED));
    LiveWindow before = window();
    Files.delete(oldest);
    assertThrows(NoSuchFileException.class, () -> copied(before));
    LiveWindow after = window();
    assertSeconds(after, 2L);
    Files.write(next, Arrays.copyOf(chunk(2, FINISHED), 90));
    IOException shorter = assertThrows(IOException.class, () -> copied(after));
    assertTrue(shorter.getMessage().endsWith("has become shorter while it was read"));
  }

  @Test
  void beginsAfterWhatIsNotWhole() throws IOException {
    put("1.jfr", chunk(1, FINISHED));
    put("2.jfr", Arrays.copyOf(chunk(2, FINISHED), 99));
    put("3.jfr", chunk(3, FINISHED));
    put("4.jfr", chunk(4, FINISHED));
    assertSeconds(window(), 3L, 4L);
    put("2.jfr", chunk(2, FINISHED));
    assertSeconds(window(), 1L, 2L, 3L, 4L);
    // A reader would take it for the last one.
    put("2.jfr", chunk(2, FLUSHED));
    assertSeconds(window(), 3L, 4L);
  }

  @Test
  void doesWithoutALastOneThatHasNothingToRead() throws IOException {
    put("1.jfr", chunk(1, FINISHED));
    byte[] begun = chunk(2, FLUSHED);
    ByteBuffer.wrap(begun).putLong(24, 0);
    put("2.jfr", begun);
    assertSeconds(window(), 1L);
    put("2.jfr", chunk(2, CHANGING));
    assertSeconds(window(), 1L);
    put("2.jfr", Arrays.copyOf(chunk(2, FLUSHED), 50));
    assertSeconds(window(), 1L);
    Files.delete(folder.resolve("1.jfr"));
    assertSeconds(window());
  }
}
