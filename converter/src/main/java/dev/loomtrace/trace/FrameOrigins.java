package dev.loomtrace.trace;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whose code a frame is: the one place that knows which functions come with a platform and
 * which are the application's. Immutable.
 */
public final class FrameOrigins {
  /** All that does not come with a platform is the application's. */
  public static final FrameOrigins DEFAULT = new FrameOrigins(List.of());

  // First elements of the function names of what comes with the platform: functions of the JDK are
  // named java/util/..., those of Go's runtime and library runtime.gopark,
  // internal/poll.(*FD).Read.
  private static final Set<String> JDK = Set.of("java", "javax", "jdk", "sun", "com.sun");
  private static final Set<String> GO_PLUMBING = Set.of("runtime", "internal", "sync", "syscall");

  // What stands for the JVM itself, such as jvm.truncated.
  private static final String JVM = "jvm";

  private final List<String> application;

  private FrameOrigins(List<String> application) {
    this.application = application;
  }

  /**
   * A rule by which only functions with one of these prefixes are the application's, and other code
   * that does not come with the platform is a library's.
   *
   * @param prefixes of function names as frames have them, with dots: {@code com.acme.shop}; if
   *     there are none, no library is told from the application
   */
  public static FrameOrigins ofApplication(List<String> prefixes) {
    return new FrameOrigins(List.copyOf(prefixes));
  }

  /** Whose code a frame is. */
  public FrameOrigin of(Frame frame) {
    if (isRuntime(frame.function())) {
      return FrameOrigin.RUNTIME;
    }
    if (application.isEmpty()) {
      return FrameOrigin.APPLICATION;
    }
    // Frames have a slash before the last element of a name; people write dots.
    String name = frame.function().replace('/', '.');
    return application.stream().anyMatch(name::startsWith)
        ? FrameOrigin.APPLICATION
        : FrameOrigin.LIBRARY;
  }

  /**
   * The place that its author would name: the innermost frame of the application's own code, else
   * the innermost one, if there is any.
   */
  public Optional<Frame> site(Stack stack) {
    List<Frame> frames = stack.frames();
    for (Frame frame : frames) {
      if (of(frame) == FrameOrigin.APPLICATION) {
        return Optional.of(frame);
      }
    }
    return frames.isEmpty() ? Optional.empty() : Optional.of(frames.getFirst());
  }

  private static boolean isRuntime(String function) {
    int slash = function.indexOf('/');
    int dot = function.indexOf('.');
    if (slash < 0) {
      String first = dot <= 0 ? JVM : function.substring(0, dot);
      return first.equals(JVM) || GO_PLUMBING.contains(first);
    }
    String first = function.substring(0, slash);
    return JDK.contains(first) || GO_PLUMBING.contains(first) || first.startsWith("com.sun.");
  }
}
