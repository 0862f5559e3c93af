package dev.loomtrace.bridge;

import dev.loomtrace.event.EventNames;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;

/**
 * Compares parks of which the program knows when they were and who ended them with what was
 * recorded. The clocks are related by events that carry the program's time.
 */
final class ParkCheck {
  /** What of a recorded wait is compared; of millions of them the rest is too much. */
  private record Block(long start, long end, long waker, boolean wokenWithin) {
    static Block of(RecordedEvent event) {
      return new Block(
          Tally.nanos(event.getStartTime()),
          Tally.nanos(event.getEndTime()),
          event.getLong(EventNames.WAKER),
          event.getDuration(EventNames.WAKE_DELAY).compareTo(event.getDuration()) <= 0);
    }
  }

  private final Map<Long, List<HandOvers.Park>> parks = new HashMap<>();
  private final Map<Long, List<Block>> blocks = new HashMap<>();
  // Of a few events JFR does not say whose they are.
  private final List<Block> ownerless = new ArrayList<>();
  private final List<Long> offsets = new ArrayList<>();
  private long checked;
  private long wrongWakers;
  private long unknownWakers;
  private long wrongWakeTimes;
  private long[] errors;

  private ParkCheck() {}

  static ParkCheck of(Path samples, Path recording) {
    ParkCheck check = new ParkCheck();
    check.readSamples(samples);
    Tally.forEach(recording, check::add);
    check.compare();
    return check;
  }

  private void readSamples(Path samples) {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(samples)))) {
      for (long left = Files.size(samples); left > 0; left -= 4 * Long.BYTES) {
        HandOvers.Park park =
            new HandOvers.Park(in.readLong(), in.readLong(), in.readLong(), in.readLong());
        parks.computeIfAbsent(park.thread(), t -> new ArrayList<>()).add(park);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(RecordedEvent event) {
    if (event.getEventType().getName().equals("test.Clock")) {
      offsets.add(Tally.nanos(event.getStartTime()) - event.getLong("nanoTime"));
    } else if ((Tally.isBlock(event) || Tally.isPlatformBlock(event)) && isBaton(event)) {
      long thread = Tally.committer(event);
      if (thread == 0) {
        ownerless.add(Block.of(event));
      } else if (parks.containsKey(thread)) {
        blocks.computeIfAbsent(thread, t -> new ArrayList<>()).add(Block.of(event));
      }
    }
  }

  private static boolean isBaton(RecordedEvent event) {
    RecordedClass blocker = event.getClass(EventNames.BLOCKER);
    return blocker != null && blocker.getName().endsWith("$Baton");
  }

  private void compare() {
    long offset = offsets.stream().sorted().skip(offsets.size() / 2).findFirst().orElseThrow();
    List<Long> differences = new ArrayList<>();
    parks.forEach(
        (thread, known) -> {
          known.sort(Comparator.comparingLong(HandOvers.Park::before));
          List<Block> found = blocks.getOrDefault(thread, new ArrayList<>());
          if (found.size() < known.size()) {
            known.stream()
                .filter(park -> found.stream().noneMatch(block -> isOf(park, block, offset)))
                .flatMap(park -> ownerless.stream().filter(block -> isOf(park, block, offset)))
                .forEach(found::add);
          }
          found.sort(Comparator.comparingLong(Block::start));
          int next = 0;
          for (HandOvers.Park park : known) {
            int place = nearest(park, found, next, offset);
            if (place >= 0) {
              compare(park, found.get(place), offset, differences);
              next = place + 1;
            }
          }
        });
    errors = differences.stream().mapToLong(Long::longValue).sorted().toArray();
  }

  /**
   * The wait that shares most time with a park; -1 if none does. Not simply the next one: a park
   * may return for no reason and be done again, so that there is a wait more.
   */
  private static int nearest(HandOvers.Park park, List<Block> found, int from, long offset) {
    int nearest = -1;
    long most = 0;
    for (int i = from; i < found.size() && found.get(i).start() - offset < park.after(); i++) {
      long start = Math.max(found.get(i).start() - offset, park.before());
      long end = Math.min(found.get(i).end() - offset, park.after());
      if (end - start > most) {
        most = end - start;
        nearest = i;
      }
    }
    return nearest;
  }

  private static boolean isOf(HandOvers.Park park, Block block, long offset) {
    long start = block.start() - offset;
    return park.before() <= start && start <= park.after();
  }

  private void compare(HandOvers.Park park, Block block, long offset, List<Long> differences) {
    long start = block.start() - offset;
    long end = block.end() - offset;
    differences.add(Math.abs(start - park.before()));
    differences.add(Math.abs(end - start - (park.after() - park.before())));
    checked++;
    if (block.waker() == 0) {
      unknownWakers++;
    } else if (block.waker() != park.waker()) {
      wrongWakers++;
    }
    if (!block.wokenWithin()) {
      wrongWakeTimes++;
    }
  }

  /** Parks that were compared. */
  long checked() {
    return checked;
  }

  /** Parks whose waker is recorded as another, or not at all. */
  long wrongWakers() {
    return wrongWakers + unknownWakers;
  }

  /** Parks that were woken outside their time. */
  long wrongWakeTimes() {
    return wrongWakeTimes;
  }

  /**
   * By how much starts and durations differ from the program's own times, in nanoseconds, at this
   * quantile.
   */
  long error(double quantile) {
    return errors[(int) Math.min(errors.length - 1, Math.round(errors.length * quantile))];
  }

  @Override
  public String toString() {
    return "%d parks compared: wakers %d wrong, %d unknown; times off by %d ns (median), %d ns (99%%), %d ns (most)"
        .formatted(
            checked,
            wrongWakers,
            unknownWakers,
            error(0.5),
            error(0.99),
            Arrays.stream(errors).max().orElse(0));
  }
}
