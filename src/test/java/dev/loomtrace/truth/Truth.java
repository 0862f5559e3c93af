package dev.loomtrace.truth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a program has printed of one of its tasks; how, is described there ({@code Ledger}). */
final class Truth {
  private static final String LINE = "truth";
  private static final Bounds EVER = new Bounds(Long.MIN_VALUE / 2, Long.MAX_VALUE / 2);

  // A chunk's begin is known by the time of day, and in microseconds.
  private static final long CLOCK = 200_000;

  /** What the task did, and when. */
  private record Piece(String words, Bounds begin, Bounds end) {}

  /** A new chunk began. */
  record Cut(Bounds when, long dayNanos) {
    /** When a chunk began, by the program's clock. */
    private Bounds at(long chunkDayNanos) {
      long time = when.least() + chunkDayNanos - dayNanos;
      return new Bounds(
          Math.clamp(time - CLOCK, when.least(), when.most()),
          Math.clamp(time + CLOCK, when.least(), when.most()));
    }
  }

  private final String task;
  private Bounds begin;
  private long stops;
  private Bounds end = EVER;
  private boolean ended;
  private final List<Piece> pieces = new ArrayList<>();
  private final Map<String, String> wakers = new LinkedHashMap<>();
  private final List<Cut> cuts = new ArrayList<>();

  private Truth(String task) {
    this.task = task;
  }

  /** The tasks that are told of, in their order. */
  static List<Truth> of(String out) {
    Map<String, Truth> all = new LinkedHashMap<>();
    out.lines()
        .map(line -> line.split("\t", -1))
        .filter(parts -> parts[0].equals(LINE))
        .forEach(parts -> all.computeIfAbsent(parts[1], Truth::new).add(parts));
    return List.copyOf(all.values());
  }

  private void add(String[] parts) {
    switch (parts[2]) {
      case "begin" -> begin = bounds(parts, 3);
      case "end" -> {
        end = bounds(parts, 3);
        ended = true;
      }
      case "piece" -> pieces.add(new Piece(parts[3], bounds(parts, 4), bounds(parts, 6)));
      case "waker" -> wakers.put(parts[3], parts[4]);
      case "stops" -> stops += Long.parseLong(parts[3]);
      case "cut" -> cuts.add(new Cut(bounds(parts, 3), Long.parseLong(parts[5])));
      default -> throw new IllegalArgumentException(String.join(" ", parts));
    }
  }

  private static Bounds bounds(String[] parts, int at) {
    long least = Long.parseLong(parts[at]);
    return new Bounds(least, Math.max(least, Long.parseLong(parts[at + 1])));
  }

  /** The task's name: scene, kind of thread, round. */
  String task() {
    return task;
  }

  /** The borders between chunks in its middle, in their order. */
  List<Cut> cuts() {
    return cuts;
  }

  /** Whether it ever ended. */
  boolean ends() {
    return ended;
  }

  /** What is to be said of it if all of it is in the file. */
  Expected whole() {
    return expected(EVER, EVER, false, false);
  }

  /**
   * What is to be said of it.
   *
   * @param first the time of day, in nanoseconds, at which the first chunk after the first cut
   *     began
   * @param second the same of the second cut
   */
  Expected in(Form form, long first, long second) {
    Bounds from = form.late() ? cuts.get(0).at(first) : EVER;
    Bounds until =
        !form.open() ? EVER : form.late() ? cuts.get(1).at(second) : cuts.get(0).at(first);
    return expected(from, until, form.late(), form.open());
  }

  private Expected expected(Bounds from, Bounds until, boolean late, boolean open) {
    Bounds over = open ? until : end;
    Bounds wall = Bounds.between(begin, over);
    Map<String, Bounds> parts = new LinkedHashMap<>();
    Bounds rest = wall;
    Bounds before = Bounds.NOTHING;
    Bounds known = Bounds.NOTHING;
    if (late) {
      before = Bounds.between(begin, from);
      rest = rest.minus(before);
    }
    for (Piece piece : pieces) {
      Bounds begins = late ? piece.begin.notBefore(from) : piece.begin;
      Bounds ends = open ? piece.end.notAfter(until) : piece.end;
      Bounds part = Bounds.between(begins, ends);
      rest = rest.minus(part);
      if (late && part.most() > 0) {
        // What it was in when the file began may be known since when, and then be told as such.
        Bounds earlier = Bounds.between(piece.begin, from);
        known = known.plus(earlier);
        part = part.plus(new Bounds(0, earlier.most()));
      }
      if (part.most() > 0) {
        parts.merge(piece.words, part, Bounds::plus);
      }
    }
    if (late) {
      parts.put(Expected.BEFORE, new Bounds(before.minus(known).least(), before.most()));
    }
    parts.merge(Expected.RUNNING, rest, Bounds::plus);
    mayHaveStopped(parts);
    return new Expected(wall, parts, open ? Map.of() : late ? wakersAfter(from) : wakers, open);
  }

  /** Of what was over when the file began nothing can be known. */
  private Map<String, String> wakersAfter(Bounds from) {
    Map<String, String> after = new LinkedHashMap<>(wakers);
    after
        .keySet()
        .removeIf(
            words ->
                pieces.stream()
                    .filter(piece -> piece.words.equals(words))
                    .allMatch(piece -> piece.end.least() <= from.most()));
    return after;
  }

  /** Stops that nobody asked for are told as such, and are then no part of what was to be. */
  private void mayHaveStopped(Map<String, Bounds> parts) {
    long most = stops;
    for (Cut cut : cuts) {
      most += cut.when.most() - cut.when.least();
    }
    if (most == 0) {
      return;
    }
    // Who waits does so all the same.
    for (String words : List.of(Expected.RUNNING, Expected.RUNNABLE)) {
      Bounds part = parts.getOrDefault(words, Bounds.NOTHING);
      parts.replace(words, new Bounds(Math.max(0, part.least() - most), part.most()));
    }
    parts.merge(Expected.STOPPED, new Bounds(0, most), Bounds::plus);
  }
}
