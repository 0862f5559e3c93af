package dev.loomtrace.trace;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How often a reader had to mend what it read, by kind. Never silent: what is counted here was
 * changed or left out so that the events are in a legal order.
 *
 * @param counts how often each kind occurred; kinds that did not occur may be missing
 * @param examples the first of them, in order
 */
public record Repairs(Map<Kind, Long> counts, List<Example> examples) {
  /** Nothing was mended. */
  public static final Repairs NONE = new Repairs(Map.of(), List.of());

  /**
   * Something that was mended.
   *
   * @param kind what was done
   * @param time when, in nanoseconds of the trace
   * @param goroutine whom it was about, or {@link EventView#NO_GOROUTINE}
   */
  public record Example(Kind kind, long time, long goroutine) {
    @Override
    public String toString() {
      return "time " + time + ", goroutine " + goroutine + ": " + kind.label(1);
    }
  }

  /** What a repair is about. */
  public enum Group {
    /** Who ran where and when: only ever necessary if the recording lost events. */
    SCHEDULING,
    /** Tasks, regions and logs that the program left in an order that Go refuses. */
    ANNOTATION,
    /** Known losses of the recording itself, reported by it. */
    LOSS,
    /** What the recording's end cut off: of waits then only the end of running is known. */
    CUT
  }

  /** What was done. */
  public enum Kind {
    /** A goroutine was taken off a thread that another one must have left unseen. */
    STOP_ADDED(Group.SCHEDULING, "stop added", "stops added"),
    /** A goroutine was started that something happened to while it seemed not to run. */
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
    /** A region's end that was not the innermost one's was moved or left out. */
    REGION_MENDED(Group.ANNOTATION, "overlapping region repaired", "overlapping regions repaired"),
    /** An annotation of a thread that does not run any more was left out. */
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
    /** A wait began after the recording's last look at all threads and had not ended with it. */
    WAIT_CUT(
        Group.CUT, "wait cut off by the recording's end", "waits cut off by the recording's end"),
    /** A thread began in the recording's last chunk, and its creation was not yet written. */
    CREATE_CUT(
        Group.CUT,
        "creation cut off by the recording's end",
        "creations cut off by the recording's end"),
    /** A thread ended unrecorded: nothing was told of it any more. */
    END_ADDED(
        Group.CUT,
        "end added of a thread that was not heard of any more",
        "ends added of threads that were not heard of any more"),
    /** A task was used of which neither begin nor end was recorded. */
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

    /** What it is about. */
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

  /** Without what the recording's end cut off: in that nothing was mended or lost. */
  public Repairs mended() {
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
        ? "nothing mended"
        : counts.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey().label(entry.getValue()))
            .collect(Collectors.joining(", "));
  }
}
