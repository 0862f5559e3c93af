package dev.loomtrace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.event.EventNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;

/** Many threads annotate while chunks rotate. */
@SuppressWarnings("try")
class StressTest {
  private static final int ROTATIONS = 20;
  private static final int VIRTUAL = 50;
  private static final int PLATFORM = 6;
  private static final int WORKERS = VIRTUAL + PLATFORM;

  private final CountDownLatch begun = new CountDownLatch(WORKERS);
  private final AtomicBoolean done = new AtomicBoolean();
  private final Set<Long> ended = ConcurrentHashMap.newKeySet();
  private final AtomicLong regions = new AtomicLong();
  private final BlockingQueue<Task> handedOver = new LinkedBlockingQueue<>();

  @Test
  void everythingIsCompleteOnceAndAnnouncedWhileItIsOpen() throws Exception {
    List<RecordedEvent> events;
    try (Recorded recorded = Recorded.start()) {
      try (ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor();
          ExecutorService platform = Executors.newCachedThreadPool()) {
        List<Future<?>> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
          workers.add((i < VIRTUAL ? virtual : platform).submit(this::work));
        }
        begun.await();
        for (int i = 0; i < ROTATIONS; i++) {
          Recorded.rotate();
        }
        done.set(true);
        for (Future<?> worker : workers) {
          worker.get();
        }
      }
      events = recorded.events();
    }
    List<RecordedEvent> tasks = Recorded.complete(events, EventNames.TASK);
    assertEquals(ended.size(), tasks.size());
    assertEquals(ended, ids(tasks));
    assertTrue(ended.containsAll(ids(Recorded.announced(events, EventNames.TASK))));
    assertEquals(regions.get(), Recorded.complete(events, EventNames.REGION).size());
    int checked = assertAnnounced(events, EventNames.TASK);
    assertTrue(checked >= WORKERS * (2 * ROTATIONS - 1), "checked " + checked);
    checked = assertAnnounced(events, EventNames.REGION);
    assertTrue(checked >= WORKERS * (2 * ROTATIONS - 1), "checked " + checked);
  }

  private static Set<Long> ids(List<RecordedEvent> tasks) {
    Set<Long> ids = new HashSet<>();
    tasks.forEach(task -> ids.add(task.getLong(EventNames.ID)));
    return ids;
  }

  // One task and one region are open all the time; others come and go, nested, and some are ended
  // by another thread.
  private void work() {
    try (Task all = Task.begin("all");
        Region around = Region.begin("around")) {
      ended.add(all.id());
      regions.incrementAndGet();
      boolean first = true;
      while (!done.get()) {
        Task outer = Task.begin("outer");
        ended.add(outer.id());
        if (first) {
          begun.countDown();
          first = false;
        }
        Region region = Region.begin("region");
        regions.incrementAndGet();
        Task.run("inner", () -> ended.add(Task.current().id()));
        region.end();
        handedOver.add(outer);
        Task other = handedOver.poll();
        if (other != null) {
          other.end();
        }
        LockSupport.parkNanos(1); // Virtual threads have to share carriers.
      }
    }
    for (Task left = handedOver.poll(); left != null; left = handedOver.poll()) {
      left.end();
    }
  }

  // A loomtrace.Annotations event ends a walk over everything open. What was open without a pause
  // from one walk to the next must have been announced in between. It is surely open once its
  // thread has begun something else: the thread may have been stopped inside begin(), after the
  // event's start.
  private static int assertAnnounced(List<RecordedEvent> events, String name) {
    Map<Long, NavigableSet<Long>> begins = begins(events);
    long[] walks =
        events.stream()
            .filter(e -> e.getEventType().getName().equals(EventNames.ANNOTATIONS))
            .mapToLong(e -> e.getLong("startTime"))
            .sorted()
            .toArray();
    assertTrue(walks.length >= 2 * ROTATIONS);
    Map<String, List<Long>> announced = new HashMap<>();
    for (RecordedEvent event : Recorded.announced(events, name)) {
      announced.computeIfAbsent(identity(event), id -> new ArrayList<>()).add(end(event));
    }
    int checked = 0;
    for (RecordedEvent event : Recorded.complete(events, name)) {
      Long next = begins.get(event.getLong(EventNames.OWNER)).higher(event.getLong("startTime"));
      for (int i = 1; i < walks.length && next != null; i++) {
        long from = walks[i - 1];
        long to = walks[i];
        if (next < from && end(event) > to) {
          assertTrue(
              announced.getOrDefault(identity(event), List.of()).stream()
                  .anyMatch(time -> time >= from && time <= to),
              () -> "not announced from " + from + " to " + to + ": " + event);
          checked++;
        }
      }
    }
    return checked;
  }

  private static Map<Long, NavigableSet<Long>> begins(List<RecordedEvent> events) {
    Map<Long, NavigableSet<Long>> begins = new HashMap<>();
    for (String name : List.of(EventNames.TASK, EventNames.REGION)) {
      for (RecordedEvent event : Recorded.complete(events, name)) {
        begins
            .computeIfAbsent(event.getLong(EventNames.OWNER), owner -> new TreeSet<>())
            .add(event.getLong("startTime"));
      }
    }
    return begins;
  }

  private static String identity(RecordedEvent event) {
    return event.getLong(EventNames.OWNER) + " " + event.getLong("startTime");
  }

  private static long end(RecordedEvent event) {
    return event.getLong("startTime") + event.getLong("duration");
  }
}
