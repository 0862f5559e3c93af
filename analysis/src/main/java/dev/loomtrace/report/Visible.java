package dev.loomtrace.report;

import java.util.HexFormat;

/**
 * Makes text from files and arguments harmless and visible. Whatever could steer a terminal, break
 * a line, change the direction of writing or hide is written as Java would write it in a string:
 * {@code \n}, {@code \u001b}, and a byte that is no text as {@code \xff}. What has a shape of its
 * own stays, in any script.
 */
public final class Visible {
  /** Columns of the longest name that is shown whole where the terminal's width is not known. */
  public static final int NAME = 160;

  // Letters may have marks, which take no column.
  private static final int MUCH_TEXT = 4 * NAME;

  private static final String ELLIPSIS = "…";
  private static final HexFormat HEX = HexFormat.of();
  private static final int REPLACEMENT = 0xFFFD;

  // Readers put a half of a code point in place of each byte that is not UTF-8.
  private static final int FIRST_BYTE = 0xDC80;
  private static final int LAST_BYTE = 0xDCFF;

  // Scripts put up to four marks on a letter; more of them run over the lines above and below.
  private static final int MARKS = 4;

  // Code points at which wide characters start and end in turn, in order: Hangul's initials, angle
  // brackets, ideographs with their radicals and kana but for the half-wide space and the voicing
  // marks, Hangul's syllables, compatibility ideographs, vertical forms, full-width forms, game
  // pieces and pictures, and the planes of ideographs.
  private static final int[] WIDE = {
    0x1100, 0x1160, 0x2329, 0x232B, 0x2E80, 0x302A, 0x3030, 0x303F, 0x3040, 0x3099, 0x309B, 0xA4D0,
    0xAC00, 0xD7A4, 0xF900, 0xFB00, 0xFE10, 0xFE1A, 0xFE30, 0xFE70, 0xFF00, 0xFF61, 0xFFE0, 0xFFE7,
    0x1F000, 0x1F3FB, 0x1F400, 0x1FEEF, 0x20000, 0x2FFFE, 0x30000, 0x3FFFE,
  };

  private Visible() {}

  /** The text in one line. Widths are bounded by others. */
  public static String line(String text) {
    return plain(text) == text.length() ? text : escaped(text);
  }

  /** How many characters, from the start, need no care: nearly always all of them. */
  private static int plain(String text) {
    int plain = 0;
    while (plain < text.length() && isAscii(text.charAt(plain))) {
      plain++;
    }
    return plain;
  }

  /** The text in one line, shortened if it is longer than a reader has use for. */
  public static String name(String text) {
    return shorten(line(text.length() <= MUCH_TEXT ? text : withoutMiddle(text)), NAME);
  }

  // Of a name that is far too long only what may be shown is looked at.
  private static String withoutMiddle(String text) {
    int head = MUCH_TEXT / 2;
    int tail = text.length() - MUCH_TEXT / 2;
    head -= Character.isHighSurrogate(text.charAt(head - 1)) ? 1 : 0;
    tail += Character.isLowSurrogate(text.charAt(tail)) ? 1 : 0;
    return text.substring(0, head) + ELLIPSIS + text.substring(tail);
  }

  private static String escaped(String text) {
    StringBuilder line = new StringBuilder(text.length() + 16);
    // A mark without a letter would sit on what is printed before it.
    int marks = MARKS;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      boolean mark = isMark(c);
      if (isHarmful(c) || c == REPLACEMENT || (mark && marks == MARKS)) {
        escape(c, line);
        marks = MARKS;
      } else {
        line.appendCodePoint(c);
        marks = mark ? marks + 1 : 0;
      }
      i += Character.charCount(c);
    }
    return line.toString();
  }

  /** Appends the escape of a code point: of each of its UTF-16 units if it has two. */
  static void escape(int codePoint, StringBuilder to) {
    switch (codePoint) {
      case '\n' -> to.append("\\n");
      case '\r' -> to.append("\\r");
      case '\t' -> to.append("\\t");
      default -> {
        if (codePoint >= FIRST_BYTE && codePoint <= LAST_BYTE) {
          to.append("\\x").append(HEX.toHexDigits((byte) codePoint));
          return;
        }
        for (char unit : Character.toChars(codePoint)) {
          to.append("\\u").append(HEX.toHexDigits(unit));
        }
      }
    }
  }

  /** Whether a code point must not reach a terminal. */
  static boolean isHarmful(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          true;
      default -> isInvisible(codePoint);
    };
  }

  // What else Unicode calls Default_Ignorable_Code_Point: letters and marks without a shape.
  private static boolean isInvisible(int c) {
    return c == 0x034F
        || c == 0x115F
        || c == 0x1160
        || c == 0x17B4
        || c == 0x17B5
        || (c >= 0x180B && c <= 0x180F)
        || c == 0x3164
        || (c >= 0xFE00 && c <= 0xFE0F)
        || c == 0xFFA0
        || (c >= 0xE0000 && c <= 0xE0FFF);
  }

  private static boolean isAscii(char c) {
    return c >= ' ' && c <= '~';
  }

  private static boolean isMark(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
  }

  /** Columns that a visible text takes on a terminal: two for an ideograph, none for a mark. */
  public static int width(String visible) {
    int width = plain(visible);
    for (int i = width; i < visible.length(); ) {
      int c = visible.codePointAt(i);
      width += width(c);
      i += Character.charCount(c);
    }
    return width;
  }

  private static int width(int c) {
    if (c >= ' ' && c <= '~') {
      return 1;
    }
    return isMark(c) ? 0 : Character.isEmojiPresentation(c) || isWide(c) ? 2 : 1;
  }

  /** Whether Unicode calls it East Asian Wide or Fullwidth: terminals give it two columns. */
  private static boolean isWide(int c) {
    int low = 0;
    int high = WIDE.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (WIDE[middle] <= c) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return (low & 1) != 0;
  }

  /** A visible text in so many columns: with its beginning and its end if it has more. */
  public static String shorten(String visible, int columns) {
    // No code point is wider than the number of its UTF-16 units but for ideographs.
    if (visible.length() * 2L <= columns || width(visible) <= columns) {
      return visible;
    }
    int room = columns - width(ELLIPSIS);
    int head = 0;
    for (int left = room - room / 2; head < visible.length(); ) {
      int c = visible.codePointAt(head);
      left -= width(c);
      if (left < 0) {
        break;
      }
      head += Character.charCount(c);
    }
    int tail = visible.length();
    for (int left = room / 2; tail > head; ) {
      int c = visible.codePointBefore(tail);
      left -= width(c);
      if (left < 0) {
        break;
      }
      tail -= Character.charCount(c);
    }
    while (tail < visible.length() && isMark(visible.codePointAt(tail))) {
      tail += Character.charCount(visible.codePointAt(tail));
    }
    return visible.substring(0, head) + ELLIPSIS + visible.substring(tail);
  }
}
