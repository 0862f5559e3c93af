package dev.loomtrace;

import dev.loomtrace.trigger.Rule;
import dev.loomtrace.trigger.RuleText;
import java.time.Duration;

/**
 * A condition at which a {@link FlightRecorder} dumps by itself. Immutable.
 *
 * <pre>{@code
 * FlightRecorder.Config.builder()
 *     .triggers(Trigger.parse("task(checkout)>300ms"), Trigger.pinned(Duration.ofMillis(20)))
 * }</pre>
 *
 * <p>As text, also in the agent's options:
 *
 * <table>
 * <caption>Triggers</caption>
 * <tr><td>{@code task>300ms}</td><td>a task, whatever its name, lasted longer</td></tr>
 * <tr><td>{@code task(checkout)>1s}</td><td>a task of this name did</td></tr>
 * <tr><td>{@code task(checkout)>p99.9}</td><td>it was slower than all but one of a thousand before
 * it. A quantile means something once ten are beyond it: after 10,000 tasks for 99.9 %, after 1,000
 * for 99 %, never after fewer than 100. Without a name each name has its own</td></tr>
 * <tr><td>{@code error}, {@code error(checkout)}</td><td>a task failed ({@link Task#fail})</td></tr>
 * <tr><td>{@code runnable>50ms}</td><td>a virtual thread that was woken, or gave way, waited longer
 * for a carrier</td></tr>
 * <tr><td>{@code pinned>20ms}</td><td>a virtual thread waited longer and kept its carrier</td></tr>
 * <tr><td>{@code blocked(lock)>1s}</td><td>a thread waited longer for a reason, named as {@code
 * loomtrace summary} does</td></tr>
 * <tr><td>{@code carriers-busy>2s}</td><td>for longer there was no free carrier although threads
 * waited for one</td></tr>
 * </table>
 *
 * <p>Units are {@code ns}, {@code us}, {@code ms}, {@code s}, {@code m} and {@code h}. Tasks and
 * waits are judged when they are over; the last four need the agent in the same JVM.
 */
public final class Trigger {
  private final Rule rule;

  private Trigger(Rule rule) {
    this.rule = rule;
  }

  /**
   * Reads a trigger; see the description of the class.
   *
   * @throws IllegalArgumentException if it is none; the message is one line that says what is
   *     wrong, where, and what was expected
   */
  public static Trigger parse(String text) {
    return new Trigger(RuleText.rule(text));
  }

  /**
   * A task lasted longer.
   *
   * @param limit positive
   * @throws IllegalArgumentException if it is not, or is more than 292 years
   */
  public static Trigger task(Duration limit) {
    return parse("task>" + text(limit));
  }

  /** A task of this name lasted longer; see {@link #task(Duration)}. */
  public static Trigger task(String name, Duration limit) {
    return parse("task(" + name + ")>" + text(limit));
  }

  /**
   * A task of this name was slower than this percentage of those before it.
   *
   * @param percentage above 0 and up to 99.999, in thousandths
   * @throws IllegalArgumentException if it is something else
   */
  public static Trigger slowest(String name, double percentage) {
    return parse("task(" + name + ")>p" + new java.math.BigDecimal(Double.toString(percentage)));
  }

  /** A task failed. */
  public static Trigger error() {
    return parse("error");
  }

  /** A task of this name failed. */
  public static Trigger error(String name) {
    return parse("error(" + name + ")");
  }

  /** A virtual thread that could run waited longer for a carrier; see {@link #task(Duration)}. */
  public static Trigger runnable(Duration limit) {
    return parse("runnable>" + text(limit));
  }

  /** A virtual thread waited longer and kept its carrier; see {@link #task(Duration)}. */
  public static Trigger pinned(Duration limit) {
    return parse("pinned>" + text(limit));
  }

  /**
   * A thread waited longer for a reason; see {@link #task(Duration)}.
   *
   * @param reason as {@code loomtrace summary} calls it, such as {@code lock} or {@code socket}
   * @throws IllegalArgumentException if there is no such reason; the message has those there are
   */
  public static Trigger blocked(String reason, Duration limit) {
    return parse("blocked(" + reason + ")>" + text(limit));
  }

  /** For longer there was no free carrier although threads waited; see {@link #task(Duration)}. */
  public static Trigger carriersBusy(Duration limit) {
    return parse("carriers-busy>" + text(limit));
  }

  private static String text(Duration limit) {
    try {
      return limit.toNanos() + "ns";
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("limit must be shorter than 292 years: " + limit, e);
    }
  }

  /** Whether it is about tasks; else it is about waits, and needs the agent. */
  public boolean isOfTasks() {
    return rule.kind().isOfTasks();
  }

  Rule rule() {
    return rule;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Trigger that && rule.equals(that.rule);
  }

  @Override
  public int hashCode() {
    return rule.hashCode();
  }

  /** The trigger as text, which {@link #parse} reads. */
  @Override
  public String toString() {
    return rule.text();
  }
}
