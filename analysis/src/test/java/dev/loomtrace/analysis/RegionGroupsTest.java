package dev.loomtrace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.testing.RandomTrace;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.ThreadKind;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegionGroupsTest {
  @Test
  void saysWhatThreadsDidInRegions() {
    RegionGroups regions =
        new Story()
            .running(1)
            .at(10)
            .beginRegion(1, 7, "outer")
            .at(15)
            .beginRegion(1, 7, "inner")
            .at(20)
            .block(1, "lock", "shop.com/Shelf.take")
            .at(50)
            .wake(1)
            .at(54)
            .start(1)
            .at(60)
            .endRegion(1, 7, "inner")
            .at(62)
            .beginRegion(1, 7, "inner")
            .at(63)
            .endRegion(1, 7, "inner")
            .endsAt(100)
            .tellTo(new RegionGroups("inner"::equals, 1));
    assertEquals(3, regions.regions());
    assertEquals(
        List.of(
            new RegionGroups.Group(
                "outer",
                1,
                new Quantiles(0, 0, 0, 0, 0),
                new TimeByState(90, 56, 4, 0, 0, Map.of("lock", 30L), 0)),
            new RegionGroups.Group(
                "inner",
                2,
                new Quantiles(2, 1, 45, 45, 45),
                new TimeByState(46, 12, 4, 0, 0, Map.of("lock", 30L), 0))),
        regions.groups());
    assertEquals(
        List.of(
            new RegionResult(
                "inner",
                7,
                1,
                Optional.of(ThreadKind.GOROUTINE),
                15,
                false,
                true,
                new TimeByState(45, 11, 4, 0, 0, Map.of("lock", 30L), 0))),
        regions.slowest());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void attributesEachMomentOfARegionOnce(long seed) throws IOException {
    RegionGroups regions = new RegionGroups(name -> true, Integer.MAX_VALUE);
    Timeline.read(new ListTraceReader(RandomTrace.of(seed, 3_000, 3)), regions);
    assertEquals(regions.regions(), regions.slowest().size());
    for (RegionResult region : regions.slowest()) {
      TimeByState time = region.time();
      assertEquals(
          time.total(),
          time.running()
              + time.runnable()
              + time.pinned()
              + time.stopped()
              + time.blockedTotal()
              + time.unknown(),
          region.toString());
    }
  }
}
