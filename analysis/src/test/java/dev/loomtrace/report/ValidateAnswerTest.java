package dev.loomtrace.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.timeline.TraceFault;
import dev.loomtrace.trace.Repairs;
import dev.loomtrace.trace.TraceValidator.Fault;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ValidateAnswerTest {
  private static final Repairs REPAIRS =
      new Repairs(Map.of(Repairs.Kind.STOP_ADDED, 2L), List.of());
  private static final List<Fault> FAULTS =
      List.of(new Fault(7, 100, "goroutine 1 runs twice"), new Fault(9, 120, "proc 2 is idle"));

  private static Coverage coverage(Optional<TraceFault> fault) {
    return new Coverage("a.trace", REPAIRS, fault, 50, 80);
  }

  private static String text(Answer answer) throws IOException {
    StringBuilder out = new StringBuilder();
    answer.text(new Text(out, Text.UNLIMITED));
    return out.toString();
  }

  private static String json(Answer answer) throws IOException {
    StringWriter out = new StringWriter();
    answer.document(out);
    return out.toString();
  }

  @Test
  void saysThatATraceIsValid() throws IOException {
    Answer answer = new ValidateAnswer(1000, 0, List.of(), 10, coverage(Optional.empty()));
    assertTrue(answer.isGood());
    assertEquals("a.trace: valid, 1,000 events\n", text(answer));
    assertEquals(
        """
        {
          "ok" : true,
          "events" : 1000,
          "errorCount" : 0,
          "errors" : [ ],
          "repairs" : {
            "stopAdded" : 2
          },
          "coverage" : {
            "bytes" : 50,
            "ofBytes" : 80
          }
        }
        """,
        json(answer));
    assertEquals(List.of("repaired or lost: 2 stops added"), answer.remarks());
  }

  @Test
  void hasTheFirstFaultsAndHowManyThereAre() throws IOException {
    Answer answer = new ValidateAnswer(1000, 3, FAULTS, 1, coverage(Optional.empty()));
    assertFalse(answer.isGood());
    assertEquals(
        """
        event 7, time 100: goroutine 1 runs twice
        a.trace: 3 faults in 1,000 events
        """,
        text(answer));
    String json = json(answer);
    assertTrue(
        json.contains(
            """
              "errorCount" : 3,
              "errors" : [
                {
                  "event" : 7,
                  "time" : 100,
                  "message" : "goroutine 1 runs twice"
                },
                {
                  "event" : 9,
            """
                .indent(0)),
        json);
  }

  @Test
  void saysWhereATraceBreaksOff() throws IOException {
    Optional<TraceFault> fault =
        Optional.of(new TraceFault("offset 0x32: found 1, expected 2", 50));
    Answer answer = new ValidateAnswer(4, 0, List.of(), 10, coverage(fault));
    assertFalse(answer.isGood());
    assertEquals("a.trace: valid until it breaks off, 4 events\n", text(answer));
    String json = json(answer);
    assertTrue(
        json.startsWith("{\n  \"ok\" : false,\n  \"events\" : 4,\n  \"errorCount\" : 1,"), json);
    assertTrue(json.contains("\"offset\" : 50,\n"), json);
    assertTrue(json.contains("\"message\" : \"offset 0x32: found 1, expected 2\""), json);
  }
}
