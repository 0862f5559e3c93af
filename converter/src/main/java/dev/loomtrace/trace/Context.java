package dev.loomtrace.trace;

/**
 * Where an event happened, as it was just before the event.
 *
 * @param goroutine id of the goroutine that ran, or {@link EventView#NO_GOROUTINE}
 * @param proc id of the proc that the thread held, or {@link EventView#NO_PROC}
 * @param thread id of the thread, or {@link EventView#NO_THREAD}
 */
public record Context(long goroutine, long proc, long thread) {
  /** Nowhere: of events that concern the whole program. */
  public static final Context NONE =
      new Context(EventView.NO_GOROUTINE, EventView.NO_PROC, EventView.NO_THREAD);
}
