package dev.loomtrace.report;

import java.util.Optional;

/**
 * Which threads are asked for: all, or those of a group.
 *
 * @param group the group's name, or the end of it from a dot or slash on, if one is asked for
 */
public record ThreadChoice(Optional<String> group) {
  /** All threads. */
  public static final ThreadChoice ALL = new ThreadChoice(Optional.empty());

  /** Those of the groups of this name, or whose names end with it. */
  public static ThreadChoice ofGroup(String name) {
    return new ThreadChoice(Optional.of(name));
  }

  /** Whether a group is among those that the choice is from. */
  public boolean includes(String name) {
    if (group.isEmpty() || group.get().equals(name)) {
      return true;
    }
    int begin = name.length() - group.get().length();
    return begin > 0
        && !group.get().isEmpty()
        && name.endsWith(group.get())
        && (name.charAt(begin - 1) == '.' || name.charAt(begin - 1) == '/');
  }
}
