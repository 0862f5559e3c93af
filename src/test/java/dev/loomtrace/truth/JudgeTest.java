package dev.loomtrace.truth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.truth.Answers.Answer;
import dev.loomtrace.truth.Answers.Wait;
import dev.loomtrace.truth.Check.About;
import dev.loomtrace.truth.Check.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** That the judge finds what is wrong, and tells what is not known from what is not true. */
class JudgeTest {
  private static final String TASK = "lock/virtual/1";
  private static final long MILLI = 1_000_000;
  private static final Expected TRUTH =
      new Expected(
          exactly(100),
          Map.of("lock|monitor", exactly(70), "running", new Bounds(28 * MILLI, 32 * MILLI)),
          Map.of("lock|monitor", "id:7"),
          false);

  private static Bounds exactly(long millis) {
    return new Bounds(millis * MILLI, millis * MILLI);
  }

  private static Answer answer(long total, Map<String, Integer> millis, Wait... waits) {
    Map<String, Long> parts = new LinkedHashMap<>();
    millis.forEach((word, time) -> parts.put(word, time * MILLI));
    return new Answer(total * MILLI, true, parts, List.of(waits));
  }

  private static Map<About, Verdict> verdicts(Answer answer) {
    Judge judge = new Judge(new Cell(25, 1, "plain"), Form.WHOLE);
    judge.compare(TASK, TRUTH, answer);
    Map<About, Verdict> verdicts = new LinkedHashMap<>();
    judge.checks().forEach(check -> verdicts.put(check.about(), check.verdict()));
    return verdicts;
  }

  private static Verdict parts(Map<String, Integer> millis) {
    return verdicts(answer(100, millis)).get(About.PARTS);
  }

  private static Verdict waker(Wait wait) {
    return verdicts(answer(100, Map.of(), wait)).get(About.WAKER);
  }

  @Test
  void aRightAnswerMayBeOffByTwoMilliseconds() {
    Wait wait = new Wait("monitor", 68 * MILLI, 7, "thread", "");
    assertEquals(
        Map.of(
            About.WALL, Verdict.RIGHT,
            About.OPEN, Verdict.RIGHT,
            About.PARTS, Verdict.RIGHT,
            About.WAKER, Verdict.RIGHT),
        verdicts(answer(101, Map.of("monitor", 68, "running", 33), wait)));
    assertEquals(Verdict.FALSE, verdicts(answer(103, Map.of())).get(About.WALL));
  }

  @Test
  void whatIsSaidToBeUnknownIsNotFalse() {
    assertEquals(Verdict.UNKNOWN, parts(Map.of("lock", 20, "unknown", 50, "running", 30)));
    assertEquals(Verdict.UNKNOWN, parts(Map.of("?", 70, "running", 30)));
    assertEquals(Verdict.FALSE, parts(Map.of("sleep", 70, "running", 30)));
    assertEquals(Verdict.FALSE, parts(Map.of("lock", 60, "running", 40)));
    assertEquals(Verdict.FALSE, parts(Map.of("lock", 70, "?", 30)), "it ran");
  }

  @Test
  void aTaskThatIsNotThereIsFalse() {
    Map<About, Verdict> verdicts = verdicts(null);
    assertEquals(Verdict.FALSE, verdicts.get(About.WALL));
    assertEquals(Verdict.FALSE, verdicts.get(About.PARTS));
    assertEquals(Verdict.FALSE, verdicts.get(About.WAKER));
  }

  @Test
  void anotherWakerIsFalseAndNoneUnknown() {
    assertEquals(Verdict.RIGHT, waker(new Wait("lock", 1, 7, "thread", "")));
    assertEquals(Verdict.FALSE, waker(new Wait("lock", 1, 8, "thread", "")));
    assertEquals(Verdict.FALSE, waker(new Wait("lock", 1, 0, "timer", "")));
    assertEquals(Verdict.UNKNOWN, waker(new Wait("lock", 1, 0, "monitor", "")));
    assertEquals(Verdict.UNKNOWN, waker(new Wait("lock", 1, 0, "", "")));
    assertEquals(Verdict.UNKNOWN, waker(new Wait("sleep", 1, 7, "thread", "")), "another wait");
  }
}
