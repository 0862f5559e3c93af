package dev.loomtrace.gotrace.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.UnsupportedTraceException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawTextTest {
  private static final String TITLE = "Trace Go1.26\n";

  @Test
  void spaceAndCommentsMeanNothing() throws IOException {
    String plain = TITLE + "ProcStart dt=1 p=2 p_seq=3\nString id=1\n\tdata=\"a#b\"\n";
    String loose =
        """
        # a story

        Trace   Go1.26 # newest

          ProcStart\tdt=1 p=2   p_seq=3# starts
        String id=1
        # between
          data="a#b"
        """;
    assertArrayEquals(trace(plain), trace(loose));
    assertEquals(plain, text(trace(plain)));
  }

  @Test
  void dataOfNoBytesHasNoLine() throws IOException {
    String text = TITLE + "String id=1\nString id=2\n\tdata=\"x\"\nString id=3\n";
    assertEquals(text, text(trace(text)));
  }

  @Test
  void dataIsBytes() throws IOException {
    String quoted = "\"\\x00\\a\\\"\\\\\\n\\xff\\u200b\\U000e0001\\101é日\"";
    byte[] bytes = trace(TITLE + "String id=1\n\tdata=" + quoted + "\n");
    String again = "\"\\x00\\a\\\"\\\\\\n\\xff\\u200b\\U000e0001Aé日\"";
    assertEquals(TITLE + "String id=1\n\tdata=" + again + "\n", text(bytes));
  }

  @Test
  void numbersHaveAll64Bits() throws IOException {
    String text =
        TITLE
            + "Stack id=18446744073709551615 nframes=1\n"
            + "\tpc=9223372036854775808 func=0 file=127 line=128\n";
    assertEquals(text, text(trace(text)));
  }

  @Test
  void widthsOfNumbersAreKept() throws IOException {
    byte[] narrow = trace(TITLE + "EventBatch gen=1 m=2 time=3 size=0\n");
    byte[] wide = trace(TITLE + "EventBatch gen=1 m=2 time=3 size=0 # width 1=2 3=10\n");
    assertEquals(narrow.length + 1 + 9, wide.length);
    assertTrue(text(wide).endsWith("size=0 # width 1=2 3=10\n"), text(wide));
    assertArrayEquals(wide, trace(text(wide)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Nonsense dt=1          | offset 0xd (line 2): found event \"Nonsense\"",
        "ProcStop               | found \"\", expected dt=",
        "ProcStop p=1           | found \"p=1\", expected dt=",
        "ProcStop dt=1 dt=2     | found \"dt=2\", expected the end of the line",
        "ProcStop dt=-1         | expected an unsigned number of 64 bits",
        "ProcStop dt=18446744073709551616 | expected an unsigned number of 64 bits",
        "Stack id=1 nframes=2   | found the end of the text after frame 0, expected 2 frames",
      })
  void refusesWhatIsNoEvent(String line, String message) {
    MalformedTraceException e =
        assertThrows(MalformedTraceException.class, () -> trace(TITLE + line + "\n"));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a", "a\"", "\"\\\"", "\"\\q\"", "\"\\x1\"", "\"\\ud800\"", "\"a\"b\""})
  void refusesWhatIsNoQuotedString(String quoted) {
    String text = TITLE + "String id=1\n\tdata=" + quoted + "\n";
    assertThrows(MalformedTraceException.class, () -> trace(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n# nothing\n", "Trace", "Trace Go2.1", "Trace Go1.26 more"})
  void refusesATextWithoutTitle(String text) {
    assertThrows(MalformedTraceException.class, () -> trace(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Trace Go1.21", "Trace Go1.24", "Trace Go1.99", "Trace Go1.x"})
  void refusesVersionsWithoutRawForm(String title) {
    assertThrows(UnsupportedTraceException.class, () -> trace(title + "\n"));
  }

  @Test
  void aVersionKnowsItsOwnTypesOnly() {
    String event = "GoSwitch dt=1 g=2 g_seq=3\n";
    assertThrows(MalformedTraceException.class, () -> trace("Trace Go1.22\n" + event));
    byte[] newer = ("go 1.23 trace\0\0\0" + (char) 50).getBytes(StandardCharsets.ISO_8859_1);
    MalformedTraceException e = assertThrows(MalformedTraceException.class, () -> text(newer));
    assertTrue(e.getMessage().contains("found event type 50, expected 1 to 49"), e.getMessage());
  }

  @Test
  void aCutTraceGivesItsEventsThenAFault() throws IOException {
    String text = TITLE + "ProcStop dt=300\nString id=1\n\tdata=\"abc\"\n";
    byte[] whole = trace(text);
    for (int length = 17; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      int firstEnd = 19;
      if (length == firstEnd) {
        RawText.toText(new ByteArrayInputStream(cut), out);
      } else {
        assertThrows(
            MalformedTraceException.class,
            () -> RawText.toText(new ByteArrayInputStream(cut), out));
      }
      String printed = out.toString(StandardCharsets.UTF_8);
      assertEquals(length < firstEnd ? TITLE : TITLE + "ProcStop dt=300\n", printed);
    }
  }

  private static byte[] trace(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RawText.toTrace(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), out);
    return out.toByteArray();
  }

  private static String text(byte[] trace) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RawText.toText(new ByteArrayInputStream(trace), out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
