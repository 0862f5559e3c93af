package dev.loomtrace.bridge.boot;

/**
 * What a waiting thread shows to others.
 *
 * @param blocker class of the object whose monitor it waits at, or null
 * @param stack one frame a line, {@code class.method(file:line)}, or null
 */
record Look(Class<?> blocker, String stack) {
  static final Look NONE = new Look(null, null);
  private static final int MAX_FRAMES = 48;

  // Method handles are specialised, in a class of their own, when they were called 127 times.
  private static final int CALLS_UNTIL_SETTLED = 200;
  private static volatile boolean settled;

  /** Has everything that a look defines defined; where that does no harm. */
  static void settle() {
    for (int i = 0; i < CALLS_UNTIL_SETTLED && !settled; i++) {
      at(Thread.currentThread());
    }
    settled = true;
  }

  /**
   * Looks at a virtual thread that is not mounted and will not be before this returns: its carrier
   * calls.
   */
  static Look atUnmounted(Thread thread) {
    if (!settled) {
      return NONE;
    }
    Internals internals = Hooks.internals();
    Look look = at(thread);
    try {
      return look.stack() == null ? new Look(null, text(internals.unmountedStack(thread))) : look;
    } catch (ReflectiveOperationException e) {
      return NONE;
    }
  }

  /** Looks at any thread, from another; {@link #NONE} where this JDK does not let us. */
  static Look at(Thread thread) {
    try {
      Object snapshot = Hooks.internals().snapshot(thread);
      if (snapshot == null) {
        return NONE;
      }
      Object blocker = Hooks.internals().monitorOf(snapshot);
      return new Look(
          blocker == null ? null : blocker.getClass(), text(Hooks.internals().stackOf(snapshot)));
    } catch (ReflectiveOperationException e) {
      return NONE;
    }
  }

  /** The frames as text; null if there are none. */
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
