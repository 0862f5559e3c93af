package dev.loomtrace.bridge.boot;

/** Stacks of threads that can not take their own, as text. */
final class Stacks {
  private static final int MAX_FRAMES = 48;

  private Stacks() {}

  /** Stack of a virtual thread that is not mounted; null if it can not be had. */
  static String ofUnmounted(Thread thread) {
    try {
      return text(Hooks.internals().unmountedStack(thread));
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  /** One frame a line, {@code class.method(file:line)}; null if there is none. */
  static String text(StackTraceElement[] frames) {
    if (frames == null || frames.length == 0) {
      return null;
    }
    StringBuilder text = new StringBuilder(64 * Math.min(frames.length, MAX_FRAMES));
    for (int i = 0; i < frames.length && i < MAX_FRAMES; i++) {
      StackTraceElement frame = frames[i];
      text.append(frame.getClassName()).append('.').append(frame.getMethodName()).append('(');
      text.append(frame.getFileName() == null ? "" : frame.getFileName());
      text.append(':').append(frame.getLineNumber()).append(")\n");
    }
    if (frames.length > MAX_FRAMES) {
      text.append("...\n");
    }
    return text.toString();
  }
}
