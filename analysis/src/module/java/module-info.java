/** Spans of traces, and answers from them: breakdowns of tasks, profiles of waits, summaries. */
module dev.loomtrace.analysis {
  requires transitive dev.loomtrace.converter;

  exports dev.loomtrace.analysis;
  exports dev.loomtrace.timeline;
  exports dev.loomtrace.timeline.store;
}
