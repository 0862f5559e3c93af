/** Answers from traces: breakdowns of tasks, profiles of waits, summaries. */
module dev.loomtrace.analysis {
  requires transitive dev.loomtrace.converter;

  exports dev.loomtrace.analysis;
}
