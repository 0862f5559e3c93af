package dev.loomtrace.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkTest {
  @Test
  void isATextThatCanBeKept() {
    assertEquals("#task=5", Link.toTask(5).fragment());
    assertEquals("#task=18446744073709551615", Link.toTask(-1).fragment());
    assertEquals(
        "#goroutine=17&from=1200&to=3400", Link.toGoroutine(17).during(1200, 3400).fragment());
    assertEquals("#from=0&to=0", Link.TO_ALL.during(0, 0).fragment());
    assertEquals("#", Link.TO_ALL.fragment());
  }

  @Test
  void isFoundAgainByItsText() {
    for (Link link :
        List.of(
            Link.TO_ALL,
            Link.toTask(-1),
            Link.toTask(5).during(0, Long.MAX_VALUE),
            Link.toGoroutine(17).during(1200, 3400),
            new Link(Optional.of(1L), Optional.of(2L), Optional.of(new Link.Range(3, 4))))) {
      assertEquals(Optional.of(link), Link.parse(link.fragment()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "task=5",
        "#task",
        "#task=",
        "#task=-1",
        "#task=05",
        "#task=1&task=2",
        "#from=1",
        "#from=2&to=1",
        "#to=2&from=1",
        "#from=18446744073709551615&to=18446744073709551615",
        "#task=99999999999999999999",
        "#task=5&",
        "#task=5&colour=red",
        "#task=٥"
      })
  void isNothingElse(String fragment) {
    assertEquals(Optional.empty(), Link.parse(fragment));
  }

  @Test
  void namesTheCommandThatSaysMore() {
    assertEquals("loomtrace why --task-id 5 a.jfr", Link.toTask(5).command("loomtrace", "a.jfr"));
    assertEquals("./loomtrace summary a.jfr", Link.TO_ALL.command("./loomtrace", "a.jfr"));
    assertEquals(
        "loomtrace why --task 'check out' 'it'\\''s.jfr'",
        TaskChoice.named("check out").command("loomtrace", "it's.jfr"));
    assertEquals(
        "loomtrace why --slowest größe.jfr", TaskChoice.SLOWEST.command("loomtrace", "größe.jfr"));
    assertEquals("loomtrace summary ''", Link.TO_ALL.command("loomtrace", ""));
  }

  @Test
  void hasNoStretchThatEndsBeforeItStarts() {
    assertThrows(IllegalArgumentException.class, () -> Link.TO_ALL.during(2, 1));
    assertThrows(IllegalArgumentException.class, () -> Link.TO_ALL.during(-1, 1));
  }
}
