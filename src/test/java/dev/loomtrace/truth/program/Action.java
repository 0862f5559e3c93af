package dev.loomtrace.truth.program;

/** What may fail, and then the whole program does. */
@FunctionalInterface
interface Action {
  void run() throws Exception;
}
