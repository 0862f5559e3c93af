package dev.loomtrace.analysis;

import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.Stack;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the frame that its author would call the place where something happened. */
final class CallSites {
  // First elements of the function names of what comes with the platform: functions of the JDK are
  // named java/util/..., those of Go's runtime and library runtime.gopark,
  // internal/poll.(*FD).Read.
  private static final Set<String> JDK = Set.of("java", "javax", "jdk", "sun", "com.sun", "jvm");
  private static final Set<String> GO_PLUMBING = Set.of("runtime", "internal", "sync", "syscall");

  private CallSites() {}

  /** The innermost frame of the application's own code; else the innermost one; if there is any. */
  static Optional<Frame> of(Stack stack) {
    List<Frame> frames = stack.frames();
    for (Frame frame : frames) {
      if (isApplication(frame.function())) {
        return Optional.of(frame);
      }
    }
    return frames.isEmpty() ? Optional.empty() : Optional.of(frames.getFirst());
  }

  private static boolean isApplication(String function) {
    int slash = function.indexOf('/');
    int dot = function.indexOf('.');
    if (slash < 0) {
      return dot > 0 && !GO_PLUMBING.contains(function.substring(0, dot));
    }
    String first = function.substring(0, slash);
    return !JDK.contains(first) && !GO_PLUMBING.contains(first) && !first.startsWith("com.sun.");
  }
}
