package dev.loomtrace.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * What a face shows of a question's answer: the same words as text, the same members as JSON,
 * whoever asks. Immutable, for any number of threads.
 */
public interface Answer {
  /** Writes it for people. */
  void text(Text out) throws IOException;

  /** Writes it for programs, as one object. */
  void json(JsonGenerator json) throws IOException;

  /**
   * Writes it as a document for programs and people: indented, with a line feed at its end.
   *
   * @param out is flushed, and stays open
   */
  default void document(Writer out) throws IOException {
    Json.document(out, this::json);
  }

  /** What part of the trace it is about. */
  Coverage coverage();

  /**
   * What whoever reads it must know about it, beside it: a sentence each. Text and JSON do not
   * repeat them.
   */
  default List<String> remarks() {
    return coverage().remarks();
  }

  /** Whether {@link #text} only says that there is nothing to show. */
  default boolean isEmpty() {
    return false;
  }

  /** Whether the trace is as it should be, as far as the question looked. */
  default boolean isGood() {
    return coverage().fault().isEmpty();
  }
}
