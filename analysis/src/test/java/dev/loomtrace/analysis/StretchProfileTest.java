package dev.loomtrace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.testing.RandomTrace;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.TraceEvent;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Profiles of what threads do during a stretch of time. */
class StretchProfileTest {
  @Test
  void hasOfEachWaitThePartThatIsInIt() {
    StackProfile profile =
        new Story()
            .running(1)
            .at(10)
            .block(1, "lock", "shop.com/Shelf.before")
            .at(20)
            .wake(1)
            .at(21)
            .start(1)
            .at(30)
            .block(1, "lock", "shop.com/Shelf.cut")
            .at(60)
            .wake(1)
            .at(61)
            .start(1)
            .at(70)
            .block(1, "lock", "shop.com/Shelf.open")
            .endsAt(100) // Its first event is at 1.
            .tellTo(StackProfile.during(ProfileType.OFFCPU, 49, 79));
    assertEquals(
        List.of("shop.com/Shelf.cut 10", "shop.com/Shelf.open 10"),
        profile.rows().stream()
            .map(row -> row.stack().getLast().function() + " " + row.nanos())
            .sorted()
            .toList());
  }

  private record Key(List<Frame> stack, String reason) {}

  private static Map<Key, Long> sums(Iterable<StackProfile> profiles, ProfileType type) {
    Map<Key, Long> sums = new HashMap<>();
    for (StackProfile profile : profiles) {
      for (StackProfile.Row row : profile.rows()) {
        sums.merge(
            new Key(row.stack(), row.reason()),
            type == ProfileType.CPU ? row.count() : row.nanos(),
            Long::sum);
      }
    }
    sums.values().removeIf(sum -> sum == 0);
    return sums;
  }

  /** Stretches that follow each other have together what all of the trace has. */
  @ParameterizedTest
  @EnumSource(ProfileType.class)
  void addUpToTheWhole(ProfileType type) throws IOException {
    List<TraceEvent> events = RandomTrace.of(type.ordinal(), 2_000, 3);
    StackProfile all = new StackProfile(type, StackProfile.ALL);
    Timeline.read(new ListTraceReader(events), all);
    long length = events.getLast().time() - events.getFirst().time();
    Random random = new Random(type.ordinal());
    List<Long> borders = random.longs(5, 0, length).sorted().boxed().toList();
    StackProfile[] parts = new StackProfile[borders.size() + 1];
    for (int i = 0; i < parts.length; i++) {
      parts[i] =
          StackProfile.during(
              type,
              i == 0 ? Long.MIN_VALUE : borders.get(i - 1),
              i == borders.size() ? Long.MAX_VALUE : borders.get(i));
      Timeline.read(new ListTraceReader(events), parts[i]);
    }
    Map<Key, Long> whole = sums(List.of(all), type);
    assertTrue(!whole.isEmpty(), "nothing to compare");
    assertEquals(whole, sums(List.of(parts), type));
  }
}
