package dev.loomtrace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random goroutines come to a task and leave it, and do all that goroutines do. What is said of the
 * task is compared with a list of what each of them did in each nanosecond.
 */
class SumOverThreadsTest {
  private static final long TASK = 7;
  private static final String[] REASONS = {"lock", "sleep", "future"};
  private static final int STEPS = 400;
  private static final String STOPPED = "stopped";
  private static final String UNKNOWN = "unknown";

  /** What a goroutine does; its words are those of the answer. */
  private static final class Actor {
    final long id;
    String does = "running";
    boolean inRegion;
    // When it came to the task.
    int order;

    Actor(long id) {
      this.id = id;
    }
  }

  private final Map<String, Long> partition = new HashMap<>();
  private final Map<String, Long> sum = new HashMap<>();
  private final TreeSet<Long> workers = new TreeSet<>();
  private Actor stopper;
  private int joined = 1;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void isWhatTheThreadsDidInEachNanosecond(long seed) {
    Random random = new Random(seed);
    Story story = new Story();
    List<Actor> actors = new ArrayList<>();
    long time = 2;
    for (long id = 1; id <= 1 + seed % 5; id++) {
      story.at(time++).create(id).at(time++).start(id);
      actors.add(new Actor(id));
    }
    long begin = time;
    story.at(time).beginTask(1, TASK, EventView.NO_TASK, "t");
    for (int i = 0; i < STEPS; i++) {
      long next = time + 1 + random.nextInt(20);
      count(actors, next - time);
      time = next;
      step(story.at(time), actors.get(random.nextInt(actors.size())), random);
    }
    long next = time + 1;
    count(actors, next - time);
    story.endsAt(next);
    TaskResult report = story.tellTo(new TaskBreakdown(1)).slowest().getFirst();

    assertEquals(partition, parts(report.time()));
    assertEquals(sum, parts(report.threads()));
    assertEquals(next - begin, report.time().total());
    assertEquals(List.copyOf(workers), report.goroutines().stream().sorted().toList());
    report.time().blocked().forEach((reason, part) -> assertEquals(part, waits(report, reason)));
    for (TaskResult.Wait wait : report.waits()) {
      long known = wait.wakers().stream().mapToLong(TaskResult.WakerShare::total).sum();
      assertTrue(known <= wait.total(), wait::toString);
      assertTrue(wait.longest() <= wait.total(), wait::toString);
    }
  }

  private void step(Story story, Actor actor, Random random) {
    if (actor == stopper) {
      story.stop(actor.id, EventKind.RANGE_END);
      stopper = null;
      return;
    }
    switch (actor.does) {
      case "running" -> stepRunning(story, actor, random.nextInt(6));
      case "runnable" -> {
        story.start(actor.id);
        actor.does = "running";
      }
      case "pinned" -> {
        story.leave(actor.id);
        actor.does = "running";
      }
      default -> {
        story.wake(actor.id);
        actor.does = "runnable";
      }
    }
  }

  private void stepRunning(Story story, Actor actor, int choice) {
    if (choice < REASONS.length) {
      actor.does = REASONS[choice];
      story.block(actor.id, actor.does, "shop.com/Shop.f" + choice);
    } else if (choice == 3) {
      story.enter(actor.id);
      actor.does = "pinned";
    } else if (choice == 4 && stopper == null) {
      story.stop(actor.id, EventKind.RANGE_BEGIN);
      stopper = actor;
    } else if (actor.inRegion) {
      story.endRegion(actor.id, TASK, "r");
      actor.inRegion = false;
    } else {
      story.beginRegion(actor.id, TASK, "r");
      actor.inRegion = true;
      actor.order = actor.id == 1 ? 0 : joined++;
    }
  }

  private static long waits(TaskResult report, String reason) {
    return report.waits().stream()
        .filter(wait -> wait.reason().equals(reason))
        .mapToLong(TaskResult.Wait::total)
        .sum();
  }

  /** The parts that are not nothing. */
  private static Map<String, Long> parts(TimeByState time) {
    Map<String, Long> parts = new HashMap<>(time.blocked());
    parts.put("running", time.running());
    parts.put("runnable", time.runnable());
    parts.put("pinned", time.pinned());
    parts.put(STOPPED, time.stopped());
    parts.put(UNKNOWN, time.unknown());
    parts.values().removeIf(part -> part == 0);
    assertEquals(time.total(), parts.values().stream().mapToLong(Long::longValue).sum());
    return parts;
  }

  private void count(List<Actor> actors, long span) {
    List<Actor> working = actors.stream().filter(actor -> actor.id == 1 || actor.inRegion).toList();
    for (Actor actor : working) {
      workers.add(actor.id);
      add(sum, actor.does, span);
    }
    // Of those that do the same, or wait, that which came first.
    String best =
        working.stream()
            .min(Comparator.comparingInt(SumOverThreadsTest::rank).thenComparingInt(a -> a.order))
            .map(actor -> actor.does)
            .orElse(UNKNOWN);
    add(partition, best, span);
  }

  private static int rank(Actor actor) {
    return switch (actor.does) {
      case "running" -> 0;
      case "runnable" -> 1;
      case "pinned" -> actor.inRegion ? 2 : 4;
      default -> actor.inRegion ? 3 : 5;
    };
  }

  private void add(Map<String, Long> parts, String does, long span) {
    boolean stopped =
        stopper != null && !does.equals("pinned") && !Arrays.asList(REASONS).contains(does);
    parts.merge(stopped ? STOPPED : does, span, Long::sum);
  }
}
