package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.report.Visible;
import org.jline.utils.WCWidth;
import org.junit.jupiter.api.Test;

/** What {@link Visible} knows of the width of characters, against a terminal library. */
class CharacterWidthTest {
  @Test
  void wideCharactersAreThoseOfTerminals() {
    int wide = 0;
    for (int c = ' '; c <= Character.MAX_CODE_POINT; c++) {
      String shown = Character.toString(c);
      if (shown.equals(Visible.line(shown)) && !Character.isEmojiPresentation(c)) {
        int code = c;
        int columns = Math.max(1, WCWidth.wcwidth(c));
        assertEquals(columns, Visible.width(shown), () -> Integer.toHexString(code));
        wide += columns - 1;
      }
    }
    assertTrue(wide > 80_000, "too few characters were wide: " + wide);
  }
}
