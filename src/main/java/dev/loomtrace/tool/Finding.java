package dev.loomtrace.tool;

import java.util.Locale;
import java.util.Optional;

/**
 * Something that a check found.
 *
 * @param level how bad it is
 * @param subject what it is about
 * @param text what was found
 */
record Finding(Level level, String subject, String text) {
  /** How bad a finding is. */
  enum Level {
    /** As it must be. */
    OK,
    /** Worth knowing. */
    NOTE,
    /** Costs something, or hides something. */
    WARN,
    /** A recording would be wrong or impossible. */
    FAIL;

    /** As the agent writes it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int PARTS = 3;

  /** Reads a line of the agent's report: level, subject and text, with tabs between. */
  static Optional<Finding> parse(String line) {
    String[] parts = line.split("\t", PARTS);
    if (parts.length == PARTS) {
      for (Level level : Level.values()) {
        if (level.toString().equals(parts[0])) {
          return Optional.of(new Finding(level, parts[1], parts[2]));
        }
      }
    }
    return Optional.empty();
  }
}
