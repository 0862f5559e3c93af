package dev.loomtrace.trace;

/**
 * What a trace says of a thread beside what it does.
 *
 * @param kind what kind of thread it is
 * @param name what it is called: like others that do the same, so without a number of its own;
 *     empty if the trace has no names
 * @param start the function in which it starts; of a thread that is known by its name alone a frame
 *     that stands for it; {@link Frame#NONE} if the trace gives a stack at creation instead
 */
public record TraceThread(ThreadKind kind, String name, Frame start) {
  /** A goroutine of which its start stack says all that is known. */
  public static final TraceThread GOROUTINE = new TraceThread(ThreadKind.GOROUTINE, "", Frame.NONE);
}
