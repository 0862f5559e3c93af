package dev.loomtrace.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in what is said of a trace, as a text that can be kept and sent: the fragment of a page's
 * address, and the command that says more. It fits every copy of the same trace, since times count
 * from the trace's start.
 *
 * @param task id of a task, an unsigned number
 * @param goroutine id of a goroutine, which a virtual or platform thread is here
 * @param range a stretch of time
 */
public record Link(Optional<Long> task, Optional<Long> goroutine, Optional<Range> range) {
  private static final Pattern MEMBER = Pattern.compile("(task|goroutine|from|to)=(\\d{1,20})");

  /**
   * A stretch of time, in nanoseconds since the trace's start.
   *
   * @param from its start, inclusive; at least 0
   * @param to its end, exclusive; not before its start
   */
  public record Range(long from, long to) {
    /** Checks them. */
    public Range {
      if (from < 0 || to < from) {
        throw new IllegalArgumentException("from " + from + " to " + to);
      }
    }
  }

  /** Everything that is said of the trace. */
  public static final Link TO_ALL = new Link(Optional.empty(), Optional.empty(), Optional.empty());

  /** Everything that is said of a task. */
  public static Link toTask(long id) {
    return new Link(Optional.of(id), Optional.empty(), Optional.empty());
  }

  /** Everything that is said of a goroutine. */
  public static Link toGoroutine(long id) {
    return new Link(Optional.empty(), Optional.of(id), Optional.empty());
  }

  /** The same place during a stretch of time. */
  public Link during(long from, long to) {
    return new Link(task, goroutine, Optional.of(new Range(from, to)));
  }

  /** The fragment, such as {@code #task=5&from=1200&to=3400}; {@code #} for the whole trace. */
  public String fragment() {
    List<String> members = new ArrayList<>();
    task.ifPresent(id -> members.add("task=" + Long.toUnsignedString(id)));
    goroutine.ifPresent(id -> members.add("goroutine=" + Long.toUnsignedString(id)));
    range.ifPresent(r -> members.add("from=" + r.from() + "&to=" + r.to()));
    return "#" + String.join("&", members);
  }

  /** The place that a fragment names; empty if {@link #fragment} never makes such a one. */
  public static Optional<Link> parse(String fragment) {
    Optional<Long> task = Optional.empty();
    Optional<Long> goroutine = Optional.empty();
    Optional<Long> from = Optional.empty();
    Optional<Long> to = Optional.empty();
    if (fragment.length() > 1) {
      for (String member : fragment.substring(1).split("&", -1)) {
        Matcher matcher = MEMBER.matcher(member);
        if (!matcher.matches()) {
          return Optional.empty();
        }
        Optional<Long> value = unsigned(matcher.group(2));
        switch (matcher.group(1)) {
          case "task" -> task = value;
          case "goroutine" -> goroutine = value;
          case "from" -> from = value;
          default -> to = value;
        }
      }
    }
    boolean ordered =
        from.isPresent() && to.isPresent() && 0 <= from.get() && from.get() <= to.get();
    Optional<Range> range =
        ordered ? Optional.of(new Range(from.get(), to.get())) : Optional.empty();
    Link link = new Link(task, goroutine, range);
    // Whatever was left out, out of order or twice is not there again.
    return link.fragment().equals(fragment) ? Optional.of(link) : Optional.empty();
  }

  private static Optional<Long> unsigned(String digits) {
    try {
      return Optional.of(Long.parseUnsignedLong(digits));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * The command that says more about this place.
   *
   * @param program how the program is called
   * @param file the trace's file
   */
  public String command(String program, String file) {
    return task.map(id -> TaskChoice.ofId(id).command(program, file))
        .orElseGet(() -> program + " summary " + ShellWord.quoted(file));
  }
}
