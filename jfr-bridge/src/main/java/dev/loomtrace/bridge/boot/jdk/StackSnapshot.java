package dev.loomtrace.bridge.boot.jdk;

/**
 * The stack of a waiting thread and the monitor that it waits at, taken by another thread.
 *
 * @param blocker class of the object whose monitor it waits at, or null
 * @param stack one frame a line, {@code class.method(file:line)}, or null
 */
public record StackSnapshot(Class<?> blocker, String stack) {
  public static final StackSnapshot NONE = new StackSnapshot(null, null);
  private static final int MAX_FRAMES = 48;

  // Method handles are specialised, in a class of their own, when they were called 127 times.
  private static final int CALLS_UNTIL_SETTLED = 200;
  private static volatile boolean settled;

  /** Defines every class that taking a snapshot defines, where that does no harm. */
  public static void settle() {
    for (int i = 0; i < CALLS_UNTIL_SETTLED && !settled; i++) {
      at(Thread.currentThread());
    }
    settled = true;
  }

  /**
   * Of a virtual thread that is not mounted and will not be before this returns: its carrier calls.
   */
  public static StackSnapshot atUnmounted(Thread thread) {
    if (!settled) {
      return NONE;
    }
    Internals internals = Internals.INSTANCE;
    StackSnapshot snapshot = at(thread);
    try {
      return snapshot.stack() == null
          ? new StackSnapshot(null, text(internals.unmountedStack(thread)))
          : snapshot;
    } catch (ReflectiveOperationException e) {
      return NONE;
    }
  }

  /** Of any thread, from another; {@link #NONE} where this JDK does not allow it. */
  public static StackSnapshot at(Thread thread) {
    try {
      Object snapshot = Internals.INSTANCE.snapshot(thread);
      if (snapshot == null) {
        return NONE;
      }
      Object blocker = Internals.INSTANCE.monitorOf(snapshot);
      return new StackSnapshot(
          blocker == null ? null : blocker.getClass(), text(Internals.INSTANCE.stackOf(snapshot)));
    } catch (ReflectiveOperationException e) {
      return NONE;
    }
  }

  /** The frames as text; null if there are none. */
  public static String text(StackTraceElement[] frames) {
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
