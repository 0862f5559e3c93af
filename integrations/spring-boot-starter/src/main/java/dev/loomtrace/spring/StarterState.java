package dev.loomtrace.spring;

import dev.loomtrace.FlightRecorder;
import dev.loomtrace.Trigger;
import java.util.List;

/**
 * Tells Loomtrace's agent, for its {@code doctor}, what the starter does in this JVM; of several
 * contexts the last one that changes something counts. Never throws.
 */
final class StarterState {
  // Guarded by the class.
  private static boolean observations;
  private static String recorder = "off";
  private static boolean endpoint;

  private StarterState() {}

  /** Observations are recorded as tasks. */
  static synchronized void observes() {
    observations = true;
    tell();
  }

  /** The flight recorder of the properties records, or does not. */
  static synchronized void records(FlightRecorder which) {
    FlightRecorder.Config config = which.config();
    List<String> triggers = config.triggers().stream().map(Trigger::toString).toList();
    recorder =
        (which.isEnabled() ? "on" : "stopped")
            + " ("
            + (triggers.isEmpty() ? "no triggers" : "triggers " + String.join(", ", triggers))
            + ", dumps into "
            + config.folder()
            + ")";
    tell();
  }

  /** The Actuator has the endpoint. */
  static synchronized void hasEndpoint() {
    endpoint = true;
    tell();
  }

  private static void tell() {
    try {
      System.setProperty(
          "loomtrace.state.spring-boot",
          "installed: observations "
              + word(observations)
              + ", flight recorder by properties "
              + recorder
              + ", endpoint "
              + word(endpoint));
    } catch (SecurityException e) {
      // Then it is not told.
    }
  }

  private static String word(boolean on) {
    return on ? "on" : "off";
  }
}
