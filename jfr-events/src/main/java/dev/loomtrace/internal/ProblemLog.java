package dev.loomtrace.internal;

import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Tells people what is wrong, each thing once: by warnings of the {@link System.Logger} named
 * {@code dev.loomtrace}, or on the standard error where logging is not possible. Never throws into
 * the code that reports. What it says is one line of printable characters, whatever file names and
 * messages of exceptions hold.
 */
public final class ProblemLog {
  private static final int MAX_REPORTS = 1000;
  private static final Set<Object> REPORTED = ConcurrentHashMap.newKeySet();

  // The application's frames are those below the library's own: its API, by name, since others may
  // have classes in that package, and all of its other packages.
  private static final Set<String> API =
      Set.of(
          "dev.loomtrace.Task",
          "dev.loomtrace.Region",
          "dev.loomtrace.Log",
          "dev.loomtrace.FlightRecorder",
          "dev.loomtrace.Trigger");
  private static final Set<String> ROOMS =
      Set.of(
          "dev.loomtrace.annotation",
          "dev.loomtrace.recorder",
          "dev.loomtrace.trigger",
          "dev.loomtrace.internal",
          "dev.loomtrace.opentelemetry",
          "dev.loomtrace.micrometer");

  private static volatile boolean onStandardError;

  private static final StackWalker WALKER = walker(); // Null: it may not look.

  private ProblemLog() {}

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
  public static void misuse(String what) {
    if (REPORTED.size() >= MAX_REPORTS) {
      return; // Looking for the place takes microseconds.
    }
    Optional<StackTraceElement> place =
        WALKER == null ? Optional.empty() : WALKER.walk(ProblemLog::firstForeign);
    if (place.isEmpty()) {
      failure(what);
    } else if (REPORTED.add(place.get())) {
      log(what + " at " + place.get());
    }
  }

  private static Optional<StackTraceElement> firstForeign(Stream<StackWalker.StackFrame> frames) {
    return frames
        .filter(frame -> !isOwn(frame.getDeclaringClass()))
        .map(StackWalker.StackFrame::toStackTraceElement)
        .findFirst();
  }

  private static boolean isOwn(Class<?> type) {
    String name = type.getName();
    int nested = name.indexOf('$');
    return API.contains(nested < 0 ? name : name.substring(0, nested))
        || ROOMS.contains(type.getPackageName());
  }

  /** Reports a problem that the application did not cause, once for each message. */
  public static void failure(String what) {
    if (REPORTED.size() < MAX_REPORTS && REPORTED.add(what)) {
      log(what);
    }
  }

  /** Tells what somebody asked to be told, each time. */
  public static void tell(String what) {
    log(System.Logger.Level.INFO, what);
  }

  /**
   * From now on everything goes to the standard error: for the agent, which must not be the first
   * to use the application's logging.
   */
  public static void useStandardError() {
    onStandardError = true;
  }

  /**
   * Does all that a report does except writing it: the first report may come when classes can no
   * longer be loaded.
   */
  public static void rehearse() {
    if (WALKER != null) {
      WALKER.walk(ProblemLog::firstForeign);
    }
    escaped("\n");
  }

  /** Writes to the standard error. For the end of the JVM, when loggers may be closed already. */
  public static void lastWords(String message) {
    System.err.println("dev.loomtrace: " + escaped(message));
  }

  private static void log(String message) {
    log(System.Logger.Level.WARNING, message);
  }

  private static void log(System.Logger.Level level, String message) {
    if (onStandardError) {
      System.err.println("loomtrace: " + escaped(message));
      return;
    }
    if (!Descriptors.isAnyFree()) {
      lastWords(message); // Logging that fails to read its configuration now may stay broken.
      return;
    }
    try {
      System.getLogger("dev.loomtrace").log(level, escaped(message));
    } catch (RuntimeException | ServiceConfigurationError | LinkageError e) {
      lastWords(message); // The application's logging is broken.
    }
  }

  /**
   * The text with control and formatting characters, line separators and lone surrogates as {@code
   * \}{@code uXXXX}: none of them moves a terminal's cursor, changes its colours, or starts a line
   * that looks like another message.
   */
  static String escaped(String text) {
    StringBuilder escaped = null;
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      int next = i + Character.charCount(character);
      if (isPrintable(character)) {
        if (escaped != null) {
          escaped.appendCodePoint(character);
        }
      } else {
        if (escaped == null) {
          escaped = new StringBuilder(text.length() + 16).append(text, 0, i);
        }
        for (int c = i; c < next; c++) {
          appendEscape(escaped, text.charAt(c));
        }
      }
      i = next;
    }
    return escaped == null ? text : escaped.toString();
  }

  private static boolean isPrintable(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  // Without String.format, which loads classes and looks up locales.
  private static void appendEscape(StringBuilder out, char c) {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(Character.forDigit((c >> shift) & 0xf, 16));
    }
  }
}
