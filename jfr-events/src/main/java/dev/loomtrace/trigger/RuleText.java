package dev.loomtrace.trigger;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads triggers and lengths of time. */
public final class RuleText {
  private static final int MAX_LENGTH = 500;
  private static final List<String> UNITS = List.of("ns", "us", "ms", "s", "m", "h");
  private static final long[] NANOS = {
    1, 1_000, 1_000_000, 1_000_000_000L, 60_000_000_000L, 3_600_000_000_000L
  };
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /** The finest quantile: one of 100,000 tasks is slower. */
  private static final BigDecimal FINEST = new BigDecimal("99.999");

  private final String text;
  private int at;

  private RuleText(String text) {
    this.text = text;
  }

  /**
   * Reads a trigger, such as {@code task(checkout)>300ms}. Spaces between its parts mean nothing.
   *
   * @throws IllegalArgumentException if it is none; the message is one line that says what is
   *     wrong, where, and what was expected
   */
  public static Rule rule(String text) {
    RuleText parser = new RuleText(text);
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a trigger of " + text.length() + " characters: at most " + MAX_LENGTH + " are read");
    }
    return parser.rule();
  }

  /**
   * Reads a length of time, such as {@code 20s}.
   *
   * @throws IllegalArgumentException as {@link #rule}, also if it is 0
   */
  public static Duration duration(String text) {
    RuleText parser = new RuleText(text);
    parser.spaces();
    long nanos = parser.nanos();
    parser.end();
    return Duration.ofNanos(nanos);
  }

  private Rule rule() {
    spaces();
    Rule.Kind kind = kind();
    spaces();
    String subject = at < text.length() && text.charAt(at) == '(' ? subject(kind) : null;
    if (kind == Rule.Kind.BLOCKED && subject == null) {
      throw wrong("'(' and a reason: one of " + String.join(", ", WaitKind.words()));
    }
    spaces();
    if (kind == Rule.Kind.ERROR) {
      end();
      return finished(kind, subject, 0, null);
    }
    if (at == text.length() || text.charAt(at) != '>') {
      throw wrong("'>' and a limit, such as >300ms");
    }
    at++;
    spaces();
    if (at < text.length() && text.charAt(at) == 'p') {
      if (kind != Rule.Kind.TASK) {
        throw wrong("a time, such as 300ms; only tasks have quantiles");
      }
      BigDecimal percent = percent();
      end();
      return finished(kind, subject, 0, percent);
    }
    long nanos = nanos();
    end();
    return finished(kind, subject, nanos, null);
  }

  private static Rule finished(Rule.Kind kind, String subject, long nanos, BigDecimal percent) {
    String limit =
        kind == Rule.Kind.ERROR
            ? ""
            : ">" + (percent == null ? text(nanos) : "p" + percent.toPlainString());
    String of = subject == null ? "" : "(" + subject + ")";
    double quantile = percent == null ? 0 : percent.doubleValue() / 100;
    return new Rule(kind, subject, nanos, quantile, kind.word() + of + limit);
  }

  /** A length of time as it is read, in the largest unit that it is a multiple of. */
  public static String text(long nanos) {
    int unit = NANOS.length - 1;
    while (nanos % NANOS[unit] != 0) {
      unit--;
    }
    return nanos / NANOS[unit] + UNITS.get(unit);
  }

  private Rule.Kind kind() {
    int from = at;
    while (at < text.length() && (isLetter(text.charAt(at)) || text.charAt(at) == '-')) {
      at++;
    }
    String word = text.substring(from, at);
    List<String> words = new ArrayList<>();
    for (Rule.Kind kind : Rule.Kind.values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
      words.add(kind.word());
    }
    at = from;
    throw wrong("one of " + String.join(", ", words));
  }

  private String subject(Rule.Kind kind) {
    boolean ofTasks = kind.isOfTasks();
    if (!ofTasks && kind != Rule.Kind.BLOCKED) {
      throw wrong("'>' and a limit: " + kind.word() + " is not about one of several");
    }
    int from = ++at;
    // Names of tasks may have parentheses of their own: GET /orders(id).
    int close = kind == Rule.Kind.ERROR ? text.lastIndexOf(')') : closeBeforeLimit();
    if (close < from) {
      at = text.length();
      throw wrong("')'");
    }
    String subject = text.substring(from, close).strip();
    if (subject.isEmpty()) {
      throw wrong(ofTasks ? "the name of a task" : "a reason");
    }
    if (!ofTasks && WaitKind.of(subject) == null) {
      throw wrong("one of " + String.join(", ", WaitKind.words()));
    }
    at = close + 1;
    return subject;
  }

  // The last one that is followed by a limit.
  private int closeBeforeLimit() {
    for (int close = text.lastIndexOf(')'); close >= at; close = text.lastIndexOf(')', close - 1)) {
      int next = close + 1;
      while (next < text.length() && text.charAt(next) == ' ') {
        next++;
      }
      if (next < text.length() && text.charAt(next) == '>') {
        return close;
      }
    }
    return text.lastIndexOf(')');
  }

  private BigDecimal percent() {
    int from = ++at;
    while (at < text.length() && (isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    String digits = text.substring(from, at);
    BigDecimal percent = null;
    if (digits.matches("\\d{1,2}(\\.\\d{1,3})?")) {
      percent = new BigDecimal(digits).stripTrailingZeros();
    }
    if (percent == null
        || percent.signum() <= 0
        || percent.compareTo(HUNDRED) >= 0
        || percent.compareTo(FINEST) > 0) {
      at = from;
      throw wrong("a percentage between 0 and 99.999, such as p99.9");
    }
    return percent;
  }

  private long nanos() {
    int from = at;
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    if (at == from) {
      throw wrong("a time, such as 300ms");
    }
    String digits = text.substring(from, at);
    spaces();
    int unitFrom = at;
    while (at < text.length() && isLetter(text.charAt(at))) {
      at++;
    }
    int unit = UNITS.indexOf(text.substring(unitFrom, at));
    if (unit < 0) {
      at = unitFrom;
      throw wrong("a unit: one of " + String.join(", ", UNITS));
    }
    long nanos;
    try {
      nanos = Math.multiplyExact(Long.parseLong(digits), NANOS[unit]);
    } catch (ArithmeticException | NumberFormatException e) {
      at = from;
      throw wrong("a shorter time");
    }
    if (nanos == 0) {
      at = from;
      throw wrong("a time above 0");
    }
    return nanos;
  }

  private void spaces() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  private void end() {
    spaces();
    if (at < text.length()) {
      throw wrong("nothing more");
    }
  }

  private IllegalArgumentException wrong(String expected) {
    String where =
        at == text.length()
            ? "at the end of '" + text + "'"
            : "at '" + text.substring(at) + "' in '" + text + "'";
    return new IllegalArgumentException(where + ": expected " + expected);
  }

  // Not those of all scripts.
  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
