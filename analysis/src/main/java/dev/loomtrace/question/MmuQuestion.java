package dev.loomtrace.question;

import dev.loomtrace.analysis.MutatorLoss;
import dev.loomtrace.analysis.MutatorUtilisation;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.report.MmuAnswer;
import dev.loomtrace.report.TraceClock;
import dev.loomtrace.timeline.Timeline;
import java.io.IOException;
import java.util.Set;

/**
 * How much of its time the garbage collector left to the program.
 *
 * @param losses what counts as taken from it
 * @param perProc whether to look for the worst processor instead of at all together
 * @param window of which length to list the worst windows, in nanoseconds
 * @param top how many of them
 */
public record MmuQuestion(Set<MutatorLoss> losses, boolean perProc, long window, int top)
    implements Question<MmuAnswer> {
  /** The window where nobody says which, in milliseconds. */
  public static final int USUAL_WINDOW_MILLIS = 10;

  /** Keeps a copy of the set. */
  public MmuQuestion {
    losses = Set.copyOf(losses);
  }

  @Override
  public MmuAnswer ask(TraceSource trace) throws IOException {
    TraceClock clock = new TraceClock();
    MutatorUtilisation utilisation = new MutatorUtilisation(losses, perProc);
    Timeline timeline = new Timeline(utilisation);
    Coverage coverage = trace.read(clock, timeline);
    timeline.end();
    return MmuAnswer.of(utilisation, losses, perProc, window, top, clock, coverage);
  }
}
