package dev.loomtrace;

import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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
  private static final StackWalker WALKER =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private Report() {}

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
        WALKER.walk(
            frames ->
                frames
                    .filter(frame -> !OWN.contains(frame.getDeclaringClass()))
                    .map(StackWalker.StackFrame::toStackTraceElement)
                    .findFirst());
    if (place.isEmpty()) {
      failure(what);
    } else if (REPORTED.add(place.get())) {
      log(what + " at " + place.get());
    }
  }

  /** Reports what goes wrong without the application's doing, once for each message. */
  static void failure(String what) {
    if (REPORTED.size() < MAX_REPORTS && REPORTED.add(what)) {
      log(what);
    }
  }

  private static void log(String message) {
    try {
      System.getLogger("dev.loomtrace").log(System.Logger.Level.WARNING, message);
    } catch (RuntimeException | ServiceConfigurationError | LinkageError e) {
      System.err.println("dev.loomtrace: " + message); // The application's logging is broken.
    }
  }
}
