package dev.loomtrace.analysis.finding;

import java.util.Locale;

/** How much a finding matters; the constants ascend. */
public enum Severity {
  /** Worth knowing. */
  LOW,
  /** Costs much time, or will. */
  MEDIUM,
  /** The program does not do its work as it should. */
  HIGH;

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
