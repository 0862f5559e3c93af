package dev.loomtrace.recorder;

import dev.loomtrace.event.EventNames;

/**
 * What made a trigger fire; the fields of {@link EventNames#TRIGGER}.
 *
 * @param trigger as it was given
 * @param thread the culprit; 0: no single thread
 * @param taskId 0: it is about no task
 * @param name of the task, or what was waited for; null: not known
 * @param lasted nanoseconds; 0: not known
 * @param limit nanoseconds; 0: the trigger has none
 * @param suppressed how often triggers have fired without a dump since the one before
 */
public record Cause(
    String trigger,
    long thread,
    long taskId,
    String name,
    long lasted,
    long limit,
    long suppressed) {
  private static final long NANOS_PER_MICRO = 1_000;

  /** For people: one line. */
  public String text() {
    StringBuilder text = new StringBuilder("trigger ").append(trigger).append(':');
    if (name != null) {
      text.append(' ').append(name);
    }
    if (taskId != 0) {
      text.append(" (task ").append(taskId).append(')');
    }
    if (lasted != 0) {
      text.append(' ').append(millis(lasted));
    }
    if (thread != 0) {
      text.append(" on thread ").append(thread);
    }
    if (limit != 0) {
      text.append(", limit ").append(millis(limit));
    }
    if (suppressed != 0) {
      text.append("; ").append(suppressed).append(" without a dump before");
    }
    return text.toString();
  }

  // Without String.format, which loads classes and looks up locales.
  private static String millis(long nanos) {
    long micros = nanos / NANOS_PER_MICRO;
    long thousandths = micros % 1_000;
    String fraction = Long.toString(1_000 + thousandths).substring(1);
    return micros / 1_000 + (thousandths == 0 ? "" : "." + fraction) + " ms";
  }
}
