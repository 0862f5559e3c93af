package dev.loomtrace.trace;

/**
 * What a trace says about a thread itself, as opposed to what the thread does.
 *
 * @param kind what kind of thread it is
 * @param name its name, without a number, so that threads that do the same have the same name;
 *     empty if the trace has no names
 * @param start the function in which it starts; if only the thread's name is known, a frame that
 *     stands for it; {@link Frame#NONE} if the trace has a stack at creation instead
 */
public record TraceThread(ThreadKind kind, String name, Frame start) {
  /** A goroutine about which nothing is known but its start stack. */
  public static final TraceThread GOROUTINE = new TraceThread(ThreadKind.GOROUTINE, "", Frame.NONE);
}
