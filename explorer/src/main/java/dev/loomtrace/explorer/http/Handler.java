package dev.loomtrace.explorer.http;

import java.io.IOException;

/** Answers requests of those who may ask, for any number of threads. */
@FunctionalInterface
public interface Handler {
  /**
   * Answers one.
   *
   * @throws Refusal if there is no answer
   * @throws IOException if something cannot be read; it is said like a refusal
   */
  Reply answer(Request request) throws Refusal, IOException;
}
