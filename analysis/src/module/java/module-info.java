/** Spans of traces, and answers from them: breakdowns, profiles, summaries, as text and as JSON. */
module dev.loomtrace.analysis {
  requires transitive dev.loomtrace.converter;
  requires transitive com.fasterxml.jackson.core;

  exports dev.loomtrace.analysis;
  exports dev.loomtrace.analysis.finding;
  exports dev.loomtrace.question;
  exports dev.loomtrace.report;
  exports dev.loomtrace.timeline;
  exports dev.loomtrace.timeline.store;
}
