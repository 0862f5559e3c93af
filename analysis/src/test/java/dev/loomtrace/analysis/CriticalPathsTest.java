package dev.loomtrace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.testing.RandomTrace;
import dev.loomtrace.timeline.Span;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanSink;
import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.timeline.store.TemporaryStore;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.TraceEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Critical paths of stories whose truth is known, and of any legal trace. */
final class CriticalPathsTest {
  private static final String[] HAND_OFFS = {
    "lock", "queue take", "future", "channel receive", "semaphore"
  };
  private static final long TASK = 7;

  /** What was asked of a trace. */
  private record Paths(List<PathUnit> units, List<TaskResult> tasks, PathProfile profile) {
    /** Each row as a line, with its time in millions; without what is nearly nothing. */
    private Map<String, Long> rows() {
      return profile.rows().stream()
          .filter(row -> millions(row.total()) > 0)
          .collect(Collectors.toMap(row -> words(row.story()), row -> millions(row.total())));
    }
  }

  private static long millions(long nanos) {
    return Math.round(nanos / 1_000_000.0);
  }

  /** A story in a line. */
  static String words(PathStory story) {
    StringBuilder words = new StringBuilder();
    for (PathLink link : story.chain()) {
      words
          .append(link.kind() == PathLink.Kind.WAIT ? link.cause().word() : link.kind().name())
          .append(link.place().map(place -> " " + place.site().function()).orElse(""))
          .append(" (")
          .append(link.owner())
          .append(link.repeated() ? ")+ > " : ") > ");
    }
    return words
        + (story.state() == PathState.BLOCKED ? story.cause().word() : story.state().name())
        + story.place().map(place -> " " + place.site().function()).orElse("");
  }

  /** Of the tasks of a story. */
  private static Paths of(Story story) {
    return of(PathSelection.ALL, PathSelection.ALL, story::tellTo);
  }

  private interface Telling {
    void to(SpanSink sink);
  }

  private static Paths of(PathSelection chosen, PathSelection tail, Telling story) {
    List<TaskResult> tasks = new ArrayList<>();
    PathUnits units = PathUnits.ofTasks(task -> true, FrameOrigins.DEFAULT);
    TaskBreakdown breakdown = new TaskBreakdown(task -> true, 1, tasks::add);
    WorldStops stops = new WorldStops();
    try (TemporaryStore spans = new TemporaryStore()) {
      story.to(spans);
      story.to(units);
      story.to(breakdown);
      story.to(stops);
      return new Paths(
          units.whole(),
          tasks,
          PathProfile.of(spans.store(), stops, FrameOrigins.DEFAULT, units.whole(), chosen, tail));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Five wait for each other in a row, of which the last one sleeps. */
  static Story fiveHandOffs() {
    Story story = Story.inMillions();
    String[] reasons = HAND_OFFS;
    for (int i = 0; i <= reasons.length; i++) {
      story.at(2 + i).create(i + 1, "app/Main.worker" + i).start(i + 1);
    }
    story.at(10).beginTask(1, TASK, EventView.NO_TASK, "order");
    for (int i = 0; i < reasons.length; i++) {
      story.at(20 + i).block(i + 1, reasons[i], "app/Shop.step" + i);
    }
    story.at(30).block(6, "sleep", "app/Shop.nap").at(100).wake(6).at(103).start(6);
    for (int i = reasons.length; i > 0; i--) {
      long time = 100 + 10L * (reasons.length - i + 1);
      story.at(time).wakeBy(i + 1, i).at(time + 1).start(i);
    }
    return story.at(160).endTask(1, TASK, EventView.NO_TASK, "order");
  }

  @Test
  void followsFiveHandOffs() {
    Story story = fiveHandOffs();
    String[] reasons = HAND_OFFS;
    List<String> links = new ArrayList<>();
    Map<String, Long> truth = new HashMap<>();
    String chain = "";
    truth.put("RUNNING", 10L + 9);
    truth.put("RUNNABLE", 1L);
    for (int i = 0; i < reasons.length; i++) {
      chain += reasons[i] + " app/Shop.step" + i + " (app/Main.worker" + (i + 1) + ") > ";
      links.add(chain);
    }
    // Each runs between the moment at which the one before waits and the one at which it does; and
    // from when it was woken to when it wakes.
    for (int i = 0; i < reasons.length - 1; i++) {
      truth.put(links.get(i) + "RUNNING", 1L + 9);
      truth.put(links.get(i) + "RUNNABLE", 1L);
    }
    truth.put(links.getLast() + "RUNNING", 6L + 7);
    truth.put(links.getLast() + "RUNNABLE", 3L);
    truth.put(links.getLast() + "sleep app/Shop.nap", 70L);
    Paths paths = of(story);
    assertEquals(truth, paths.rows());
    assertEquals(150, millions(paths.profile().total()));
    check(paths);
  }

  /** Whoever waits for the lock gets it from the one before. */
  @Test
  void foldsAConvoy() {
    Story story = Story.inMillions();
    int waiters = 40;
    story.at(2).create(100, "app/Main.holder").start(100);
    for (int i = 1; i <= waiters; i++) {
      story.create(i, "app/Main.user").start(i);
    }
    for (int i = 1; i <= waiters; i++) {
      story
          .at(10 + i)
          .beginTask(i, i, EventView.NO_TASK, "order")
          .block(i, "lock", "app/Shelf.take");
    }
    story.at(1000).wakeBy(100, 1).start(1);
    for (int i = 1; i < waiters; i++) {
      story
          .at(1000 + 10L * i)
          .wakeBy(i, i + 1)
          .start(i + 1)
          .endTask(i, i, EventView.NO_TASK, "order");
    }
    Paths paths = of(story);
    assertEquals(waiters - 1, paths.units().size());
    String wait = "lock app/Shelf.take ";
    assertEquals(
        Map.of(
            "RUNNING",
            10L * (waiters - 1),
            wait + "(app/Main.holder) > RUNNING",
            989L,
            wait + "(app/Main.user)+ > RUNNING",
            10L * (waiters - 1) * (waiters - 2) / 2,
            wait + "(app/Main.user)+ > " + wait + "(app/Main.holder) > RUNNING",
            sum(2, waiters - 1, i -> 990 - i)),
        paths.rows());
    check(paths);
  }

  private interface Each {
    long of(long i);
  }

  private static long sum(long first, long last, Each each) {
    long sum = 0;
    for (long i = first; i <= last; i++) {
      sum += each.of(i);
    }
    return sum;
  }

  /** A thread that has not begun cannot be why it took long: who started it is. */
  @Test
  void goesOnToTheCreator() {
    Story story =
        Story.inMillions()
            .at(2)
            .create(1, "app/Main.order")
            .start(1)
            .at(3)
            .create(2, "app/Main.boss")
            .start(2)
            .at(10)
            .beginTask(1, TASK, EventView.NO_TASK, "order")
            .block(1, "join", "app/Shop.order")
            .at(50)
            .createBy(2, 3, "app/Main.child")
            .at(60)
            .start(3)
            .at(90)
            .wakeBy(3, 1)
            .end(3)
            .at(95)
            .start(1)
            .at(100)
            .endTask(1, TASK, EventView.NO_TASK, "order");
    String child = "join app/Shop.order (app/Main.child) > ";
    Paths paths = of(story);
    assertEquals(
        Map.of(
            child + "START (app/Main.boss) > RUNNING",
            40L,
            child + "RUNNABLE",
            10L,
            child + "RUNNING",
            30L,
            "RUNNABLE",
            5L,
            "RUNNING",
            5L),
        paths.rows());
    check(paths);
  }

  /** A pool's thread that waits for work is not the cause, but who gives it some may be. */
  @Test
  void aPoolsIdleThreadIsNoCause() {
    String idle = "java/util/concurrent/ThreadPoolExecutor.getTask";
    Story story =
        Story.inMillions()
            .at(2)
            .create(1, "app/Main.order")
            .start(1)
            .at(3)
            .create(2, "app/Main.worker")
            .start(2)
            .at(4)
            .create(3, "app/Main.feeder")
            .start(3)
            .at(5)
            .block(2, "queue take", idle)
            .at(10)
            .beginTask(1, TASK, EventView.NO_TASK, "order")
            .block(1, "future", "app/Shop.order")
            .at(40)
            .wakeBy(3, 2)
            .at(45)
            .start(2)
            .at(50)
            .wakeBy(2, 1)
            .block(2, "queue take", idle)
            .at(55)
            .start(1)
            .block(1, "future", "app/Shop.order")
            .at(80)
            .wake(2)
            .start(2)
            .at(90)
            .wakeBy(2, 1)
            .start(1)
            .at(100)
            .endTask(1, TASK, EventView.NO_TASK, "order");
    String wait = "future app/Shop.order (app/Main.worker) > ";
    Paths paths = of(story);
    assertEquals(
        Map.of(
            wait + "HAND_OFF (app/Main.feeder) > RUNNING",
            30L,
            wait + "RUNNABLE",
            5L,
            wait + "RUNNING",
            5L + 10,
            wait + "HAND_OFF",
            25L,
            "RUNNABLE",
            5L,
            "RUNNING",
            10L),
        paths.rows());
    check(paths);
  }

  /** Two threads work on it: the one that counts most is followed; the world may stop as well. */
  @Test
  void severalThreadsWorkOnATask() {
    Story story =
        Story.inMillions()
            .at(2)
            .create(1, "app/Main.order")
            .start(1)
            .at(3)
            .create(2, "app/Main.helper")
            .start(2)
            .at(4)
            .create(3, "app/Main.other")
            .start(3)
            .at(10)
            .beginTask(1, TASK, EventView.NO_TASK, "order")
            .at(20)
            .beginRegion(2, TASK, "help")
            .at(30)
            .block(1, "future", "app/Shop.order")
            .at(40)
            .block(2, "lock", "app/Shop.help")
            .at(50)
            .stop(3, EventKind.RANGE_BEGIN)
            .at(55)
            .stop(3, EventKind.RANGE_END)
            .at(70)
            .wakeBy(3, 2)
            .start(2)
            .at(80)
            .endRegion(2, TASK, "help")
            .wakeBy(2, 1)
            .start(1)
            .at(100)
            .endTask(1, TASK, EventView.NO_TASK, "order");
    Paths paths = of(story);
    assertEquals(
        Map.of(
            "RUNNING", 30L + 10 + 20,
            "lock app/Shop.help (app/Main.other) > RUNNING", 25L,
            "lock app/Shop.help (app/Main.other) > STOPPED", 5L),
        paths.rows());
    check(paths);
  }

  /** The slow one waits for what the others do not. */
  @Test
  void theTailComesFirst() {
    Story story = Story.inMillions().at(2).create(1).create(2).start(1).start(2);
    for (int i = 1; i <= 20; i++) {
      long begin = 1000L * i;
      story.at(begin).beginTask(1, i, EventView.NO_TASK, "order");
      if (i == 13) {
        story
            .at(begin + 1)
            .block(1, "lock", "app/Shelf.take")
            .at(begin + 601)
            .wakeBy(2, 1)
            .start(1);
      }
      story.at(begin + 700).endTask(1, i, EventView.NO_TASK, "order");
      story.at(begin + 701).beginTask(1, 100 + i, EventView.NO_TASK, "short");
      story.at(begin + 710 + i).endTask(1, 100 + i, EventView.NO_TASK, "short");
    }
    Paths all = of(PathSelection.ALL, PathSelection.between(0.5, 1), story::tellTo);
    PathProfile.Row first = all.profile().rows().getFirst();
    assertEquals("RUNNING", words(first.story()));
    assertEquals(20 * 700 - 600, millions(first.tail()));
    assertEquals(20, all.profile().tail());
    PathProfile.Row lock =
        all.profile().rows().stream()
            .filter(row -> words(row.story()).equals("lock app/Shelf.take () > RUNNING"))
            .findFirst()
            .orElseThrow();
    assertEquals(
        List.of(0L, 600L, 0L, 0L), lock.bands().stream().map(CriticalPathsTest::millions).toList());
    assertEquals(List.of(13L), lock.examples().stream().map(PathProfile.Example::id).toList());
    assertEquals(1, lock.units());
    Paths slowest = of(PathSelection.slowest(3), PathSelection.ALL, story::tellTo);
    assertEquals(3, slowest.profile().units());
    assertEquals(3 * 700, millions(slowest.profile().total()));
  }

  /** What holds of every legal trace. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void partsAddUpWhateverHappens(long seed) throws IOException {
    List<TraceEvent> events = RandomTrace.of(seed, 6000, 3);
    Paths paths =
        of(
            PathSelection.ALL,
            PathSelection.ALL,
            sink -> {
              try {
                Timeline.read(new ListTraceReader(events), sink);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    assertTrue(paths.units().size() > 5, "there are tasks");
    assertTrue(
        paths.profile().rows().stream().anyMatch(row -> !row.story().chain().isEmpty()),
        "somebody waits for another");
    check(paths);
  }

  /** Moment by moment, without anything that is shared or skipped. */
  private static final class Moments implements SpanSink {
    private final Map<Long, Span> lives = new HashMap<>();
    private final Map<Long, TreeMap<Long, Span>> states = new HashMap<>();
    private final CodePlaces places = new CodePlaces(FrameOrigins.DEFAULT);

    @Override
    public void accept(SpanView view) {
      Span span = view.span();
      if (span.kind() == SpanKind.LIFE) {
        lives.put(span.thread(), span);
      } else if (span.kind() == SpanKind.STATE && span.duration() > 0) {
        states.computeIfAbsent(span.thread(), key -> new TreeMap<>()).put(span.begin(), span);
      }
    }

    private Map<String, Long> of(PathUnit unit, WorldStops stops) {
      TreeMap<Long, Boolean> changes = new TreeMap<>();
      for (TreeMap<Long, Span> thread : states.values()) {
        thread.values().forEach(span -> changes.put(span.begin(), true));
        thread.values().forEach(span -> changes.put(span.end(), true));
      }
      lives.values().forEach(life -> changes.put(life.begin(), true));
      changes.put(unit.begin(), true);
      changes.put(unit.end(), true);
      Map<String, Long> result = new TreeMap<>();
      long from = unit.begin();
      for (long to : changes.subMap(unit.begin(), false, unit.end(), true).keySet()) {
        long stopped = stops.between(from, to);
        String story = story(unit.id(), from, "");
        boolean stopping = story.matches("(.* > )?(RUNNING|RUNNABLE|UNKNOWN)");
        if (stopping && stopped > 0) {
          String other = story.replaceFirst("(RUNNING|RUNNABLE|UNKNOWN)$", "STOPPED");
          result.merge(other, stopped, Long::sum);
        }
        long rest = to - from - (stopping ? stopped : 0);
        if (rest > 0) {
          result.merge(story, rest, Long::sum);
        }
        from = to;
      }
      return result;
    }

    private String story(long thread, long time, String before) {
      Span life = lives.get(thread);
      if (life == null || time >= life.end()) {
        return "UNKNOWN";
      }
      if (time < life.begin()) {
        return life.beganBefore() || life.creator() == Context.NO_GOROUTINE
            ? "UNKNOWN"
            : step("START (" + group(life.creator()) + ") > ", before, life.creator(), time);
      }
      Map.Entry<Long, Span> entry = states.get(thread).floorEntry(time);
      Span span = entry.getValue();
      String place = places.of(span.place()).map(at -> " " + at.site().function()).orElse("");
      if (span.state() != SpanState.WAITING) {
        return PathState.of(span.state()).name();
      }
      boolean known =
          span.waker().kind().byThread()
              && span.waker().thread() != Context.NO_GOROUTINE
              && span.waker().thread() != thread;
      String why = span.cause().word() + place;
      return known
          ? step(
              why + " (" + group(span.waker().thread()) + ") > ",
              before,
              span.waker().thread(),
              time)
          : why;
    }

    private String step(String link, String before, long to, long time) {
      return (link.equals(before) ? "" : link) + story(to, time, link);
    }

    private String group(long thread) {
      Span life = lives.get(thread);
      List<Frame> start = life.place().frames();
      return GroupNames.of(
          life.threadKind(), life.name(), start.isEmpty() ? "" : start.getLast().function());
    }
  }

  /** Threads of a few kinds that start, stop and wake each other at random. */
  static Story waitingForEachOther(long seed) {
    Random random = new Random(seed);
    String[] reasons = {"lock", "sleep", "queue take", "future"};
    List<Long> running = new ArrayList<>(List.of(1L));
    List<Long> runnable = new ArrayList<>();
    List<Long> waiting = new ArrayList<>();
    Story story = new Story().at(2).create(1, "app/Main.kind0").at(3).start(1);
    long next = 2;
    long time = 3;
    for (int i = 0; i < 1500; i++) {
      time += 1 + random.nextInt(random.nextInt(10) == 0 ? 500 : 20);
      story.at(time);
      long one = running.isEmpty() ? 0 : running.get(random.nextInt(running.size()));
      int choice = random.nextInt(10);
      if (!runnable.isEmpty() && (one == 0 || choice < 3)) {
        long started = runnable.remove(random.nextInt(runnable.size()));
        story.start(started);
        running.add(started);
      } else if (one == 0) {
        long woken = waiting.remove(random.nextInt(waiting.size()));
        story.wake(woken);
        runnable.add(woken);
      } else if (choice < 4 && next < 60) {
        story.createBy(one, next, "app/Main.kind" + random.nextInt(3));
        runnable.add(next++);
      } else if (choice < 6 && !waiting.isEmpty()) {
        long woken = waiting.remove(random.nextInt(waiting.size()));
        story.wakeBy(one, woken);
        runnable.add(woken);
      } else if (choice == 6) {
        story.stop(one, EventKind.RANGE_BEGIN).at(++time).stop(one, EventKind.RANGE_END);
      } else if (choice == 7 && random.nextInt(4) == 0 && next > 30) {
        story.end(one);
        running.remove(one);
      } else {
        story.block(
            one, reasons[random.nextInt(reasons.length)], "app/Shop.step" + random.nextInt(3));
        running.remove(one);
        waiting.add(one);
      }
    }
    return story;
  }

  /** What is shared between units, and skipped where nothing changes, makes no difference. */
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void isWhatEachMomentSays(long seed) throws IOException {
    Story story = waitingForEachOther(seed);
    PathUnits units = PathUnits.ofThreads(group -> true);
    WorldStops stops = new WorldStops();
    Moments moments = new Moments();
    try (TemporaryStore spans = new TemporaryStore()) {
      story.tellTo(spans);
      story.tellTo(units);
      story.tellTo(stops);
      story.tellTo(moments);
      PathProfile profile =
          PathProfile.of(
              spans.store(),
              stops,
              FrameOrigins.DEFAULT,
              units.whole(),
              PathSelection.ALL,
              PathSelection.ALL);
      Map<String, Long> told = new TreeMap<>();
      for (PathProfile.Row row : profile.rows()) {
        told.merge(words(row.story().folded()), row.total(), Long::sum);
      }
      Map<String, Long> truth = new TreeMap<>();
      for (PathUnit unit : units.whole()) {
        moments.of(unit, stops).forEach((what, time) -> truth.merge(what, time, Long::sum));
      }
      assertEquals(truth, told);
      assertTrue(units.whole().size() > 20, "there are threads");
      assertTrue(
          profile.rows().stream().anyMatch(row -> row.story().chain().size() > 5),
          "they wait for each other");
    }
  }

  /** The parts add up, and what a task's own threads did is what its breakdown says. */
  private static void check(Paths paths) {
    PathProfile profile = paths.profile();
    assertEquals(profile.total(), profile.rows().stream().mapToLong(PathProfile.Row::total).sum());
    for (PathProfile.Row row : profile.rows()) {
      assertEquals(row.total(), row.bands().stream().mapToLong(Long::longValue).sum());
      assertTrue(row.units() > 0 && row.units() <= profile.units());
    }
    Map<String, Long> parts = new TreeMap<>();
    TimeByState sum = TimeByState.NONE;
    for (TaskResult task : paths.tasks()) {
      if (!task.beganBefore()) {
        sum = sum.plus(task.time());
      }
    }
    for (PathProfile.Row row : profile.rows()) {
      List<PathLink> chain = row.story().chain();
      String part =
          chain.isEmpty()
              ? row.story().state() == PathState.BLOCKED
                  ? "blocked " + row.story().cause().word()
                  : row.story().state().name()
              : "blocked " + chain.getFirst().cause().word();
      parts.merge(part, row.total(), Long::sum);
    }
    Map<String, Long> told = new TreeMap<>();
    told.put("RUNNING", sum.running());
    told.put("RUNNABLE", sum.runnable());
    told.put("PINNED", sum.pinned());
    told.put("STOPPED", sum.stopped());
    told.put("UNKNOWN", sum.unknown());
    told.put("BEFORE", sum.before());
    sum.blocked().forEach((reason, time) -> told.put("blocked " + reason, time));
    told.values().removeIf(time -> time == 0);
    assertEquals(told, parts, "the partition of why");
    assertEquals(sum.total(), profile.total());
  }
}
