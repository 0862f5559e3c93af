package dev.loomtrace.question;

import dev.loomtrace.report.Coverage;
import java.io.IOException;
import java.util.List;

/**
 * The trace has not what was asked for. The message says what, and what there is to ask for
 * instead.
 */
public final class NoSuchUnitException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> remarks;

  /**
   * Of a trace that was read.
   *
   * @param coverage of that trace, which may break off before what was asked for
   */
  NoSuchUnitException(String message, Coverage coverage) {
    super(message);
    remarks = coverage.remarks();
  }

  /** What must be known about the trace beside it, a sentence each. */
  public List<String> remarks() {
    return remarks == null ? List.of() : remarks;
  }
}
