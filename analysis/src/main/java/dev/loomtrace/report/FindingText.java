package dev.loomtrace.report;

import dev.loomtrace.analysis.CodePlace;
import dev.loomtrace.analysis.finding.Evidence;
import dev.loomtrace.analysis.finding.Finding;
import dev.loomtrace.analysis.finding.FindingKind;
import dev.loomtrace.analysis.finding.Measure;
import dev.loomtrace.trace.Context;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** What is wrong, in words. */
final class FindingText {
  private static final int SHOWN = 5;
  private static final String INDENT = "    ";
  private static final int MUCH_WORSE = 2;

  private FindingText() {}

  /**
   * Writes the first ones, each with what it rests on and the command that says more; nothing if
   * there are none.
   *
   * @param file what the trace is called in commands
   */
  static void print(Text out, List<Finding> findings, String file) throws IOException {
    for (Finding finding : findings.subList(0, Math.min(SHOWN, findings.size()))) {
      out.line();
      out.line(finding.severity() + ": " + sentence(finding));
      List<Evidence> rows = finding.evidence();
      boolean cycle = finding.kind() == FindingKind.DEADLOCK;
      // The others are in the JSON.
      for (int i = 0; i < (cycle ? Math.min(SHOWN, rows.size()) : rows.size()); i++) {
        out.line(INDENT + evidence(rows.get(i)) + (cycle ? next(finding, i) : ""));
      }
      out.line(INDENT + "more: " + command(finding, file));
    }
    if (findings.size() > SHOWN) {
      out.line();
      out.line("and " + Quantities.count(findings.size() - SHOWN, "more finding") + " (--json)");
    }
  }

  /** What is wrong, with its numbers, in a sentence. */
  static String sentence(Finding f) {
    return numbers(f) + worst(f);
  }

  /** When it was worst, if it was much worse then than on average. */
  private static String worst(Finding f) {
    double share = (double) f.measure(Measure.IN_WORST_NANOS) / Math.max(1, f.nanos());
    double part = (double) f.measure(Measure.WORST_FOR_NANOS) / f.measure(Measure.WINDOW_NANOS);
    if (f.measure(Measure.WORST_FOR_NANOS) == 0 || share < MUCH_WORSE * part) {
      return "";
    }
    return "; "
        + Quantities.percent(f.measure(Measure.IN_WORST_NANOS), f.nanos())
        + " of that within "
        + Quantities.duration(f.measure(Measure.WORST_FOR_NANOS))
        + ", "
        + Quantities.duration(f.measure(Measure.WORST_FROM_NANOS))
        + " into the trace";
  }

  private static String numbers(Finding f) {
    String what = f.what().isEmpty() ? "" : " (" + Visible.name(f.what()) + ")";
    String longest = Quantities.duration(f.measure(Measure.LONGEST_NANOS));
    return switch (f.kind()) {
      case DEADLOCK -> deadlock(f);
      case CONTENDED_LOCK -> "threads wait for a lock" + what + at(f) + ": " + waits(f, longest);
      case LOCK_CONVOY ->
          "threads queue for a lock"
              + what
              + at(f)
              + ", each for the one before: "
              + waits(f, longest);
      case POOL_EXHAUSTED -> "a pool" + what + " is exhausted" + at(f) + ": " + waits(f, longest);
      case CARRIER_HOG ->
          group(f)
              + " keep a carrier or processor for up to "
              + longest
              + at(f)
              + ": "
              + Quantities.count(f.count(), "time")
              + ", "
              + Quantities.duration(f.nanos())
              + " altogether, while "
              + mean(f.measure(Measure.OTHERS_WAITED_NANOS), f.nanos())
              + " others could run on average";
      case SATURATION ->
          "threads that could run wait for carriers or processors: half for more than "
              + Quantities.duration(f.measure(Measure.MEDIAN_NANOS))
              + ", 1 % for more than "
              + Quantities.duration(f.measure(Measure.P99_NANOS))
              + "; "
              + mean(f.nanos(), f.measure(Measure.WINDOW_NANOS))
              + " at a time on average for "
              + f.measure(Measure.CARRIERS)
              + ", which are "
              + Quantities.percent(
                  f.measure(Measure.RAN_NANOS),
                  f.measure(Measure.CARRIERS) * f.measure(Measure.WINDOW_NANOS))
              + " in use";
      case PINNING ->
          "virtual threads wait pinned"
              + at(f)
              + ": "
              + Quantities.count(f.count(), "time")
              + ", "
              + Quantities.duration(f.nanos())
              + " altogether, "
              + longest
              + " at most, while "
              + mean(f.measure(Measure.OTHERS_WAITED_NANOS), f.nanos())
              + " others could run on average";
      case PAUSES ->
          "the world was stopped for "
              + Quantities.percent(f.nanos(), f.measure(Measure.WINDOW_NANOS))
              + " of the time: "
              + Quantities.count(f.count(), "stop")
              + ", "
              + Quantities.duration(f.nanos())
              + " altogether, "
              + longest
              + " at most";
      case ENDLESS_WAIT ->
          Quantities.count(f.count(), "wait")
              + what
              + at(f)
              + " had not ended after "
              + longest
              + (isOwnerKnown(f)
                  ? ", and who owns the lock had not let go of it"
                  : ", and nobody is known who would end " + (f.count() == 1 ? "it" : "them"));
      case ENDLESS_TASK ->
          Quantities.count(f.count(), "task")
              + " "
              + Visible.name(f.what())
              + " had not ended, all others ("
              + Quantities.count(f.measure(Measure.ENDED))
              + ") took "
              + longest
              + " at most";
      case THREAD_LEAK ->
          "ever more threads of "
              + Visible.name(f.what())
              + ": "
              + Quantities.count(f.measure(Measure.CREATED))
              + " were created, "
              + Quantities.count(f.measure(Measure.ENDED))
              + " ended";
      case TASK_BACKLOG -> backlog(f, "tasks " + Visible.name(f.what()), "begin");
      case THREAD_BACKLOG -> backlog(f, "threads of " + Visible.name(f.what()), "are created");
      case SLOW_PEER ->
          "some reads from a socket are slow"
              + at(f)
              + ": half wait for less than "
              + Quantities.duration(f.measure(Measure.MEDIAN_NANOS))
              + ", 1 % for more than "
              + Quantities.duration(f.measure(Measure.P99_NANOS))
              + ", "
              + longest
              + " at most";
      case TIMEOUTS ->
          "waits"
              + what
              + at(f)
              + " reach their time limit: "
              + Quantities.count(f.count())
              + ", "
              + Quantities.count(f.measure(Measure.IN_A_ROW))
              + " in a row, after up to "
              + longest;
    };
  }

  private static boolean isOwnerKnown(Finding finding) {
    return finding.evidence().stream().anyMatch(row -> row.role() == Evidence.Role.OWNED_BY);
  }

  private static String deadlock(Finding f) {
    List<String> threads =
        f.evidence().stream()
            .limit(SHOWN)
            .map(row -> thread(row) + row.place().map(FindingText::inShort).orElse(""))
            .map(Visible::name)
            .toList();
    long more = f.count() - threads.size();
    long behind = f.measure(Measure.BEHIND);
    return "deadlock: "
        + Quantities.count(f.count(), "thread")
        + " wait in a circle, each for a lock that the next one owns: "
        + String.join(", ", threads)
        + (more > 0 ? ", and " + Quantities.count(more) + " more" : "")
        + (behind > 0
            ? "; "
                + Quantities.count(behind, "other")
                + (behind == 1 ? " waits" : " wait")
                + " behind them"
            : "");
  }

  private static String inShort(CodePlace place) {
    return " at " + PlaceText.withLine(place.site());
  }

  /** Of a cycle: whom a thread of it waits for, if that one is told of. */
  private static String next(Finding finding, int i) {
    List<Evidence> rows = finding.evidence();
    boolean last = i + 1 == rows.size();
    return last && rows.size() < finding.count()
        ? ""
        : ", for a lock of thread " + rows.get(last ? 0 : i + 1).id();
  }

  private static String thread(Evidence row) {
    return "thread " + row.id() + (row.name().isEmpty() ? "" : " (" + row.name() + ")");
  }

  private static String backlog(Finding f, String what, String begin) {
    return what
        + " "
        + begin
        + " faster than they end: "
        + Quantities.count(f.count())
        + " of "
        + Quantities.count(f.measure(Measure.CREATED))
        + " had not ended; those that did took "
        + Quantities.duration(f.measure(Measure.MEAN_AT_FIRST_NANOS))
        + " on average at first, "
        + Quantities.duration(f.measure(Measure.MEAN_AT_LAST_NANOS))
        + " at last";
  }

  private static String at(Finding finding) {
    return finding.place().map(place -> " at " + Visible.name(PlaceText.line(place))).orElse("");
  }

  private static String group(Finding finding) {
    return finding.what().isEmpty() ? "threads" : "threads of " + Visible.name(finding.what());
  }

  private static String waits(Finding f, String longest) {
    return mean(f.nanos(), f.measure(Measure.WINDOW_NANOS))
        + " at a time on average, "
        + Quantities.count(f.count(), "wait")
        + " of "
        + Quantities.duration(f.nanos())
        + " altogether, "
        + longest
        + " at most";
  }

  private static String mean(long nanos, long of) {
    return String.format(Locale.ROOT, "%.1f", of == 0 ? 0 : (double) nanos / of);
  }

  private static String evidence(Evidence row) {
    String name = Visible.name(row.name());
    String place = row.place().map(at -> Visible.name(PlaceText.line(at))).orElse("");
    String time = Quantities.duration(row.nanos());
    return switch (row.role()) {
      case LONGEST -> "longest: thread " + row.id() + ", " + time;
      case ENDED_BY ->
          "ended by threads of " + name + ": " + Quantities.count(row.count()) + ", " + time;
      case RAN_AT -> "sampled meanwhile at " + place;
      case THEN_WAITED_AT -> "no sample; where they waited next: " + place;
      case STOPPED_FOR -> name + ": " + Quantities.count(row.count(), "stop") + ", " + time;
      case TASK -> "task " + name + " " + Long.toUnsignedString(row.id()) + " for " + time;
      case OWNED_BY ->
          "the lock is owned by "
              + Visible.name(thread(row))
              + ": "
              + Quantities.count(row.count(), "wait")
              + ", "
              + time;
      case IN_CYCLE ->
          "thread " + row.id() + " had waited " + time + (place.isEmpty() ? "" : " at " + place);
      case GROUP -> Quantities.count(row.count(), "thread") + " of " + name + " had not ended";
    };
  }

  /** The command that shows more of it. */
  static String command(Finding f, String file) {
    String quoted = ShellWord.quoted(file);
    return "loomtrace "
        + switch (f.kind()) {
          case DEADLOCK -> "why --thread " + id(f, Evidence.Role.IN_CYCLE) + " " + quoted;
          case SATURATION -> "pprof --type sched --folded " + quoted;
          case PAUSES -> "threads " + quoted;
          case ENDLESS_TASK -> "why --task-id " + id(f, Evidence.Role.TASK) + " " + quoted;
          case TASK_BACKLOG -> "path --task " + ShellWord.quoted(f.what()) + " " + quoted;
          case THREAD_BACKLOG -> "path --group " + ShellWord.quoted(f.what()) + " " + quoted;
          case THREAD_LEAK -> "threads --group " + ShellWord.quoted(f.what()) + " " + quoted;
          default -> "why --thread " + id(f, Evidence.Role.LONGEST) + " " + quoted;
        };
  }

  private static String id(Finding finding, Evidence.Role role) {
    return finding.evidence().stream()
        .filter(row -> row.role() == role && row.id() != Context.NO_GOROUTINE)
        .findFirst()
        .map(row -> Long.toUnsignedString(row.id()))
        .orElse("0");
  }
}
