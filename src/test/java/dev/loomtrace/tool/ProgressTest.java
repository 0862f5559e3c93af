package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final Console console =
      new Console(InputStream.nullInputStream(), shown, shown, "loomtrace", Screen.NONE);

  @Test
  void showsHowFarItIsAndThenVanishes() throws IOException {
    byte[] bytes = new byte[3_000_000];
    bytes[bytes.length - 1] = 1;
    InputStream in = new ByteArrayInputStream(bytes);
    InputStream watched = new Progress(in, "rec.jfr", bytes.length, console);
    try (watched) {
      assertArrayEquals(bytes, watched.readAllBytes());
    }
    int length = shown.size();
    watched.close();
    assertEquals(length, shown.size());
    String text = shown.toString(StandardCharsets.UTF_8);
    assertTrue(text.matches("(?s).*\\rrec\\.jfr +100%.*3/3 MB.*"), text);
    assertTrue(text.endsWith("\r" + " ".repeat(79) + "\r"), text);
    assertTrue(text.indexOf('\n') < 0, text);
  }

  @Test
  void doesNotNeedToKnowTheSize() throws IOException {
    InputStream in = new ByteArrayInputStream(new byte[2_000_000]);
    try (InputStream watched = new Progress(in, "-", Progress.UNKNOWN, console)) {
      watched.skipNBytes(0);
      assertEquals(2_000_000, watched.readAllBytes().length);
    }
    String text = shown.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains("2 MB") || text.contains("2/? MB"), text);
  }
}
