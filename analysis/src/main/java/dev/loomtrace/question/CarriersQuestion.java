package dev.loomtrace.question;

import dev.loomtrace.analysis.CarrierUse;
import dev.loomtrace.report.CarriersAnswer;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.report.TraceClock;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.trace.FrameOrigins;
import java.io.IOException;

/**
 * What held the carriers.
 *
 * @param origins what is the application's own code
 */
public record CarriersQuestion(FrameOrigins origins) implements Question<CarriersAnswer> {
  @Override
  public CarriersAnswer ask(TraceSource trace) throws IOException {
    TraceClock clock = new TraceClock();
    CarrierUse use = new CarrierUse(origins);
    Timeline timeline = new Timeline(use);
    Coverage coverage = trace.read(clock, timeline);
    timeline.end();
    return new CarriersAnswer(use.result(), clock, coverage);
  }
}
