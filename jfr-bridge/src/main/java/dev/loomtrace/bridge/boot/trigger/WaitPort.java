package dev.loomtrace.bridge.boot.trigger;

import static dev.loomtrace.event.EventNames.STATE_PINNED;

import dev.loomtrace.bridge.boot.jdk.Ticks;
import java.util.Arrays;

/**
 * The limits of waits. A hook compares the length of a wait that is over with {@link #least}, and
 * says more only of one that reaches it.
 */
public final class WaitPort {
  private static final Inbox[] NONE = {};

  private static volatile Inbox[] inboxes = NONE;
  private static volatile long least = Long.MAX_VALUE;

  private WaitPort() {}

  /**
   * Has waits watched from now on. The arrays have one element for each rule.
   *
   * @param kinds {@code runnable}, {@code pinned}, {@code blocked}, {@code carriers-busy}; what
   *     else there is, is not watched here
   * @param nanos limits
   * @param reasons codes of {@code blocked}
   * @param classes what the names of classes begin with that are waited for; empty: any
   * @return for {@link #take} and {@link #close}
   */
  public static synchronized Object open(
      String[] kinds, long[] nanos, int[] reasons, String[][] classes) {
    Inbox inbox = new Inbox(kinds, nanos, reasons, classes);
    Inbox[] more = Arrays.copyOf(inboxes, inboxes.length + 1);
    more[more.length - 1] = inbox;
    set(more);
    return inbox;
  }

  /** Watches them no more. */
  public static synchronized void close(Object inbox) {
    Inbox[] rest =
        Arrays.stream(inboxes)
            .filter(each -> !each.equals(inbox))
            .toArray(count -> new Inbox[count]);
    set(rest);
  }

  private static void set(Inbox[] now) {
    long shortest = Long.MAX_VALUE;
    for (Inbox inbox : now) {
      shortest = Math.min(shortest, inbox.least());
    }
    inboxes = now;
    least = shortest;
  }

  /**
   * The next thing that was too long; null: no more. To be called several times a second by one
   * thread: it also looks at the carriers then.
   *
   * @return index of the rule (Integer), thread (Long; 0: none), what was waited for (String; may
   *     be null), nanoseconds (Long), and how many more there were that found no room (Long)
   */
  public static Object[] take(Object inbox) {
    return ((Inbox) inbox).take();
  }

  /** Ticks from which on a wait has to be looked at; without triggers no wait is as long. */
  public static long least() {
    return least;
  }

  /**
   * A wait is over that reaches {@link #least}. Neither waits nor fails.
   *
   * @param blocker class of what was waited for; null: not known
   * @param duration ticks
   * @param wakeDelay ticks from its start until the thread was made runnable; 0: not known
   */
  public static void waited(
      long thread, int state, int reason, Class<?> blocker, long duration, long wakeDelay) {
    long runnable = wakeDelay == 0 ? 0 : Math.max(0, duration - wakeDelay);
    for (Inbox inbox : inboxes) {
      inbox.waited(thread, state, reason, blocker, duration - runnable, runnable);
    }
  }

  /** The same of a virtual thread that gave way: it could run all the time. */
  public static void yielded(long thread, int state, int reason, long duration) {
    for (Inbox inbox : inboxes) {
      inbox.waited(thread, state, reason, null, 0, duration);
    }
  }

  /** Calls what hooks call, so that nothing is resolved or initialised when it matters. */
  public static void warmUp() {
    String[] kinds = {"runnable", "pinned", "blocked", "carriers-busy", ""};
    String[][] classes = {{}, {}, {"java.lang.Object"}, {}, {}};
    long tooLong = Ticks.ofNanos(1_000_000_000);
    Object inbox = open(kinds, new long[] {1, 1, 1, 1, 1}, new int[kinds.length], classes);
    if (tooLong >= least()) {
      waited(1, STATE_PINNED, 0, Object.class, tooLong, 1);
      yielded(1, 0, 0, tooLong);
    }
    Object[] noted = take(inbox);
    while (noted != null) {
      noted = take(inbox);
    }
    close(inbox);
  }
}
