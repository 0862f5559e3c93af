package dev.loomtrace.analysis.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compared with the list of what was added. */
class DensityTest {
  private static final long SECOND = 1_000_000_000;

  private record Time(long begin, long end, long times) {
    double in(Stretch stretch) {
      return (double) times
          * Math.max(0, Math.min(end, stretch.end()) - Math.max(begin, stretch.begin()));
    }
  }

  private static double sum(List<Time> all, Stretch stretch) {
    return all.stream().mapToDouble(time -> time.in(stretch)).sum();
  }

  /** The densest stretch that begins at any of many places. */
  private static double most(List<Time> all, Window window, long length) {
    double most = 0;
    for (long begin = window.begin(); begin + length <= window.end(); begin += SECOND / 4) {
      most = Math.max(most, sum(all, new Stretch(begin, begin + length)));
    }
    return most;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void findsTheDensestStretch(long seed) {
    Random random = new Random(seed);
    long begin = random.nextLong(100 * SECOND) - 50 * SECOND;
    long length = (11 + random.nextLong(1000)) * SECOND;
    Window window = new Window(begin, begin + length);
    Density density = new Density();
    List<Time> all = new ArrayList<>();
    // Every other one at about the same time.
    long trouble = begin + random.nextLong(length - 10 * SECOND);
    for (int i = 0; i < 400; i++) {
      long from = i % 2 == 0 ? trouble : begin + random.nextLong(length);
      long until = Math.min(window.end(), from + random.nextLong(3 * SECOND));
      Time time = new Time(from, until, 1 + random.nextInt(3));
      all.add(time);
      density.add(time.begin(), time.end(), time.times());
    }
    Stretch worst = density.densest(window);
    assertTrue(worst.begin() >= window.begin() && worst.end() <= window.end(), worst::toString);
    assertTrue(worst.nanos() >= Math.min(length, Stretch.LEAST), worst::toString);
    assertTrue(worst.nanos() <= Math.max(12 * SECOND, length / 8), worst::toString);
    double exact = sum(all, worst);
    assertEquals(exact, density.in(worst, window), 0.1 * exact);
    // It begins where a bucket does, so it may miss an edge of the best one.
    assertTrue(exact >= 0.7 * most(all, window, worst.nanos()), "seed " + seed);
    double whole = sum(all, new Stretch(window.begin(), window.end()));
    assertEquals(whole, density.in(new Stretch(begin, begin + length), window), 1e-6 * whole);
  }

  @Test
  void aShortTraceIsOneStretch() {
    Window window = new Window(5, 5 + 9 * SECOND);
    Density density = new Density();
    density.add(5 + SECOND, 5 + 2 * SECOND, 3);
    Stretch worst = density.densest(window);
    assertEquals(new Stretch(window.begin(), window.end()), worst);
    assertEquals(3.0 * SECOND, density.in(worst, window), 1);
  }

  @Test
  void timesAtTheEndsOfWhatThereIsAreKept() {
    Window window = new Window(Long.MIN_VALUE / 2, Long.MAX_VALUE / 2 - 1);
    Density density = new Density();
    density.add(window.end() - 10, window.end(), 1);
    density.add(window.begin(), window.begin() + 10, 1);
    density.add(0, 10, 1);
    density.count(20, 5);
    Stretch all = new Stretch(window.begin(), window.end());
    assertEquals(35, density.in(all, window), 1e-6);
  }

  @Test
  void nothingIsNowhere() {
    Window window = new Window(0, 100 * SECOND);
    Density density = new Density();
    density.add(10, 10, 1);
    assertEquals(0, density.in(density.densest(window), window));
  }
}
