package dev.loomtrace.truth;

import dev.loomtrace.truth.Answers.Answer;
import dev.loomtrace.truth.Answers.Wait;
import dev.loomtrace.truth.Check.About;
import dev.loomtrace.truth.Check.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares answers with the truth. Each part may be off by 2 % of the task's time or 2 ms,
 * whichever is more.
 */
final class Judge {
  private static final long LEAST = 2_000_000;
  private static final long SHARE = 50;
  private static final double MILLI = 1e6;

  /** Blocked, and it is not known why. */
  static final String NO_REASON = "?";

  /** Kinds of wakers that are threads, which may not be known. */
  private static final Set<String> SOMEBODY =
      Set.of("", "unknown", "thread", "monitor", "notifier", "interrupt");

  private final Cell cell;
  private final Form form;
  private final List<Check> checks = new ArrayList<>();

  Judge(Cell cell, Form form) {
    this.cell = cell;
    this.form = form;
  }

  /** All comparisons so far. */
  List<Check> checks() {
    return checks;
  }

  /**
   * Compares.
   *
   * @param answer null if the task is not there at all, which is as wrong as can be
   */
  void compare(String task, Expected truth, Answer answer) {
    if (answer == null) {
      String nothing = "no such task";
      add(task, About.WALL, truth.wall().toString(), nothing, Verdict.FALSE);
      add(task, About.PARTS, truth.parts().toString(), nothing, Verdict.FALSE);
      truth.wakers().forEach((words, who) -> add(task, About.WAKER, who, nothing, Verdict.FALSE));
      return;
    }
    long tolerance = Math.max(LEAST, truth.wall().most() / SHARE);
    boolean right =
        answer.total() >= truth.wall().least() - tolerance
            && answer.total() <= truth.wall().most() + tolerance;
    String total = millis(answer.total());
    add(task, About.WALL, truth.wall().toString(), total, right ? Verdict.RIGHT : Verdict.FALSE);
    add(
        task,
        About.OPEN,
        "open: " + truth.open(),
        "open: " + !answer.ended(),
        truth.open() == answer.ended() ? Verdict.FALSE : Verdict.RIGHT);
    parts(task, truth, answer, tolerance);
    truth.wakers().forEach((words, who) -> waker(task, words, who, answer));
  }

  private void add(String task, About about, String truth, String answer, Verdict verdict) {
    checks.add(new Check(cell, form, task, about, truth, answer, verdict));
  }

  private static String millis(long nanos) {
    return String.format("%.1f", nanos / MILLI);
  }

  // The partition.

  private void parts(String task, Expected truth, Answer answer, long tolerance) {
    List<String> tooMuch = new ArrayList<>();
    answer
        .parts()
        .forEach(
            (word, time) -> {
              long most = 0;
              for (Map.Entry<String, Bounds> part : truth.parts().entrySet()) {
                most += isOneOf(word, part.getKey()) ? part.getValue().most() : 0;
              }
              if (time > most + tolerance) {
                tooMuch.add(word);
              }
            });
    List<String> tooLittle = new ArrayList<>();
    truth
        .parts()
        .forEach(
            (words, bounds) -> {
              long time = 0;
              for (Map.Entry<String, Long> part : answer.parts().entrySet()) {
                time += isOneOf(part.getKey(), words) ? part.getValue() : 0;
              }
              if (time < bounds.least() - tolerance) {
                tooLittle.add(words);
              }
            });
    String said =
        answer.parts().entrySet().stream()
            .filter(part -> part.getValue() > 0)
            .map(part -> part.getKey() + "=" + millis(part.getValue()))
            .collect(Collectors.joining(", ", "{", "}"));
    add(task, About.PARTS, truth.parts().toString(), said, verdict(tooMuch, tooLittle));
  }

  private static Verdict verdict(List<String> tooMuch, List<String> tooLittle) {
    if (tooMuch.isEmpty() && tooLittle.isEmpty()) {
      return Verdict.RIGHT;
    }
    // Who runs is not blocked for an unknown reason.
    boolean ran = tooMuch.contains(NO_REASON) && tooLittle.contains(Expected.RUNNING);
    return !tooMuch.isEmpty() && tooMuch.stream().allMatch(Judge::saysNothing) && !ran
        ? Verdict.UNKNOWN
        : Verdict.FALSE;
  }

  /** Whether a part of an answer only says that something is not known. */
  private static boolean saysNothing(String word) {
    return word.equals("unknown") || word.equals(NO_REASON) || word.startsWith("running or");
  }

  /** Whether a word of an answer is one of those that are right. */
  private static boolean isOneOf(String word, String words) {
    return Stream.of(words.split("\\|", -1))
        .anyMatch(
            right ->
                word.equals(right)
                    || word.startsWith(right + " (")
                    || (right.equals(Expected.BEFORE) && word.contains("before"))
                    || (right.equals(Expected.RUNNING) && isRunning(word))
                    || (right.equals("pinned") && word.startsWith("pinned")));
  }

  /** Running may be told apart by what the system did with the thread. */
  private static boolean isRunning(String word) {
    return word.equals("displaced") || word.equals("on CPU") || word.equals("onCpu");
  }

  // Who ended the waits.

  private void waker(String task, String words, String who, Answer answer) {
    Optional<Wait> wait =
        answer.waits().stream()
            .filter(w -> isOneOf(w.reason(), words))
            .max(Comparator.comparingLong(Wait::total));
    String said =
        wait.map(w -> (w.kind() + " " + w.waker() + " " + w.name()).strip()).orElse("no such wait");
    add(task, About.WAKER, words + " ended by " + who, said, verdict(wait, who));
  }

  private static Verdict verdict(Optional<Wait> found, String who) {
    if (found.isEmpty()) {
      return Verdict.UNKNOWN;
    }
    Wait wait = found.get();
    boolean nobody = wait.waker() == 0 && wait.name().isEmpty() && SOMEBODY.contains(wait.kind());
    for (String right : who.split("\\|", -1)) {
      String wanted = right.substring(right.indexOf(':') + 1);
      boolean is =
          switch (right.substring(0, Math.max(0, right.indexOf(':')))) {
            case "id" -> wait.waker() == Long.parseLong(wanted);
            case "kind" -> wait.kind().equals(wanted);
            case "name" -> wait.name().startsWith(wanted);
            default -> nobody;
          };
      if (is) {
        return Verdict.RIGHT;
      }
    }
    return nobody ? Verdict.UNKNOWN : Verdict.FALSE;
  }
}
