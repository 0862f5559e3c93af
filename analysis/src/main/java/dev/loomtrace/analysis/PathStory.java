package dev.loomtrace.analysis;

import dev.loomtrace.trace.WaitCause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Why a unit of work did not go on: who waited for whom, and what the last of them did meanwhile.
 *
 * @param chain the steps from the unit's own wait on; none if the unit's own thread had to act
 * @param state what the last one did
 * @param cause if that was to wait, why
 * @param place if that was to wait, where in the code, if a stack was taken
 */
public record PathStory(
    List<PathLink> chain, PathState state, WaitCause cause, Optional<CodePlace> place) {
  /** Keeps a copy of the list. */
  public PathStory {
    chain = List.copyOf(chain);
  }

  /** One in which nobody waits for another. */
  PathStory(PathState state) {
    this(List.of(), state, WaitCause.NONE, Optional.empty());
  }

  /** The same, without a word about what happens several times in a row. */
  PathStory folded() {
    return new PathStory(chain.stream().map(PathLink::once).toList(), state, cause, place);
  }

  /** The same, with what happens several times in a row in either of two that are alike. */
  PathStory merged(PathStory alike) {
    List<PathLink> both = new ArrayList<>(chain);
    for (int i = 0; i < both.size(); i++) {
      if (alike.chain.get(i).repeated()) {
        both.set(i, both.get(i).several());
      }
    }
    return new PathStory(both, state, cause, place);
  }
}
