package dev.loomtrace.trigger;

/**
 * A trigger's condition.
 *
 * @param kind what is watched
 * @param subject name of the tasks, or the reason of the waits; null: all
 * @param limitNanos what must not be exceeded; 0: none, or a quantile
 * @param quantile which part of the tasks of a name is faster than the limit, above 0 and below 1;
 *     0: the limit is a time
 * @param text as it was given, without spaces that mean nothing
 */
public record Rule(Kind kind, String subject, long limitNanos, double quantile, String text) {
  /** What is watched. */
  public enum Kind {
    /** How long a task lasts. */
    TASK("task"),
    /** How long a virtual thread that could run waits for a carrier. */
    RUNNABLE("runnable"),
    /** How long a virtual thread waits without giving up its carrier. */
    PINNED("pinned"),
    /** How long a thread waits for a reason. */
    BLOCKED("blocked"),
    /** For how long there is no free carrier although threads wait for one. */
    CARRIERS_BUSY("carriers-busy"),
    /** That a task fails. */
    ERROR("error");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** The word for it in a trigger's text. */
    public String word() {
      return word;
    }

    /** Whether it is seen where a task ends; else by the agent. */
    public boolean isOfTasks() {
      return this == TASK || this == ERROR;
    }
  }

  /** Whether it is about tasks of this name. */
  boolean isAbout(String name) {
    return subject == null || subject.equals(name);
  }

  @Override
  public String toString() {
    return text;
  }
}
