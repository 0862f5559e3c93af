package dev.loomtrace.gotrace.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.base.ByteStrings;
import dev.loomtrace.testing.GoTools;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextBufferTest {
  @ParameterizedTest
  @ValueSource(
      longs = {0, 1, 9, 10, 99, 100, 1234567890123L, Long.MAX_VALUE, Long.MIN_VALUE, -1, -10, -55})
  void writesNumbersLikeTheLibrary(long value) {
    assertEquals(Long.toString(value), new TextBuffer().number(value).toString());
    assertEquals(Long.toUnsignedString(value), new TextBuffer().unsigned(value).toString());
    assertEquals(Long.toHexString(value), new TextBuffer().hex(value).toString());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`plain text`, `\"plain text\"`",
        "``, `\"\"`",
        "`a\"b\\c`, `\"a\\\"b\\\\c\"`",
        "`é→日本`, `\"é→日本\"`",
        "`\uD83D\uDE00`, `\"\uD83D\uDE00\"`",
      })
  void quotesLikeGo(String text, String expected) {
    assertEquals(expected, new TextBuffer().quoted(text).toString());
  }

  @Test
  void escapesWhatIsNotPrintable() {
    String text = "\u0007\b\f\n\r\t\u000b\u0000\u001f\u007f\u0085\u00a0\u00ad\u200b\ufeff";
    assertEquals(
        "\"\\a\\b\\f\\n\\r\\t\\v\\x00\\x1f\\x7f\\u0085\\u00a0\\u00ad\\u200b\\ufeff\"",
        new TextBuffer().quoted(text).toString());
    assertEquals("\"\\U000e0001\"", new TextBuffer().quoted("\uDB40\uDC01").toString());
  }

  @Test
  void keepsBytesThatAreNoUtf8() {
    byte[] bytes = {'a', (byte) 0xff, (byte) 0xc3, 'b', (byte) 0xe2, (byte) 0x82};
    String text = ByteStrings.decode(bytes, 0, bytes.length);
    assertEquals("\"a\\xff\\xc3b\\xe2\\x82\"", new TextBuffer().quoted(text).toString());
    assertArrayEquals(bytes, new TextBuffer().raw(text).toBytes());
  }

  @Test
  void printableCharactersAreThoseOfGo() throws IOException {
    GoTools.requireGo();
    String go =
        GoTools.run(
                List.of("go", "run", "./printable"),
                GoTools.projectRoot().resolve("test-fixtures/go"))
            .out();
    try (InputStream ours = Printable.class.getResourceAsStream("printable.txt")) {
      String text = new String(ours.readAllBytes(), StandardCharsets.US_ASCII);
      assertEquals(go, text.replaceAll("(?m)^#.*\n", ""));
    }
  }
}
