package dev.loomtrace.question;

import dev.loomtrace.analysis.TraceSummary;
import dev.loomtrace.analysis.finding.Findings;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.report.SummaryAnswer;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.trace.FrameOrigins;
import java.io.IOException;

/**
 * What is in a trace, and what is wrong.
 *
 * @param origins what is the application's own code
 * @param stacks whether to show whole stacks
 */
public record SummaryQuestion(FrameOrigins origins, boolean stacks)
    implements Question<SummaryAnswer> {
  @Override
  public SummaryAnswer ask(TraceSource trace) throws IOException {
    TraceSummary summary = new TraceSummary(origins);
    Findings findings = new Findings(origins);
    Timeline timeline = new Timeline(summary, findings);
    Coverage coverage = trace.read(timeline);
    timeline.end();
    return new SummaryAnswer(summary.result(), findings.result(), coverage, stacks);
  }
}
