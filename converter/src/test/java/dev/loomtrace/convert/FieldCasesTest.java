package dev.loomtrace.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.testing.GoJudge;
import dev.loomtrace.testing.GoTools;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.TraceValidator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole files in {@code test-fixtures/cases}: valid, and what they convert to is read by Go. */
class FieldCasesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "convert-syscall-gives-up-its-proc-1.26.trace",
        "validate-and-convert-1.21.trace",
        "converts-to-invalid-go.jfr"
      })
  void isValidAndConverts(String name) throws IOException {
    Path file = GoTools.projectRoot().resolve("test-fixtures/cases").resolve(name);
    ByteArrayOutputStream converted = new ByteArrayOutputStream();
    try (TraceReader trace = Traces.open(file)) {
      TraceValidator validator = new TraceValidator(trace.threadsAreKnown());
      Traces.writeGo(trace, converted, validator);
      assertEquals(List.of(), validator.faults());
    }
    try (GoJudge go = GoJudge.start()) {
      assertEquals("", go.judge(converted.toByteArray()).fault());
    }
  }
}
