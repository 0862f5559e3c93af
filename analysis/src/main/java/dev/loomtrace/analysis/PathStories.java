package dev.loomtrace.analysis;

import dev.loomtrace.trace.WaitCause;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Numbers stories and steps, so that each is made once. Of all that there are the first {@value
 * #MAX_STORIES} are told apart; what comes then is one story, of unknown content.
 */
final class PathStories {
  private static final int MAX_STORIES = 50_000;

  // A longer chain is cut in its middle: both ends say the most.
  private static final int MAX_CHAIN = 24;

  private static final int MAX_KNOWN = 200_000;

  // The number of the story, and of the step, that stand for all that are not told apart.
  private static final int OTHER = 0;

  private final List<PathStory> stories = new ArrayList<>();
  private final Map<PathStory, Integer> numbers = new HashMap<>();
  private final List<PathLink> links = new ArrayList<>();
  private final Map<PathLink, Integer> linkNumbers = new HashMap<>();
  private final Map<Long, Integer> longer = new HashMap<>();

  PathStories() {
    number(PathLink.MORE);
    number(
        new PathStory(List.of(PathLink.MORE), PathState.UNKNOWN, WaitCause.NONE, Optional.empty()));
  }

  /** The number of a story. */
  int number(PathStory story) {
    Integer known = numbers.get(story);
    if (known != null) {
      return known;
    }
    if (stories.size() >= MAX_STORIES) {
      return OTHER;
    }
    stories.add(story);
    numbers.put(story, stories.size() - 1);
    return stories.size() - 1;
  }

  /** The number of a step. */
  int number(PathLink link) {
    Integer known = linkNumbers.get(link);
    if (known != null) {
      return known;
    }
    if (links.size() >= MAX_STORIES) {
      return OTHER;
    }
    links.add(link);
    linkNumbers.put(link, links.size() - 1);
    return links.size() - 1;
  }

  /** The story of a number. */
  PathStory get(int number) {
    return stories.get(number);
  }

  /** The story that begins with a step and goes on as another one; steps that repeat are one. */
  int after(int link, int story) {
    if (story == OTHER) {
      return OTHER;
    }
    long key = (long) link << Integer.SIZE | story;
    Integer known = longer.get(key);
    if (known == null) {
      if (longer.size() >= MAX_KNOWN) {
        longer.clear();
      }
      known = number(after(links.get(link), stories.get(story)));
      longer.put(key, known);
    }
    return known;
  }

  private static PathStory after(PathLink link, PathStory story) {
    List<PathLink> before = story.chain();
    List<PathLink> chain = new ArrayList<>(before.size() + 1);
    if (!before.isEmpty() && before.getFirst().isLike(link)) {
      chain.add(link.several());
      chain.addAll(before.subList(1, before.size()));
    } else {
      chain.add(link);
      if (before.size() < MAX_CHAIN) {
        chain.addAll(before);
      } else {
        chain.add(PathLink.MORE);
        chain.addAll(before.subList(2, before.size()));
      }
    }
    return new PathStory(chain, story.state(), story.cause(), story.place());
  }
}
