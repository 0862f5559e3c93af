package dev.loomtrace.trace;

/** What goes on during a range. A range's name says more, such as why the world was stopped. */
public enum RangeKind {
  /** All goroutines are stopped; scope: the goroutine that stopped them. */
  STOP_THE_WORLD,
  /** The garbage collector marks, concurrently with the program or not; scope: the program. */
  GC_MARK,
  /** Memory is swept; scope: a proc. */
  GC_SWEEP,
  /** A goroutine is made to help the garbage collector; scope: that goroutine. */
  GC_MARK_ASSIST,
  /** Something else; the name says what. */
  OTHER;

  /** Name of {@link #GC_MARK} ranges. */
  public static final String GC_MARK_NAME = "GC concurrent mark phase";

  /** Name of {@link #GC_SWEEP} ranges. */
  public static final String GC_SWEEP_NAME = "GC incremental sweep";

  /** Name of {@link #GC_MARK_ASSIST} ranges. */
  public static final String GC_MARK_ASSIST_NAME = "GC mark assist";

  private static final String STOP_PREFIX = "stop-the-world (";

  /**
   * Name of a {@link #STOP_THE_WORLD} range, such as {@code stop-the-world (GC mark termination)}.
   */
  public static String stopTheWorldName(String reason) {
    return STOP_PREFIX + reason + ")";
  }

  /**
   * The reason in a name made by {@link #stopTheWorldName}.
   *
   * @throws IllegalArgumentException if it is no such name
   */
  public static String stopTheWorldReason(String name) {
    if (ofName(name) != STOP_THE_WORLD) {
      throw new IllegalArgumentException("no name of a stop-the-world range: " + name);
    }
    return name.substring(STOP_PREFIX.length(), name.length() - 1);
  }

  /** The kind of range that has this name. */
  public static RangeKind ofName(String name) {
    return switch (name) {
      case GC_MARK_NAME -> GC_MARK;
      case GC_SWEEP_NAME -> GC_SWEEP;
      case GC_MARK_ASSIST_NAME -> GC_MARK_ASSIST;
      default -> name.startsWith(STOP_PREFIX) && name.endsWith(")") ? STOP_THE_WORLD : OTHER;
    };
  }
}
