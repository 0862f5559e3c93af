package dev.loomtrace.benchmarks.overhead;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EstimateTest {
  private static final Estimate.Redraw<double[]> REDRAW =
      (set, random) -> random.ints(set.length, 0, set.length).mapToDouble(i -> set[i]).toArray();

  @Test
  void theMiddleOne() {
    assertEquals(2, Estimate.median(3, 1, 2));
    assertEquals(2.5, Estimate.median(4, 1, 3, 2));
  }

  @Test
  void theMiddleHalf() {
    assertEquals(2, Estimate.middle(2));
    assertEquals(2.5, Estimate.middle(3, 2));
    assertEquals(3, Estimate.middle(90, 2, 3));
    assertEquals(2.5, Estimate.middle(4, 1, 3, 2));
    assertEquals(7.5, Estimate.middle(12, 11, 10, 9, 8, 7, 6, 5, 4, 3, -800, 900));
  }

  @Test
  void isOfTheSetsAsTheyAre() {
    List<double[]> sets = List.of(new double[] {1, 2, 3}, new double[] {4, 5, 6});
    assertEquals(3.5, middleOfMiddles(sets, 100).value());
  }

  @Test
  void isTheSameEachTime() {
    List<double[]> sets = List.of(new double[] {1, 2, 3}, new double[] {4, 5, 6});
    assertEquals(middleOfMiddles(sets, 100), middleOfMiddles(sets, 100));
  }

  /** With noise of JVMs as well as of rounds, as many intervals hold the truth as they claim. */
  @Test
  void intervalsHoldTheTruthAsOftenAsTheySay() {
    double truth = 5;
    int held = 0;
    int exceeded = 0;
    Random random = new Random(11);
    for (int experiment = 0; experiment < 400; experiment++) {
      List<double[]> sets = new ArrayList<>();
      for (int s = 0; s < 14; s++) {
        double level = truth + random.nextGaussian();
        double[] rounds = new double[6];
        for (int r = 0; r < rounds.length; r++) {
          rounds[r] = level + random.nextGaussian();
        }
        sets.add(rounds);
      }
      Estimate estimate = middleOfMiddles(sets, 400);
      exceeded += truth > estimate.atMost() ? 1 : 0;
      held += estimate.low() <= truth && truth <= estimate.high() ? 1 : 0;
    }
    double share = held / 400.0;
    assertTrue(share > 0.92 && share < 0.995, "held the truth: " + share);
    assertTrue(exceeded > 4 && exceeded < 36, "the truth was more than at most: " + exceeded);
  }

  private static Estimate middleOfMiddles(List<double[]> sets, int resamples) {
    return Estimate.of(
        sets,
        REDRAW,
        drawn -> Estimate.middle(drawn.stream().mapToDouble(Estimate::middle).toArray()),
        resamples);
  }
}
