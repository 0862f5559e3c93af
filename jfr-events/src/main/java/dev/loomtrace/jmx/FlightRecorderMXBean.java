package dev.loomtrace.jmx;

/** A started flight recorder, for management: {@code dev.loomtrace:type=FlightRecorder}. */
public interface FlightRecorderMXBean {
  /**
   * Writes a dump into the recorder's folder, and waits for it; shares one that is about to be
   * written.
   *
   * @param reason for people who read the recording
   * @return the file
   * @throws IllegalStateException if there is none; the message says why: the last one was too
   *     recent, for example
   */
  String dump(String reason);

  /** The triggers, as text. */
  String[] getTriggers();

  /** The last dumps that triggers had made, ten at most, oldest first: when, which file, why. */
  String[] getLastDumps();

  /** How often triggers have fired without a dump of their own. */
  long getSuppressed();

  /** Where dumps go. */
  String getFolder();
}
