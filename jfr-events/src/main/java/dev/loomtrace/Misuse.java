package dev.loomtrace;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Reports wrong uses of annotations: each place in the code once, and never to the code itself. */
final class Misuse {
  private static final int MAX_PLACES = 1000;
  private static final Set<StackTraceElement> PLACES = ConcurrentHashMap.newKeySet();
  private static final Set<Class<?>> OWN =
      Set.of(
          Misuse.class,
          Task.class,
          Task.Scope.class,
          Region.class,
          RegionStack.class,
          Log.class,
          FlightRecorder.class,
          DumpDesk.class,
          Wrapping.InTask.class,
          Wrapping.CallInTask.class);
  private static final StackWalker WALKER =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private Misuse() {}

  /**
   * Reports what the caller's caller outside this library did wrong.
   *
   * @param what happened there, to be followed by the place
   */
  static void report(String what) {
    if (PLACES.size() >= MAX_PLACES) {
      return;
    }
    Optional<StackTraceElement> place =
        WALKER.walk(
            frames ->
                frames
                    .filter(frame -> !OWN.contains(frame.getDeclaringClass()))
                    .map(StackWalker.StackFrame::toStackTraceElement)
                    .findFirst());
    if (place.isEmpty() || PLACES.add(place.get())) {
      log(what + place.map(p -> " at " + p).orElse(""));
    }
  }

  private static void log(String message) {
    try {
      System.getLogger("dev.loomtrace").log(System.Logger.Level.WARNING, message);
    } catch (RuntimeException e) {
      System.err.println("dev.loomtrace: " + message); // The application's logging is broken.
    }
  }
}
