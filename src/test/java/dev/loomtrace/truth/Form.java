package dev.loomtrace.truth;

/** What the file holds of a task. */
enum Form {
  /** All of it, in one chunk, with all that was before. */
  WHOLE(false, false),
  /** The same, but the thread is older than the recording. */
  OLDER(false, false),
  /** All of it, and new chunks began in its middle. */
  BORDER(false, false),
  /** From its middle on: a flight recorder's window. */
  WINDOW(true, false),
  /** Up to its middle: it is not over when the file ends. */
  DUMP(false, true),
  /** Some time in its middle, neither its begin nor its end. */
  INSIDE(true, true);

  private final boolean late;
  private final boolean open;

  Form(boolean late, boolean open) {
    this.late = late;
    this.open = open;
  }

  /** Whether the task is older than the file. */
  boolean late() {
    return late;
  }

  /** Whether the task is not over in the file. */
  boolean open() {
    return open;
  }
}
