package dev.loomtrace.trace;

/**
 * Where an event happened, as it was just before the event.
 *
 * @param goroutine id of the goroutine that ran, or {@link #NO_GOROUTINE}
 * @param proc id of the proc that the thread held, or {@link #NO_PROC}
 * @param thread id of the thread, or {@link #NO_THREAD}
 */
public record Context(long goroutine, long proc, long thread) {
  /** No goroutine ran, or it is not known which. */
  public static final long NO_GOROUTINE = -1;

  /** The thread held no proc. */
  public static final long NO_PROC = -1;

  /** No thread, or it is not known which. */
  public static final long NO_THREAD = -1;

  /** Nowhere: of events that concern the whole program. */
  public static final Context NONE = new Context(NO_GOROUTINE, NO_PROC, NO_THREAD);
}
