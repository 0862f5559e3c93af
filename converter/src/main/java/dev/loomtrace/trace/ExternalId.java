package dev.loomtrace.trace;

import dev.loomtrace.event.EventNames;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a task is called outside its process. Events tell of it by a log of the task with the
 * category {@link #CATEGORY}. That of a task that is a span is the trace's id, a hyphen, and the
 * span's id, both as hexadecimal digits; others are whatever the program made of them.
 *
 * @param text the whole id
 */
public record ExternalId(String text) {
  /** The category of the log that has a task's external id as its message. */
  public static final String CATEGORY = EventNames.EXTERNAL_ID;

  private static final Pattern OF_SPAN = Pattern.compile("(\\p{XDigit}{1,32})-(\\p{XDigit}{1,16})");

  /** The trace's id, if it is that of a span. */
  public Optional<String> traceId() {
    return part(1);
  }

  /** The span's id, if it is that of a span. */
  public Optional<String> spanId() {
    return part(2);
  }

  private Optional<String> part(int group) {
    Matcher matcher = OF_SPAN.matcher(text);
    return matcher.matches() ? Optional.of(matcher.group(group)) : Optional.empty();
  }

  /** Whether it is one of a span of this trace, or the whole id. */
  public boolean isOfTrace(String id) {
    return is(id, traceId());
  }

  /** Whether it is that of this span, or the whole id. */
  public boolean isOfSpan(String id) {
    return is(id, spanId());
  }

  private boolean is(String id, Optional<String> part) {
    return text.equals(id) || (part.isPresent() && digits(part.get()).equals(digits(id)));
  }

  // Some write small letters and some large ones, and some fill up with zeros.
  private static String digits(String id) {
    int begin = 0;
    while (begin < id.length() - 1 && id.charAt(begin) == '0') {
      begin++;
    }
    return id.substring(begin).toLowerCase(Locale.ROOT);
  }
}
