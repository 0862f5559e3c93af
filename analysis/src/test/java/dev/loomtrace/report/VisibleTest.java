package dev.loomtrace.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VisibleTest {
  @Test
  void escapesWhatSteersBreaksTurnsOrHides() {
    assertEquals("a\\n\\r\\t\\u001b[31m\\u0000", Visible.line("a\n\r\t\u001b[31m\0"));
    assertEquals("\\u009b\\u007f\\u0085", Visible.line("\u009b\u007f\u0085"));
    assertEquals("\\u202egpj\\u2066\\u061c", Visible.line("\u202egpj\u2066\u061c"));
    assertEquals("\\u2028\\u200b\\ufeff\\u3164", Visible.line("\u2028\u200b\ufeff\u3164"));
    assertEquals("\\ud83d!\\udb40\\udc41", Visible.line("\ud83d!\udb40\udc41"));
    assertEquals("bad\\xff\\ufffd", Visible.line("bad\udcff\ufffd"));
  }

  @Test
  void leavesEveryScriptAlone() {
    for (String text : new String[] {"Größe λ", "漢字かな", "한글", "עברית", "हिन्दी", "😀", "a\u0301"}) {
      assertEquals(text, Visible.line(text));
    }
  }

  @Test
  void letsNoMarksPileUpOrSitOnWhatIsNotTheirs() {
    String mark = "\u0301";
    assertEquals("\\u0301a", Visible.line(mark + "a"));
    assertEquals("a" + mark.repeat(4) + "\\u0301\\u0301", Visible.line("a" + mark.repeat(6)));
  }

  @Test
  void knowsHowWideCharactersAre() {
    assertEquals(3, Visible.width("abc"));
    assertEquals(4, Visible.width("漢字"));
    assertEquals(2, Visible.width("한"));
    assertEquals(2, Visible.width("😀"));
    assertEquals(2, Visible.width("🫨"));
    assertEquals(1, Visible.width("a\u0301"));
    assertEquals(2, Visible.width("Ａ"));
  }

  @Test
  void shortensInTheMiddle() {
    assertEquals("abcdef", Visible.shorten("abcdef", 6));
    assertEquals("abc…ef", Visible.shorten("abcdXef", 6));
    assertEquals("漢…字", Visible.shorten("漢漢漢字", 6));
    assertEquals("a…", Visible.shorten("abx" + "\u0301".repeat(4), 2));
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      String line = Visible.line(name(random));
      int columns = 1 + random.nextInt(200);
      String shown = Visible.shorten(line, columns);
      assertTrue(Visible.width(shown) <= columns, shown);
      assertTrue(columns < Visible.width(line) || shown.equals(line), shown);
    }
  }

  /** Text of all kinds of characters, more often than not of those that make trouble. */
  private static String name(Random random) {
    int[] kinds = {' ', 'a', 0x301, 0x6F22, 0xAC00, 0x1F600, 0x202E, 0xD83D, 0xDC80, 0xFF21, '\n'};
    StringBuilder name = new StringBuilder();
    for (int i = random.nextInt(150); i > 0; i--) {
      name.appendCodePoint(
          random.nextInt(4) == 0
              ? random.nextInt(Character.MAX_CODE_POINT + 1)
              : kinds[random.nextInt(kinds.length)]);
    }
    return name.toString();
  }

  private static String written(VisibleWriter.Form form, String... parts) throws IOException {
    StringWriter out = new StringWriter();
    try (VisibleWriter writer = new VisibleWriter(out, form)) {
      for (String part : parts) {
        writer.write(part);
      }
    }
    return out.toString();
  }

  @Test
  void writesPartsAsTheWhole() throws IOException {
    assertEquals("a\n😀\\u202e", written(VisibleWriter.Form.PLAIN, "a\n\ud83d", "\ude00\u202e"));
    assertEquals("\\ud83dx\\ud83d", written(VisibleWriter.Form.PLAIN, "\ud83d", "x", "\ud83d"));
    assertEquals("\ufffdx\\u007f", written(VisibleWriter.Form.JSON, "\ud83d", "x\u007f"));
    assertEquals("a\tb\\r", written(VisibleWriter.Form.TABBED, "a\tb\r"));
    assertEquals("a\\tb", written(VisibleWriter.Form.PLAIN, "a\tb"));
  }

  @Test
  void letsOnlyColorsThrough() throws IOException {
    String red = "\u001b[1;31mred\u001b[0m";
    assertEquals(red, written(VisibleWriter.Form.COLORED, red));
    assertEquals("\\u001b[2J\\u001b[", written(VisibleWriter.Form.COLORED, "\u001b[2J\u001b["));
    assertEquals("\\u001b[0m", written(VisibleWriter.Form.PLAIN, "\u001b[0m"));
  }
}
