package dev.loomtrace.trace;

/**
 * One frame of a stack.
 *
 * @param pc program counter; of a JVM an invented one, distinct for each (function, file, line)
 * @param function fully qualified name, such as {@code main.worker} or {@code
 *     com.acme.shop/Checkout.pay}; empty if unknown
 * @param file path of the source file; empty if unknown
 * @param line line in the file; 0 if unknown
 */
public record Frame(long pc, String function, String file, long line) {
  /** No frame. */
  public static final Frame NONE = new Frame(0, "", "", 0);

  /** Whether it is no frame: nothing is known of it. */
  @SuppressWarnings("ReferenceEquality") // Nearly all that are none are this one.
  public boolean isNone() {
    return this == NONE || (pc == 0 && function.isEmpty() && file.isEmpty());
  }
}
