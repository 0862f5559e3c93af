package dev.loomtrace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.TraceEvent;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThreadGroupsTest {
  @Test
  void sumsUpThreadsThatStartAlike() {
    ThreadGroups threads =
        new Story()
            .at(2)
            .create(1, "shop.com/Checkout.handle")
            .at(3)
            .start(1)
            .at(10)
            .create(2, "shop.com/Checkout.handle")
            .at(13)
            .block(1, "lock", "shop.com/Shelf.take")
            .at(20)
            .start(2)
            .at(50)
            .wakeBy(2, 1)
            .at(60)
            .end(2)
            .at(64)
            .start(1)
            .at(102)
            .end(1)
            .at(103)
            .create(3, "shop.com/Restock.run")
            .at(113)
            .start(3)
            .at(123)
            .end(3)
            .tellTo(new ThreadGroups("shop.com/Checkout.handle"::equals, 1));
    assertEquals(3, threads.threads());
    assertEquals(
        List.of(
            new ThreadGroups.Group(
                "shop.com/Checkout.handle",
                ThreadKind.GOROUTINE,
                2,
                new Quantiles(2, 50, 100, 100, 100),
                new TimeByState(150, 88, 25, 0, 0, Map.of("lock", 37L), 0),
                Map.of()),
            new ThreadGroups.Group(
                "shop.com/Restock.run",
                ThreadKind.GOROUTINE,
                1,
                new Quantiles(1, 20, 20, 20, 20),
                new TimeByState(20, 10, 10, 0, 0, Map.of(), 0),
                Map.of())),
        threads.groups());
    assertEquals(List.of(1L), threads.slowest().stream().map(ThreadResult::id).toList());
    assertEquals(
        new TimeByState(100, 48, 15, 0, 0, Map.of("lock", 37L), 0),
        threads.slowest().getFirst().time());
  }

  @Test
  void takesLivesThatTheTraceCutsForNoWholeOnes() {
    ThreadGroups threads =
        new Story()
            .at(2)
            .createWaiting(1, "shop.com/Checkout.handle")
            .at(3)
            .create(2, "shop.com/Checkout.handle")
            .at(4)
            .start(2)
            .at(9)
            .create(3, "shop.com/Checkout.handle")
            .at(12)
            .end(2)
            .tellTo(new ThreadGroups(group -> true, 3));
    ThreadGroups.Group group = threads.groups().getFirst();
    assertEquals(3, group.threads());
    assertEquals(1, group.whole().count());
    assertEquals(9, group.whole().longest());
  }

  @ParameterizedTest
  @CsvSource({
    "GOROUTINE, '', main.serve, main.serve",
    "GOROUTINE, request 17, main.serve, main.serve",
    "VIRTUAL, request-17, shop/Checkout.handle, shop/Checkout.handle",
    "VIRTUAL, request-17, '', request-*",
    "PLATFORM, http-nio-8080-exec-12, java/lang/Thread.run, http-nio-8080-exec-*",
    "PLATFORM, ForkJoinPool-1-worker-3, '', ForkJoinPool-1-worker-*",
    "PLATFORM, main, '', main",
    "SYSTEM, GC Thread#0, '', GC Thread#*",
    "PLATFORM, '', '', ''",
  })
  void groupsByWhatThreadsStartWith(ThreadKind kind, String name, String start, String group) {
    assertEquals(group, GroupNames.of(kind, name, start));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void attributesEachMomentOfALifeOnce(long seed) throws IOException {
    List<TraceEvent> events = dev.loomtrace.testing.RandomTrace.of(seed, 3_000, 3);
    ThreadGroups threads = new ThreadGroups(group -> true, Integer.MAX_VALUE);
    SpanLives lives = new SpanLives();
    Timeline.read(new ListTraceReader(events), threads, lives);
    assertEquals(lives.count(), threads.threads());
    assertEquals(lives.count(), threads.slowest().size());
    long all = 0;
    for (ThreadResult thread : threads.slowest()) {
      TimeByState time = thread.time();
      long begin = lives.begin(thread.id(), thread.begin() + time.total());
      // It may have been there before it was heard of.
      assertTrue(
          thread.beganBefore() ? thread.begin() <= begin : thread.begin() == begin,
          thread.toString());
      assertEquals(
          time.total(),
          time.running()
              + time.runnable()
              + time.pinned()
              + time.stopped()
              + time.blockedTotal()
              + time.unknown(),
          thread.toString());
      all += time.total();
    }
    assertEquals(all, threads.groups().stream().mapToLong(g -> g.time().total()).sum());
  }
}
