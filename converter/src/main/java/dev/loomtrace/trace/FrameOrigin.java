package dev.loomtrace.trace;

/** Whose code a frame is. */
public enum FrameOrigin {
  /** The application's own. */
  APPLICATION,
  /** A library's that the application uses, or that uses the application; Go's own too. */
  LIBRARY,
  /**
   * The platform's: the JDK, Go's runtime, classes that are made at run time to pass calls on, and
   * what stands for the JVM itself.
   */
  RUNTIME
}
