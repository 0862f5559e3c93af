package dev.loomtrace.jfr.simulation;

import dev.loomtrace.jfr.operation.Cause;
import dev.loomtrace.jfr.operation.OpKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Threads that share carriers, wait for each other's wakes, and are looked at between chunks. */
final class RandomStory {
  private static final long END_OF_CREATION = 20_000_000;

  private static final class Worker {
    final long id;
    boolean started;
    boolean waited;
    boolean runnable = true;
    long firstMount;
    long firstCarrier;
    long carrier;
    long blockedSince;
    long wokenAt;
    long wokenBy;
    long lastCarrier;

    Worker(long id) {
      this.id = id;
    }
  }

  private final Random random;
  private final RecordedStory story;
  private final List<Worker> alive = new ArrayList<>();
  private final Worker[] carriers;
  private long now = RecordedStory.BEGIN + 1000;

  private RandomStory(Random random, int carriers) {
    this.random = random;
    this.story = new RecordedStory(carriers);
    this.carriers = new Worker[carriers];
  }

  static RecordedStory of(Random random, int threads, int carriers) {
    RandomStory told = new RandomStory(random, carriers);
    told.tell(threads);
    return told.story;
  }

  private void tell(int threads) {
    long next = 1;
    while (next <= threads || !alive.isEmpty()) {
      // Further apart than the simulation's own events, of which a change can take several.
      now += 50 + random.nextInt(40_000);
      int choice = random.nextInt(100);
      if (choice < 10 && next <= threads) {
        Worker creator = carriers[random.nextInt(carriers.length)];
        Worker worker = new Worker(next++);
        alive.add(worker);
        story.create(now, worker.id, creator == null ? 0 : creator.id);
      } else if (choice < 12) {
        look();
        story.border(now + 10);
        now += 20;
        look();
      } else {
        step();
      }
    }
  }

  private void step() {
    int at = random.nextInt(carriers.length);
    Worker running = carriers[at];
    long carrier = RecordedStory.CARRIER + at;
    if (running == null) {
      mount(at, carrier);
    } else if (random.nextInt(8) == 0 && now > RecordedStory.BEGIN + END_OF_CREATION) {
      story.ended(running.firstMount, now, running.id, running.firstCarrier, carrier);
      alive.remove(running);
      carriers[at] = null;
    } else if (random.nextBoolean()) {
      if (!running.waited) { // Not before: the end of one that never waits tells all.
        running.waited = true;
        story.started(running.firstMount, running.id, carrier);
      }
      running.blockedSince = now;
      running.lastCarrier = carrier;
      running.wokenAt = 0;
      running.runnable = false;
      running.carrier = 0;
      carriers[at] = null;
    } else {
      wakeOne(running);
    }
  }

  private void wakeOne(Worker waker) {
    for (Worker sleeper : alive) {
      if (!sleeper.runnable && sleeper.carrier == 0) {
        sleeper.runnable = true;
        sleeper.wokenAt = now;
        sleeper.wokenBy = waker.id;
        return;
      }
    }
  }

  private void mount(int at, long carrier) {
    List<Worker> ready = alive.stream().filter(w -> w.runnable && w.carrier == 0).toList();
    if (ready.isEmpty()) {
      // Everybody waits: a timer ends the first one's wait.
      for (Worker sleeper : alive) {
        if (!sleeper.runnable) {
          sleeper.runnable = true;
          sleeper.wokenAt = now;
          sleeper.wokenBy = 0;
          return;
        }
      }
      return;
    }
    Worker worker = ready.get(random.nextInt(ready.size()));
    worker.carrier = carrier;
    carriers[at] = worker;
    if (!worker.started) {
      worker.started = true;
      worker.firstMount = now;
      worker.firstCarrier = carrier;
    } else {
      story.block(
          worker.blockedSince,
          worker.wokenAt,
          now,
          worker.id,
          worker.lastCarrier,
          carrier,
          worker.wokenBy);
      worker.blockedSince = 0;
    }
  }

  private void look() {
    for (Worker worker : alive) {
      if (worker.carrier != 0 && !worker.waited) {
        story.started(worker.firstMount, worker.id, worker.carrier);
      } else if (worker.carrier != 0) {
        story.runs(now, worker.id, worker.carrier);
      } else if (!worker.started) {
        story.add(OpKind.SEEN_ALIVE, now, worker.id, 0, 0, null);
      } else {
        story.waits(worker.blockedSince, worker.id);
        if (worker.runnable) {
          story.add(OpKind.WAKE, worker.wokenAt, worker.id, worker.wokenBy, 0, Cause.UNKNOWN);
        }
      }
    }
  }
}
