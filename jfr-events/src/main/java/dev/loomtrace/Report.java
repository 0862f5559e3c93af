package dev.loomtrace;

import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Tells people what is wrong, each thing once, and never the code that did it. */
final class Report {
  private static final int MAX_REPORTS = 1000;
  private static final Set<Object> REPORTED = ConcurrentHashMap.newKeySet();
  private static final Set<Class<?>> OWN =
      Set.of(
          Report.class,
          Task.class,
          Task.Scope.class,
          Region.class,
          RegionStack.class,
          Log.class,
          FlightRecorder.class,
          Wrapping.InTask.class,
          Wrapping.CallInTask.class);
  private static final StackWalker WALKER = walker(); // Null: it may not look.

  private Report() {}

  private static StackWalker walker() {
    try {
      return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    } catch (SecurityException e) {
      return null; // A security manager, up to JDK 23, must allow it.
    }
  }

  /**
   * Reports a wrong use, once for each place in the application.
   *
   * @param what happened there, to be followed by the place
   */
  static void misuse(String what) {
    if (REPORTED.size() >= MAX_REPORTS) {
      return; // Looking for the place takes microseconds.
    }
    Optional<StackTraceElement> place =
        WALKER == null ? Optional.empty() : WALKER.walk(Report::firstForeign);
    if (place.isEmpty()) {
      failure(what);
    } else if (REPORTED.add(place.get())) {
      log(what + " at " + place.get());
    }
  }

  private static Optional<StackTraceElement> firstForeign(Stream<StackWalker.StackFrame> frames) {
    return frames
        .filter(frame -> !OWN.contains(frame.getDeclaringClass()))
        .map(StackWalker.StackFrame::toStackTraceElement)
        .findFirst();
  }

  /** Reports what goes wrong without the application's doing, once for each message. */
  static void failure(String what) {
    if (REPORTED.size() < MAX_REPORTS && REPORTED.add(what)) {
      log(what);
    }
  }

  /** Does what a report does, but for saying anything: the first may come in a bad moment. */
  static void rehearse() {
    if (WALKER != null) {
      WALKER.walk(Report::firstForeign);
    }
  }

  /** Says something while the JVM ends, when loggers may be closed already. */
  static void lastWords(String message) {
    System.err.println("dev.loomtrace: " + message);
  }

  private static void log(String message) {
    if (!DescriptorReserve.isAnyFree()) {
      lastWords(message); // Logging that cannot read its configuration now may never do.
      return;
    }
    try {
      System.getLogger("dev.loomtrace").log(System.Logger.Level.WARNING, message);
    } catch (RuntimeException | ServiceConfigurationError | LinkageError e) {
      lastWords(message); // The application's logging is broken.
    }
  }
}
