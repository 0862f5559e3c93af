package dev.loomtrace.question;

import dev.loomtrace.report.Answer;
import java.io.IOException;

/**
 * What can be asked of a trace. Immutable, so that equal questions have equal answers.
 *
 * @param <A> what it is answered with
 */
public interface Question<A extends Answer> {
  /** Whether the trace has to be read a second time. */
  default boolean looksBack() {
    return false;
  }

  /**
   * Reads a trace for the answer.
   *
   * @throws NoSuchUnitException if what is asked for is not in the trace
   * @throws IOException if the trace cannot be read
   */
  A ask(TraceSource trace) throws IOException;
}
