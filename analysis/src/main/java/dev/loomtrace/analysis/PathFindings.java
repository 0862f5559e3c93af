package dev.loomtrace.analysis;

import dev.loomtrace.trace.WaitCause;
import java.util.Optional;

/** Takes what a walk along a critical path finds: what a thread did in a stretch of time. */
interface PathFindings {
  /**
   * It was in a state, which is not that it was blocked.
   *
   * @param time how long, in nanoseconds; may be 0
   */
  void in(PathState state, long time);

  /** It waited, and no thread is known to have ended that. */
  void blocked(WaitCause cause, Optional<CodePlace> place, long time);

  /**
   * Another one had to act meanwhile.
   *
   * @return takes what that one did; null if that is known already, and need not be looked for
   */
  PathFindings enter(PathStep step);

  /** All was found, of what {@link #enter} returned. */
  void end();
}
