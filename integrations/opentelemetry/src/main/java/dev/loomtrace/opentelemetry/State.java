package dev.loomtrace.opentelemetry;

/** Tells Loomtrace's agent, for its {@code doctor}, how this fares. Never throws. */
final class State {
  private static final String PROPERTY = "loomtrace.state.opentelemetry";

  private State() {}

  /** Says it; the last one counts. */
  static void set(String state) {
    try {
      System.setProperty(PROPERTY, state);
    } catch (SecurityException e) {
      // Then it is not told.
    }
  }
}
