package dev.loomtrace.trace;

/**
 * What a trace says about a thread itself, as opposed to what the thread does.
 *
 * @param kind what kind of thread it is
 * @param name its name, without a number, so that threads that do the same have the same name;
 *     empty if the trace has no names
 * @param start the function in which it starts; if only the thread's name is known, a frame that
 *     stands for it; {@link Frame#NONE} if the trace has a stack at creation instead
 * @param beganBefore whether it had begun already when the event came that introduces it, be that
 *     one of its creation or not: when is not known
 */
public record TraceThread(ThreadKind kind, String name, Frame start, boolean beganBefore) {
  /** A goroutine about which nothing is known but its start stack. */
  public static final TraceThread GOROUTINE = new TraceThread(ThreadKind.GOROUTINE, "", Frame.NONE);

  /** A thread that began when it is first heard of, or whose events say that it did not. */
  public TraceThread(ThreadKind kind, String name, Frame start) {
    this(kind, name, start, false);
  }

  /** The same thread, of which the trace has not seen the begin. */
  public TraceThread begunBefore() {
    return beganBefore ? this : new TraceThread(kind, name, start, true);
  }
}
