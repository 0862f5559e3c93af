package dev.loomtrace.gotrace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.gotrace.text.RawText;
import dev.loomtrace.testing.GoJudge;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.TraceValidator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The stories in {@code test-fixtures/cases}. */
class RawCasesTest {
  private static GoJudge go;

  @AfterAll
  static void dismissJudge() {
    if (go != null) {
      go.close();
    }
  }

  static List<RawCase> cases() throws IOException {
    return RawCase.all();
  }

  @Test
  void bothOutcomesHaveCases() throws IOException {
    assertTrue(cases().stream().anyMatch(RawCase::isAccepted));
    assertFalse(cases().stream().allMatch(RawCase::isAccepted));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tellsTheStory(RawCase story) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    String fault = print(story.bytes(), text);
    List<String> events =
        text.toString(UTF_8).lines().filter(line -> line.startsWith("M=")).toList();
    assertEquals(String.join("\n", story.events()), String.join("\n", events));
    assertTrue(
        story.isAccepted() ? fault.isEmpty() : fault.startsWith(story.fault() + ": "), fault);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void makesSenseAsFarAsItIsAccepted(RawCase story) throws IOException {
    TraceValidator validator = new TraceValidator();
    try (TraceReader reader = GoTraceReader.open(new ByteArrayInputStream(story.bytes()))) {
      reader.copyTo(validator);
      assertTrue(story.isAccepted());
    } catch (MalformedTraceException e) {
      assertFalse(story.isAccepted(), e.getMessage());
    }
    assertEquals(List.of(), validator.faults());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void goTellsTheSame(RawCase story) throws IOException {
    if (go == null) {
      go = GoJudge.start();
    }
    GoJudge.Verdict verdict = go.judge(story.bytes());
    assertEquals(story.isAccepted(), verdict.accepted(), verdict.fault());
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    print(story.bytes(), text);
    assertEquals(verdict.utf8(), text.toString(UTF_8));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void textComesBack(RawCase story) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    RawText.toText(new ByteArrayInputStream(story.bytes()), text);
    assertEquals(story.trace(), text.toString(UTF_8));
  }

  /** Prints the events, and answers with the fault's message, empty if there is none. */
  static String print(byte[] trace, ByteArrayOutputStream text) throws IOException {
    try (TraceReader reader = GoTraceReader.open(new ByteArrayInputStream(trace));
        EventText printer = new EventText(text, ZoneOffset.UTC)) {
      reader.copyTo(printer);
      return "";
    } catch (MalformedTraceException e) {
      return e.getMessage();
    }
  }
}
