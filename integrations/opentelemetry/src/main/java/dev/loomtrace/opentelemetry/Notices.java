package dev.loomtrace.opentelemetry;

import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tells people once what is not recorded, by the logger {@code dev.loomtrace}. Never throws. */
final class Notices {
  private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

  private Notices() {}

  /** Says it, unless it was said before. */
  static void once(String notice) {
    if (!TOLD.add(notice)) {
      return;
    }
    try {
      System.getLogger("dev.loomtrace").log(System.Logger.Level.WARNING, notice);
    } catch (RuntimeException | ServiceConfigurationError | LinkageError e) {
      System.err.println("dev.loomtrace: " + notice); // The application's logging is broken.
    }
  }
}
