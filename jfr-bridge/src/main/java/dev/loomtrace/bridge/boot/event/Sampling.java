package dev.loomtrace.bridge.boot.event;

import dev.loomtrace.bridge.boot.jdk.Ticks;
import dev.loomtrace.event.EventNames;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import jdk.jfr.SettingControl;

/**
 * Which waits below the threshold of {@link LongBlockEvent} have a stack all the same: the setting
 * {@code sampling}, read at each wait.
 *
 * <p>It is a length of time: one stack for so much waiting. A wait is chosen with the probability
 * of its duration over that length and then stands for that length, so the waiting time of a place
 * in the code is estimated without bias by the sum of its weights, however short its waits are.
 * Reasons may have a length of their own: {@code 10 ms; monitor 1 ms; network off}.
 */
public final class Sampling extends SettingControl {
  /** Nothing below the threshold. */
  static final String OFF = "off";

  private static final String DEFAULT = "100 ms";
  private static final int REASONS = 16;

  private static final Map<String, Integer> REASON_NAMES =
      Map.ofEntries(
          Map.entry("sync", EventNames.REASON_SYNC),
          Map.entry("condition", EventNames.REASON_CONDITION),
          Map.entry("sleep", EventNames.REASON_SLEEP),
          Map.entry("network", EventNames.REASON_NETWORK),
          Map.entry("yield", EventNames.REASON_YIELD),
          Map.entry("monitor", EventNames.REASON_MONITOR),
          Map.entry("wait", EventNames.REASON_WAIT),
          Map.entry("future", EventNames.REASON_FUTURE),
          Map.entry("join", EventNames.REASON_JOIN),
          Map.entry("queue", EventNames.REASON_QUEUE_TAKE),
          Map.entry("system", EventNames.REASON_SYSTEM));

  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L,
          "d", 86_400_000_000_000L);

  /** JFR allows for lengths of time without a space. */
  private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d)([a-z]+)$");

  /** Ticks of waiting for a stack, by reason; 0: none. */
  private static volatile long[] ticks = new long[REASONS];

  private volatile String value = DEFAULT;

  /** JFR makes one. */
  public Sampling() {}

  // By a wait that is over.

  /**
   * The waiting time that a wait below the threshold stands for; 0: it was not chosen.
   *
   * @param start ticks at its start
   * @param duration ticks that it lasted
   */
  static long weight(int reason, long start, long duration) {
    return chosen(ticks[reason & (REASONS - 1)], start, duration);
  }

  /** The same, with the ticks of waiting for a stack. */
  static long chosen(long each, long start, long duration) {
    if (each <= duration) {
      return each == 0 ? 0 : duration;
    }
    // By chance, but without the state that a generator of random numbers would need.
    long mixed = (start ^ (start >>> 29)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 32)) * 0x94D049BB133111EBL;
    return Math.unsignedMultiplyHigh(mixed, each) < duration ? each : 0;
  }

  // By JFR.

  @Override
  public String combine(Set<String> values) {
    if (values.size() == 1) {
      return values.iterator().next();
    }
    // Each recording is to have at least the stacks that it wants.
    long[] finest = new long[REASONS];
    for (String each : values) {
      long[] wanted = parse(each);
      for (int i = 0; wanted != null && i < REASONS; i++) {
        if (wanted[i] != 0 && (finest[i] == 0 || wanted[i] < finest[i])) {
          finest[i] = wanted[i];
        }
      }
    }
    StringJoiner combined = new StringJoiner("; ");
    combined.add(OFF);
    REASON_NAMES.forEach((name, reason) -> add(combined, name, finest[reason]));
    return combined.toString();
  }

  private static void add(StringJoiner combined, String name, long nanos) {
    if (nanos != 0) {
      combined.add(name + " " + nanos + " ns");
    }
  }

  @Override
  public void setValue(String newValue) {
    long[] nanos = parse(newValue);
    if (nanos == null) {
      return; // As JFR has it for what is not understood.
    }
    long[] newTicks = new long[REASONS];
    for (int i = 0; i < REASONS; i++) {
      newTicks[i] = Ticks.ofNanos(nanos[i]);
    }
    ticks = newTicks;
    value = newValue;
  }

  @Override
  public String getValue() {
    return value;
  }

  /**
   * Nanoseconds of waiting for a stack, by reason; null if no part is valid. JFR has no way to be
   * told that a value is wrong, so invalid parts are ignored.
   */
  static long[] parse(String text) {
    long[] nanos = new long[REASONS];
    boolean understood = false;
    for (String part : text.split(";", -1)) {
      String[] words =
          NUMBER_AND_UNIT.matcher(part.strip()).replaceFirst("$1 $2").split("\\s+", -1);
      Integer reason = REASON_NAMES.get(words[0]);
      long length = length(words, reason == null ? 0 : 1);
      understood |= length >= 0;
      if (length >= 0 && reason == null) {
        Arrays.fill(nanos, length);
      } else if (length >= 0) {
        nanos[reason] = length;
      }
    }
    return understood ? nanos : null;
  }

  // Nanoseconds; negative: not understood.
  private static long length(String[] words, int from) {
    if (words.length == from + 1 && words[from].equals(OFF)) {
      return 0;
    }
    if (words.length != from + 2 || !NANOS.containsKey(words[from + 1])) {
      return -1;
    }
    try {
      long amount = Long.parseLong(words[from]);
      return amount < 0 ? -1 : Math.multiplyExact(amount, NANOS.get(words[from + 1]));
    } catch (ArithmeticException | NumberFormatException e) {
      return -1;
    }
  }
}
