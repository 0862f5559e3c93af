/** Answers from traces: breakdowns of tasks, profiles of waits, summaries, spans. */
module dev.loomtrace.analysis {
  requires transitive dev.loomtrace.converter;

  exports dev.loomtrace.analysis;
  exports dev.loomtrace.timeline;
  exports dev.loomtrace.timeline.store;
}
