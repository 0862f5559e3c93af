package dev.loomtrace.trace;

/**
 * What made a waiting thread runnable. The time at which it did is that of the transition.
 *
 * @param kind how
 * @param thread id of the thread (goroutine) that did it, or that ran the timer or poller; {@link
 *     Context#NO_GOROUTINE} if not known
 * @param frame where that thread starts, or a frame that stands for something that is not a thread
 *     of the program; {@link Frame#NONE} if there is none
 */
public record Waker(WakeKind kind, long thread, Frame frame) {
  /** Not known. */
  public static final Waker NONE = new Waker(WakeKind.UNKNOWN, Context.NO_GOROUTINE, Frame.NONE);

  /** The thread of a context; {@link #NONE} if there is none. */
  public static Waker of(Context context) {
    return context.goroutine() == Context.NO_GOROUTINE
        ? NONE
        : new Waker(WakeKind.THREAD, context.goroutine(), Frame.NONE);
  }
}
