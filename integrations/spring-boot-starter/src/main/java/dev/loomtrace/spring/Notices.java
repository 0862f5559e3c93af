package dev.loomtrace.spring;

import dev.loomtrace.FlightRecorder;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the application's log is told, each thing once in a JVM however many contexts it has: by the
 * logger {@code dev.loomtrace}. Never throws.
 */
final class Notices {
  private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

  private Notices() {}

  /** That the agent is missing, if it is. */
  static void agent() {
    if (!FlightRecorder.isAgentInstalled()) {
      tell(
          System.Logger.Level.INFO,
          "Loomtrace's agent is not in this JVM: recordings have requests, but not why their"
              + " threads waited; to add it: java -javaagent:loomtrace-agent.jar");
    }
  }

  /** That nothing observes requests. */
  static void noObservations() {
    tell(
        System.Logger.Level.INFO,
        "requests are not recorded as tasks, since nothing observes them: there is no"
            + " ObservationRegistry; to have one: spring-boot-starter-actuator");
  }

  /** That the flight recorder does not record. */
  static void notStarted(Throwable e) {
    tell(System.Logger.Level.WARNING, "the flight recorder is not started: " + e.getMessage());
  }

  private static void tell(System.Logger.Level level, String notice) {
    if (!TOLD.add(notice)) {
      return;
    }
    try {
      System.getLogger("dev.loomtrace").log(level, notice);
    } catch (RuntimeException | ServiceConfigurationError | LinkageError e) {
      System.err.println("dev.loomtrace: " + notice); // The application's logging is broken.
    }
  }
}
