package dev.loomtrace.jfr.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimesTest {
  /** Against what is found by going through all of them, with equal times and late ones. */
  @Test
  void addsUpHowLongEachWasAgo() {
    Random random = new Random(3);
    Times times = new Times();
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      long time = 1_000_000_000_000_000L + random.nextInt(300);
      times.add(time);
      all.add(time);
      long at = 1_000_000_000_000_000L + random.nextInt(400) - 50;
      assertEquals(all.stream().mapToLong(t -> Math.max(0, at - t)).sum(), times.sumSince(at));
    }
    all.sort(null);
    for (int i = 0; i < times.size(); i++) {
      assertEquals(all.get(i), times.get(i));
    }
  }

  @Test
  void ofNoneThereIsNothing() {
    assertEquals(0, new Times().sumSince(5));
    assertEquals(0, new Times().size());
  }
}
