package dev.loomtrace.analysis.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.analysis.finding.OwnerCycles.Cycle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OwnerCyclesTest {
  /** Of threads, from 1 on: whom each of them waits for; 0: nobody. */
  private static List<Cycle> of(long... owners) {
    OwnerCycles cycles = new OwnerCycles();
    for (int i = 0; i < owners.length; i++) {
      if (owners[i] != 0) {
        cycles.add(i + 1, owners[i], true);
      }
    }
    return cycles.cycles();
  }

  @Test
  void threadsThatWaitForEachOtherAreFound() {
    assertEquals(List.of(), of());
    assertEquals(List.of(), of(2, 3, 0), "the last one runs");
    assertEquals(List.of(), of(9), "nothing is known of that one");
    assertEquals(List.of(new Cycle(List.of(1L), 0)), of(1));
    assertEquals(List.of(new Cycle(List.of(1L, 2L), 0)), of(2, 1));
    assertEquals(List.of(new Cycle(List.of(1L, 3L, 2L), 0)), of(3, 1, 2));
  }

  @Test
  void thoseBehindAreCounted() {
    assertEquals(List.of(new Cycle(List.of(3L, 4L), 2)), of(2, 3, 4, 3), "in a row");
    assertEquals(List.of(new Cycle(List.of(1L, 2L), 3)), of(2, 1, 1, 2, 3), "at several places");
    assertEquals(
        List.of(new Cycle(List.of(1L, 2L), 1), new Cycle(List.of(3L, 5L), 1)),
        of(2, 1, 5, 3, 3, 2));
  }

  @Test
  void aWaitWithALimitBreaksACycleButNotARow() {
    OwnerCycles cycles = new OwnerCycles();
    cycles.add(1, 2, true);
    cycles.add(2, 1, false);
    cycles.add(3, 4, true);
    cycles.add(4, 3, true);
    cycles.add(5, 4, false);
    cycles.add(6, 5, true);
    cycles.add(7, 1, true);
    assertEquals(List.of(new Cycle(List.of(3L, 4L), 2)), cycles.cycles());
  }

  @Test
  void manyThreadsInARowNeedNoStack() {
    long[] owners = new long[100_000];
    for (int i = 0; i < owners.length; i++) {
      owners[i] = i == 0 ? owners.length : i;
    }
    List<Cycle> all = of(owners);
    assertEquals(1, all.size());
    assertEquals(owners.length, all.getFirst().threads().size());
  }

  @Test
  void agreesWithWhoGoesRoundFromEachThread() {
    long seed = 42;
    Random random = new Random(seed);
    int found = 0;
    for (int round = 0; round < 20_000; round++) {
      int threads = 1 + random.nextInt(9);
      Map<Long, Long> owners = new HashMap<>();
      Map<Long, Boolean> forEver = new HashMap<>();
      OwnerCycles cycles = new OwnerCycles();
      for (long id = 1; id <= threads; id++) {
        if (random.nextInt(8) != 0) {
          owners.put(id, 1L + random.nextInt(threads));
          forEver.put(id, random.nextInt(10) != 0);
          cycles.add(id, owners.get(id), forEver.get(id));
        }
      }
      List<Cycle> naive = naive(owners, forEver);
      assertEquals(naive, cycles.cycles(), owners + " " + forEver);
      found += naive.size();
    }
    assertTrue(found > 1000, "cycles: " + found);
  }

  private static List<Cycle> naive(Map<Long, Long> owners, Map<Long, Boolean> forEver) {
    List<Cycle> all = new ArrayList<>();
    for (long id = 1; id < 10; id++) {
      List<Long> round = round(id, owners);
      if (!round.isEmpty()
          && round.stream().allMatch(member -> member >= round.getFirst())
          && round.stream().allMatch(forEver::get)) {
        long behind =
            owners.keySet().stream()
                .filter(other -> !round.contains(other) && reaches(other, round, owners))
                .count();
        all.add(new Cycle(round, behind));
      }
    }
    return all;
  }

  /** The threads from one on until it comes again; empty if it does not. */
  private static List<Long> round(long id, Map<Long, Long> owners) {
    List<Long> round = new ArrayList<>();
    Long at = id;
    for (int steps = 0; steps < 10 && at != null; steps++) {
      round.add(at);
      at = owners.get(at);
      if (at != null && at == id) {
        return round;
      }
    }
    return List.of();
  }

  private static boolean reaches(long from, List<Long> round, Map<Long, Long> owners) {
    Long at = from;
    for (int steps = 0; steps < 10 && at != null; steps++) {
      if (round.contains(at)) {
        return true;
      }
      at = owners.get(at);
    }
    return false;
  }
}
