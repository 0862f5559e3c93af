package dev.loomtrace.trace;

/** Whose code a frame is. */
public enum FrameOrigin {
  /** The application's own. */
  APPLICATION,
  /** A library's that the application uses. */
  LIBRARY,
  /** The platform's: the JDK, Go's runtime, and what stands for the JVM itself. */
  RUNTIME
}
