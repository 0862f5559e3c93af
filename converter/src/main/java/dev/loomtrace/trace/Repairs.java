package dev.loomtrace.trace;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How often a reader had to repair what it read, by kind. Nothing is repaired silently: what is
 * counted here was changed or left out so that the events are in a legal order.
 *
 * @param counts how often each kind occurred; kinds that did not occur may be missing
 * @param examples the first of them, in order
 */
public record Repairs(Map<Kind, Long> counts, List<Example> examples) {
  /** Nothing was repaired. */
  public static final Repairs NONE = new Repairs(Map.of(), List.of());

  /**
   * Something that was repaired.
   *
   * @param kind what was done
   * @param time when, in nanoseconds of the trace
   * @param goroutine the goroutine it was about, or {@link Context#NO_GOROUTINE}
   */
  public record Example(Kind kind, long time, long goroutine) {
    @Override
    public String toString() {
      return "time " + time + ", goroutine " + goroutine + ": " + kind.label(1);
    }
  }

  /** What a repair is about. */
  public enum Group {
    /** Which thread ran where and when; necessary only if the recording lost events. */
    SCHEDULING,
    /** Tasks, regions and logs in an order that Go's reader rejects, as the program left them. */
    ANNOTATION,
    /** Known losses of the recording itself, reported by it. */
    LOSS,
    /** What the recording's end cut off: of such waits only the stop is known. */
    CUT
  }

  /** What was done. */
  public enum Kind {
    /** A goroutine was taken off a thread, because another one was seen to run there. */
    STOP_ADDED(Group.SCHEDULING, "stop added", "stops added"),
    /** A goroutine was started, because something happened to it while it seemed not to run. */
    START_ADDED(Group.SCHEDULING, "start added", "starts added"),
    /** A goroutine was created that had not been seen before. */
    CREATE_ADDED(Group.SCHEDULING, "creation added", "creations added"),
    /** A wake-up was added or left out. */
    WAKE_CHANGED(Group.SCHEDULING, "wake-up added or dropped", "wake-ups added or dropped"),
    /** A transition that fits no state was left out. */
    TRANSITION_DROPPED(Group.SCHEDULING, "transition dropped", "transitions dropped"),
    /** An event of a trace before Go 1.22 had no place in the order that is demanded since. */
    PLACE_CHANGED(
        Group.SCHEDULING, "event put in Go 1.22's order", "events put in Go 1.22's order"),
    /** The end of a region that was not the innermost one was moved or left out. */
    REGION_REPAIRED(
        Group.ANNOTATION, "overlapping region repaired", "overlapping regions repaired"),
    /** An annotation of a thread that no longer runs was left out. */
    ANNOTATION_DROPPED(Group.ANNOTATION, "annotation dropped", "annotations dropped"),
    /** An annotation of a thread that did not run was moved to its next start. */
    ANNOTATION_MOVED(Group.ANNOTATION, "annotation moved", "annotations moved"),
    /** Bytes of events that the recording says it has lost. */
    BYTES_LOST(Group.LOSS, "byte lost by the recorder", "bytes lost by the recorder"),
    /** Events that the recorder itself counted as lost. */
    EVENTS_LOST(Group.LOSS, "event lost by the recorder", "events lost by the recorder"),
    /** An event was skipped because the recording does not describe its type. */
    EVENTS_UNKNOWN(
        Group.LOSS,
        "event skipped of a type that the recording does not describe",
        "events skipped of types that the recording does not describe"),
    /** Bytes of such events. */
    BYTES_UNKNOWN(
        Group.LOSS,
        "byte in events of types that the recording does not describe",
        "bytes in events of types that the recording does not describe"),
    /** A wait began after the last status of all threads and lasted beyond the recording. */
    WAIT_CUT(
        Group.CUT, "wait cut off by the recording's end", "waits cut off by the recording's end"),
    /**
     * A platform thread's wait was told of more than a chunk after it began: until the chunk before
     * the one that tells of it, it is unknown.
     */
    WAIT_TOLD_LATE(
        Group.CUT, "wait told of more than a chunk late", "waits told of more than a chunk late"),
    /** A thread began in the recording's last chunk, and its creation was not yet written. */
    CREATE_CUT(
        Group.CUT,
        "creation cut off by the recording's end",
        "creations cut off by the recording's end"),
    /** A thread ended without a recorded end: it does not occur any more. */
    END_ADDED(
        Group.CUT,
        "end added of a thread that does not occur any more",
        "ends added of threads that do not occur any more"),
    /** A task was used whose start and end were both not recorded. */
    TASK_CUT(
        Group.CUT, "task cut off by the recording's end", "tasks cut off by the recording's end");

    private final Group group;
    private final String one;
    private final String many;

    Kind(Group group, String one, String many) {
      this.group = group;
      this.one = one;
      this.many = many;
    }

    /** The group it belongs to. */
    public Group group() {
      return group;
    }

    /** Words for people, to follow this number. */
    public String label(long count) {
      return count == 1 ? one : many;
    }
  }

  /** Keeps copies. */
  public Repairs {
    Map<Kind, Long> copy = new EnumMap<>(Kind.class);
    counts.forEach(
        (kind, count) -> {
          if (count != 0) {
            copy.put(kind, count);
          }
        });
    counts = Collections.unmodifiableMap(copy);
    examples = List.copyOf(examples);
  }

  /** How often a kind occurred. */
  public long count(Kind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  /** The same without {@link Group#CUT}, which neither changed nor lost anything. */
  public Repairs withoutCuts() {
    Map<Kind, Long> kept = new EnumMap<>(Kind.class);
    counts.forEach(
        (kind, count) -> {
          if (kind.group() != Group.CUT) {
            kept.put(kind, count);
          }
        });
    return new Repairs(kept, examples.stream().filter(e -> e.kind().group() != Group.CUT).toList());
  }

  /** How often the kinds of a group occurred. */
  public long total(Group group) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().group() == group)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** One line for people, such as {@code 3 starts added, 1 overlapping region repaired}. */
  @Override
  public String toString() {
    return counts.isEmpty()
        ? "nothing repaired"
        : counts.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey().label(entry.getValue()))
            .collect(Collectors.joining(", "));
  }
}
