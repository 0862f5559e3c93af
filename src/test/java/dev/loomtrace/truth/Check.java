package dev.loomtrace.truth;

/**
 * What the program knows beside what we say.
 *
 * @param cell which cell of the matrix
 * @param form what the file holds of the task
 * @param task the task's name
 * @param about what is compared
 * @param truth what the program knows
 * @param answer what we say
 */
record Check(
    Cell cell, Form form, String task, About about, String truth, String answer, Verdict verdict) {
  /** What is compared. */
  enum About {
    WALL,
    OPEN,
    PARTS,
    WAKER
  }

  /** How the answer is. */
  enum Verdict {
    RIGHT,
    /** It says that it does not know. */
    UNKNOWN,
    FALSE
  }

  /** The scene. */
  String scene() {
    return task.substring(0, task.indexOf('/'));
  }

  /** {@code virtual} or {@code platform}. */
  String kind() {
    return task.substring(task.indexOf('/') + 1, task.lastIndexOf('/'));
  }

  @Override
  public String toString() {
    return String.format(
        "%-8s %-6s %s %-36s %-5s truth: %s; answer: %s",
        verdict, form, cell, task, about, truth, answer);
  }
}
