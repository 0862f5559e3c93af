package dev.loomtrace.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.testing.GoTools;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.Repairs;
import dev.loomtrace.trace.TraceValidator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A recording that was converted, with what was learned on the way.
 *
 * @param trace the Go trace
 * @param repairs what had to be repaired
 * @param faults what our own validator has against it
 * @param census its goroutines
 */
record Conversion(Path trace, Repairs repairs, List<TraceValidator.Fault> faults, Census census) {
  /** Converts a recording; the trace lies beside it. */
  static Conversion of(Path recording, EventSink... watchers) throws IOException {
    Path trace = recording.resolveSibling(recording.getFileName() + ".trace");
    TraceValidator validator = new TraceValidator();
    Census census = new Census();
    EventSink[] all = new EventSink[watchers.length + 2];
    all[0] = validator;
    all[1] = census;
    System.arraycopy(watchers, 0, all, 2, watchers.length);
    Repairs repairs = Traces.convertToGo(recording, trace, all);
    return new Conversion(trace, repairs, validator.faults(), census);
  }

  /** Whatever the recording was: the trace is in order, for us and for Go's reader. */
  Map<String, Long> assertValid() {
    assertEquals(List.of(), faults.stream().limit(10).toList(), "our validator's faults");
    return GoTools.rules(trace);
  }

  /** The recording was complete: nothing was lost, and nothing had to be repaired. */
  Map<String, Long> assertExact() {
    assertEquals(0, repairs.total(Repairs.Group.LOSS), () -> "losses: " + repairs);
    assertEquals(
        0, repairs.total(Repairs.Group.SCHEDULING), () -> repairs + " " + repairs.examples());
    return assertValid();
  }
}
