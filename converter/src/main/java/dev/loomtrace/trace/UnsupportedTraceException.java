package dev.loomtrace.trace;

/** The input is a trace, of a version or with a feature that this reader does not know. */
public final class UnsupportedTraceException extends MalformedTraceException {
  private static final long serialVersionUID = 1L;

  /**
   * Describes what is not supported.
   *
   * @param offset absolute offset in bytes of what says so
   * @param problem what was found, and which versions are read
   */
  public UnsupportedTraceException(long offset, String problem) {
    super(offset, format(offset, "", problem));
  }
}
