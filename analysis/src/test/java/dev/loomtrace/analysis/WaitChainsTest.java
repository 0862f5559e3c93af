package dev.loomtrace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.timeline.store.TemporaryStore;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.FrameOrigins;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chains behind the waits of a unit, of stories whose truth is known. */
final class WaitChainsTest {
  private static final long TASK = 7;

  /** The waits of the only task, with their chains. */
  private static List<TaskResult.Wait> ofTask(Story story) throws IOException {
    TaskResult task = story.tellTo(new TaskBreakdown(1)).slowest().getFirst();
    return chained(story, task.waits(), task.time().total());
  }

  /** As who reads the trace twice finds them, and as who keeps all of it. */
  private static List<TaskResult.Wait> chained(Story story, List<TaskResult.Wait> waits, long total)
      throws IOException {
    WaitChains chains = new WaitChains(waits, total);
    WorldStops stops = new WorldStops();
    List<TaskResult.Wait> whole;
    try (TemporaryStore spans = new TemporaryStore()) {
      story.tellTo(spans);
      story.tellTo(stops);
      whole = chains.told(spans.store(), stops, FrameOrigins.DEFAULT);
    }
    try (TemporaryStore spans = new TemporaryStore(chains.from(), chains.to())) {
      WorldStops stopsAgain = new WorldStops();
      story.tellUntil(chains::hasEnough, spans, stopsAgain, chains);
      assertEquals(whole, chains.told(spans.store(), stopsAgain, FrameOrigins.DEFAULT));
    }
    return whole;
  }

  private static long millions(long nanos) {
    return Math.round(nanos / 1_000_000.0);
  }

  /** A chain as lines: whom one comes to, for how long, and what these did. */
  private static List<String> lines(ChainStep step) {
    List<String> lines = new ArrayList<>();
    String threads =
        step.threads().stream().map(t -> String.valueOf(t.id())).collect(Collectors.joining(" "));
    String wait = step.link().kind() == PathLink.Kind.WAIT ? step.link().cause().word() : "";
    lines.add(
        (wait.isEmpty() ? step.link().kind().name() : wait)
            + (step.link().repeated() ? "+ " : " ")
            + millions(step.total())
            + " > "
            + threads);
    for (ChainStep.Own own : step.own()) {
      if (millions(own.time()) > 0) {
        lines.add("  " + CriticalPathsTest.words(own.what()) + " " + millions(own.time()));
      }
    }
    for (ChainStep next : step.next()) {
      lines(next).forEach(line -> lines.add("  " + line));
    }
    return lines;
  }

  /** Five wait for each other in a row, of which the last one sleeps. */
  @Test
  void followsFiveHandOffs() throws IOException {
    Story story = CriticalPathsTest.fiveHandOffs();
    story.at(170).beginTask(2, 8, EventView.NO_TASK, "later");
    TaskResult.Wait wait = ofTask(story).getFirst();
    assertEquals(
        List.of(
            "lock 130 > 2",
            "  RUNNING 10",
            "  RUNNABLE 1",
            "  queue take 119 > 3",
            "    RUNNING 10",
            "    RUNNABLE 1",
            "    future 108 > 4",
            "      RUNNING 10",
            "      RUNNABLE 1",
            "      channel receive 97 > 5",
            "        RUNNING 10",
            "        RUNNABLE 1",
            "        semaphore 86 > 6",
            "          sleep app/Shop.nap 70",
            "          RUNNING 13",
            "          RUNNABLE 3"),
        lines(wait.chain().orElseThrow()));
  }

  /** A join waits for the last of the children, and that one's creator before it was there. */
  @Test
  void aJoinIsOfTheLateChild() throws IOException {
    Story story =
        Story.inMillions()
            .at(2)
            .create(1, "app/Main.order")
            .start(1)
            .create(9, "app/Main.boss")
            .start(9)
            .at(10)
            .beginTask(1, TASK, EventView.NO_TASK, "order")
            .createBy(1, 2, "app/Main.child")
            .start(2)
            .createBy(1, 3, "app/Main.child")
            .start(3)
            .at(11)
            .block(1, "join", "app/Shop.order")
            .at(30)
            .end(2)
            .at(40)
            .createBy(9, 4, "app/Main.late")
            .at(45)
            .start(4)
            .at(50)
            .end(3)
            .at(98)
            .end(4)
            .at(100)
            .wakeByEnded(4, 1)
            .at(101)
            .start(1)
            .at(110)
            .endTask(1, TASK, EventView.NO_TASK, "order");
    assertEquals(
        List.of(
            "join 89 > 4",
            "  RUNNING 53",
            "  RUNNABLE 5",
            "  UNKNOWN 2",
            "  START 29 > 9",
            "    RUNNING 29"),
        lines(ofTask(story).getFirst().chain().orElseThrow()));
  }

  /** Whoever waits for the lock gets it from the one before: one step, however long the queue. */
  @Test
  void foldsAConvoy() throws IOException {
    int waiters = 40;
    Story story = Story.inMillions().at(2).create(100, "app/Main.holder").start(100);
    for (int i = 1; i <= waiters; i++) {
      story.create(i, "app/Main.user").start(i);
    }
    for (int i = 1; i <= waiters; i++) {
      story.at(10 + i);
      if (i == waiters) {
        story.beginTask(i, i, EventView.NO_TASK, "order");
      }
      story.block(i, "lock", "app/Shelf.take");
    }
    story.at(1000).wakeBy(100, 1).start(1);
    for (int i = 1; i < waiters; i++) {
      story.at(1000 + 10L * i).wakeBy(i, i + 1).start(i + 1);
    }
    story.endTask(waiters, waiters, EventView.NO_TASK, "order");
    ChainStep chain = ofTask(story).getFirst().chain().orElseThrow();
    assertEquals(
        List.of(
            "lock+ 1340 > 39 38 37 36 35 34 33 32 31 30",
            "  RUNNING 390",
            "  lock 950 > 100",
            "    RUNNING 950"),
        lines(chain));
    assertEquals(39, chain.threadCount());
  }

  /** Nobody else had to act: there is no chain, and no reason to look for one. */
  @Test
  void aSleepHasNone() throws IOException {
    Story story =
        Story.inMillions()
            .at(2)
            .create(1, "app/Main.order")
            .start(1)
            .at(10)
            .beginTask(1, TASK, EventView.NO_TASK, "order")
            .block(1, "sleep", "app/Shop.nap")
            .at(90)
            .wake(1)
            .start(1)
            .endTask(1, TASK, EventView.NO_TASK, "order");
    TaskResult task = story.tellTo(new TaskBreakdown(1)).slowest().getFirst();
    assertTrue(new WaitChains(task.waits(), task.time().total()).isEmpty());
  }

  /** Of two that work on a task, the one waits for the other: it is no wait of the task. */
  @Test
  void isOfTheTimeThatIsTheTasks() throws IOException {
    Story story =
        Story.inMillions()
            .at(2)
            .create(1, "app/Main.order")
            .start(1)
            .create(2, "app/Main.helper")
            .start(2)
            .create(3, "app/Main.other")
            .start(3)
            .at(10)
            .beginTask(1, TASK, EventView.NO_TASK, "order")
            .at(20)
            .block(1, "future", "app/Shop.order")
            .at(40)
            .beginRegion(2, TASK, "help")
            .at(50)
            .endRegion(2, TASK, "help")
            .at(55)
            .block(2, "lock", "app/Shop.help")
            .at(75)
            .wakeBy(3, 2)
            .start(2)
            .at(80)
            .wakeBy(2, 1)
            .start(1)
            .at(100)
            .endTask(1, TASK, EventView.NO_TASK, "order");
    TaskResult.Wait wait = ofTask(story).getFirst();
    assertEquals(50, millions(wait.total()));
    assertEquals(
        List.of("future 30 > 2", "  RUNNING 10", "  lock 20 > 3", "    RUNNING 20"),
        lines(wait.chain().orElseThrow()));
  }

  private static void stories(ChainStep step, List<PathLink> before, Map<String, Long> to) {
    List<PathLink> chain = new ArrayList<>(before);
    chain.add(step.link());
    long sum = 0;
    for (ChainStep.Own own : step.own()) {
      PathStory what = own.what();
      PathStory story = new PathStory(chain, what.state(), what.cause(), what.place());
      to.merge(CriticalPathsTest.words(story.folded()), own.time(), Long::sum);
      sum += own.time();
    }
    for (ChainStep next : step.next()) {
      stories(next, chain, to);
      sum += next.total();
    }
    assertEquals(step.total(), sum);
  }

  /** Whatever happens, a chain is the critical path of its wait, to the nanosecond. */
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void isTheCriticalPathOfTheWait(long seed) throws IOException {
    Story story = CriticalPathsTest.waitingForEachOther(seed);
    WorldStops stops = new WorldStops();
    int checked = 0;
    boolean early = false;
    try (TemporaryStore spans = new TemporaryStore()) {
      story.tellTo(spans);
      story.tellTo(stops);
      for (long thread = 1; thread < 60; thread += 4) {
        long id = thread;
        LifeBreakdown lives = new LifeBreakdown(i -> i == id, t -> true, FrameOrigins.DEFAULT);
        List<TaskResult.Wait> waits =
            story.tellTo(lives).slowest().map(LifeResult::waits).orElse(List.of());
        WaitChains chains = new WaitChains(waits, 0);
        if (chains.isEmpty()) {
          continue;
        }
        WorldStops stopsAgain = new WorldStops();
        try (TemporaryStore window = new TemporaryStore(chains.from(), chains.to())) {
          story.tellUntil(chains::hasEnough, window, stopsAgain, chains);
          early |= chains.hasEnough();
          for (TaskResult.Wait wait :
              chains.told(window.store(), stopsAgain, FrameOrigins.DEFAULT)) {
            if (wait.chain().isEmpty()) {
              continue;
            }
            PathStories stories = new PathStories();
            StoryTimes times = new StoryTimes();
            new CriticalPaths(spans.store(), stops, FrameOrigins.DEFAULT)
                .walk(wait.unbroken(), new StorySums(stories).into(times));
            Map<String, Long> path = new TreeMap<>();
            times.forEach(
                (number, time) ->
                    path.merge(
                        CriticalPathsTest.words(stories.get(number).folded()), time, Long::sum));
            Map<String, Long> told = new TreeMap<>();
            stories(wait.chain().get(), List.of(), told);
            assertEquals(path, told);
            assertEquals(wait.longest(), wait.chain().get().total(), "a thread has one life");
            checked++;
          }
        }
      }
    }
    assertTrue(checked > 20, "there are chains: " + checked);
    assertTrue(early, "none of them needs all of the trace");
  }

  /** Who waits at a place several times is explained at its longest. */
  @Test
  void isOfTheLongest() throws IOException {
    Story story = Story.inMillions().at(2).create(1, "app/Main.order").start(1);
    for (int i = 2; i < 6; i++) {
      story.create(i, "app/Main.other").start(i);
    }
    story.at(10).beginTask(1, TASK, EventView.NO_TASK, "order");
    for (int i = 2; i < 6; i++) {
      story.at(100L * i).block(1, "lock", "app/Shelf.take");
      story.at(100L * i + (i == 4 ? 80 : 20)).wakeBy(i, 1).start(1);
    }
    story.at(700).endTask(1, TASK, EventView.NO_TASK, "order");
    TaskResult.Wait wait = ofTask(story).getFirst();
    assertEquals(4, wait.count());
    assertEquals(List.of("lock 80 > 4", "  RUNNING 80"), lines(wait.chain().orElseThrow()));
    assertFalse(wait.chain().orElseThrow().link().repeated());
  }
}
