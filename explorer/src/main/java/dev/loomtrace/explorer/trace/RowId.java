package dev.loomtrace.explorer.trace;

import java.util.Optional;

/**
 * Which row of a timeline is meant, as a text that fits every copy of the trace.
 *
 * @param kind what it shows
 * @param name the name of a counter, of tasks or of a group of threads; else empty
 * @param id of a carrier or thread; else 0
 * @param life of a thread whose id was used again, which life: 0 is the first
 */
public record RowId(Kind kind, String name, long id, int life) {
  /** What a row shows. */
  public enum Kind {
    /** What went on in the whole program, such as collections and stops of the world. */
    RANGES('x'),
    /** A value that was measured. */
    COUNTER('c'),
    /** A carrier, or processor. */
    CARRIER('p'),
    /** Tasks of one name. */
    TASKS('k'),
    /** Threads that start alike. */
    GROUP('g'),
    /** One life of a thread. */
    THREAD('t');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }
  }

  private static final String RANGES_NAME = "ranges";

  /** The row of ranges. */
  public static final RowId RANGES = new RowId(Kind.RANGES, RANGES_NAME, 0, 0);

  /** The row of a counter. */
  public static RowId counter(String name) {
    return new RowId(Kind.COUNTER, name, 0, 0);
  }

  /** The row of a carrier. */
  public static RowId carrier(long id) {
    return new RowId(Kind.CARRIER, "", id, 0);
  }

  /** The row of the tasks of a name. */
  public static RowId tasks(String name) {
    return new RowId(Kind.TASKS, name, 0, 0);
  }

  /** The row of a group of threads. */
  public static RowId group(String name) {
    return new RowId(Kind.GROUP, name, 0, 0);
  }

  /** The row of a life of a thread. */
  public static RowId thread(long id, int life) {
    return new RowId(Kind.THREAD, "", id, life);
  }

  /** The row of a text; empty if {@link #toString} never makes such a one. */
  public static Optional<RowId> parse(String text) {
    if (text.length() < 2 || text.charAt(1) != ':') {
      return Optional.empty();
    }
    String rest = text.substring(2);
    for (Kind kind : Kind.values()) {
      if (kind.letter == text.charAt(0)) {
        return switch (kind) {
          case RANGES -> rest.equals(RANGES_NAME) ? Optional.of(RANGES) : Optional.empty();
          case COUNTER -> Optional.of(counter(rest));
          case TASKS -> Optional.of(tasks(rest));
          case GROUP -> Optional.of(group(rest));
          case CARRIER -> number(rest).map(RowId::carrier);
          case THREAD -> ofThread(rest);
        };
      }
    }
    return Optional.empty();
  }

  /** The row of a thread as {@link #toString} writes it behind the colon: its id, then its life. */
  public static Optional<RowId> ofThread(String text) {
    int dot = text.indexOf('.');
    if (dot < 0) {
      return number(text).map(id -> thread(id, 0));
    }
    Optional<Long> life =
        number(text.substring(dot + 1)).filter(n -> n > 0 && n < Integer.MAX_VALUE);
    return number(text.substring(0, dot)).flatMap(id -> life.map(n -> thread(id, n.intValue())));
  }

  private static Optional<Long> number(String text) {
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return kind.letter
        + ":"
        + switch (kind) {
          case RANGES, COUNTER, TASKS, GROUP -> name;
          case CARRIER -> String.valueOf(id);
          case THREAD -> life == 0 ? String.valueOf(id) : id + "." + life;
        };
  }
}
