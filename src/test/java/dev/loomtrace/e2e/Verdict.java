package dev.loomtrace.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.TraceValidator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * What became of bytes that may be no good: a trace in order, or one clear complaint. Anything else
 * fails the test.
 *
 * @param events events of the trace, until the complaint if there is one
 * @param complaint what is wrong with the bytes; empty: nothing
 */
record Verdict(long events, String complaint) {
  /** Converts bytes. */
  static Verdict on(byte[] bytes, String what) {
    TraceValidator validator = new TraceValidator();
    String complaint = "";
    try (TraceReader reader = Traces.open(new ByteArrayInputStream(bytes))) {
      Traces.writeGo(reader, OutputStream.nullOutputStream(), validator);
    } catch (MalformedTraceException e) {
      complaint = e.getMessage();
      assertTrue(e.offset() >= 0, () -> what + ": no offset: " + e.getMessage());
      assertTrue(e.offset() <= bytes.length, () -> what + ": beyond the end: " + e.getMessage());
      assertEquals(1, complaint.lines().count(), () -> what + ": " + e.getMessage());
    } catch (IOException | RuntimeException e) {
      throw new AssertionError(what + ": " + e, e);
    }
    assertEquals(List.of(), validator.faults().stream().limit(5).toList(), what);
    return new Verdict(validator.events(), complaint);
  }

  boolean isTrace() {
    return complaint.isEmpty();
  }
}
