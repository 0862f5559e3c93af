package dev.loomtrace.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleTextTest {
  private static final List<String> GOOD =
      List.of(
          "task>300ms",
          "task(checkout)>1s",
          "task(GET /orders/{id})>p99.9",
          "task(a(b)>c)>2m",
          "task>p50",
          "error",
          "error(checkout)",
          "runnable>50ms",
          "pinned>20ms",
          "blocked(lock)>1s",
          "blocked(queue take)>10us",
          "carriers-busy>2s");

  @Test
  void whatIsReadIsWrittenAsItWas() {
    for (String text : GOOD) {
      assertEquals(text, RuleText.rule(text).text());
      assertEquals(RuleText.rule(text), RuleText.rule("  " + text + " "));
    }
  }

  @Test
  void eachPartIsRead() {
    assertEquals(
        new Rule(Rule.Kind.TASK, "a(b)>c", 120_000_000_000L, 0, "task(a(b)>c)>2m"),
        RuleText.rule("task (a(b)>c) > 120 s"));
    assertEquals(0.999, RuleText.rule("task>p99.9").quantile(), 1e-9);
    assertEquals("task>p99.9", RuleText.rule("task>p99.900").text());
    assertEquals(Rule.Kind.CARRIERS_BUSY, RuleText.rule("carriers-busy>1h").kind());
    assertEquals("lock", RuleText.rule("blocked( lock )>1ns").subject());
    assertEquals(Duration.ofSeconds(20), RuleText.duration("20s"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"\"|at the end of '': expected one of task, runnable, pinned, blocked, carriers-busy, error",
        "tusk>1s|at 'tusk>1s' in 'tusk>1s': expected one of task, runnable, pinned, blocked,"
            + " carriers-busy, error",
        "task|at the end of 'task': expected '>' and a limit, such as >300ms",
        "task<1s|at '<1s' in 'task<1s': expected '>' and a limit, such as >300ms",
        "task>|at the end of 'task>': expected a time, such as 300ms",
        "task>300|at the end of 'task>300': expected a unit: one of ns, us, ms, s, m, h",
        "task>1.5s|at '.5s' in 'task>1.5s': expected a unit: one of ns, us, ms, s, m, h",
        "task>0ms|at '0ms' in 'task>0ms': expected a time above 0",
        "task>1s!|at '!' in 'task>1s!': expected nothing more",
        "task>99999999999h|at '99999999999h' in 'task>99999999999h': expected a shorter time",
        "task>p100|at '100' in 'task>p100': expected a percentage between 0 and 99.999, such as p99.9",
        "task>p0|at '0' in 'task>p0': expected a percentage between 0 and 99.999, such as p99.9",
        "task()>1s|at ')>1s' in 'task()>1s': expected the name of a task",
        "task(a>1s|at the end of 'task(a>1s': expected ')'",
        "error>1s|at '>1s' in 'error>1s': expected nothing more",
        "pinned(x)>1s|at '(x)>1s' in 'pinned(x)>1s': expected '>' and a limit: pinned is not about one"
            + " of several",
        "pinned>p99|at 'p99' in 'pinned>p99': expected a time, such as 300ms; only tasks have"
            + " quantiles",
        "blocked>1s|at '>1s' in 'blocked>1s': expected '(' and a reason: one of lock, monitor, object"
            + " wait, condition, latch, semaphore, phaser, exchanger, join, future, queue take,"
            + " sleep, socket",
        "blocked(luck)>1s|at 'luck)>1s' in 'blocked(luck)>1s': expected one of lock, monitor, object"
            + " wait, condition, latch, semaphore, phaser, exchanger, join, future, queue take,"
            + " sleep, socket",
      })
  void whatIsWrongIsSaidWithItsPlace(String text, String message) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> RuleText.rule(text));
    assertEquals(message, e.getMessage());
  }

  /** Whatever is given is read, and then again the same, or refused in one way. */
  @Test
  void nothingElseIsThrown() {
    Random random = new Random(22);
    String alphabet = "task(p)>.19m sblockedéß\u0000\n\uD83D-,";
    int read = 0;
    int refused = 0;
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder(GOOD.get(random.nextInt(GOOD.size())));
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        int at = random.nextInt(text.length() + 1);
        char c = alphabet.charAt(random.nextInt(alphabet.length()));
        switch (random.nextInt(3)) {
          case 0 -> text.insert(at, c);
          case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(3)));
          default -> text.replace(at, Math.min(text.length(), at + 1), "" + c);
        }
      }
      try {
        Rule rule = RuleText.rule(text.toString());
        assertEquals(rule, RuleText.rule(rule.text()), text.toString());
        read++;
      } catch (IllegalArgumentException e) {
        assertTrue(e.getMessage().contains(": expected "), e.getMessage());
        refused++;
      }
    }
    assertTrue(read > 1_000 && refused > 1_000, read + " read, " + refused + " refused");
  }

  @Test
  void anEndlessOneIsNotRead() {
    assertThrows(IllegalArgumentException.class, () -> RuleText.rule("task(" + "a".repeat(600)));
  }

  @Test
  void everyReasonHasAWordAndACode() {
    for (WaitKind kind : WaitKind.values()) {
      assertEquals(kind, WaitKind.of(kind.word()));
      assertTrue(kind.code() > 0);
    }
  }
}
