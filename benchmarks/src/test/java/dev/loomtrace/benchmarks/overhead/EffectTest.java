package dev.loomtrace.benchmarks.overhead;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EffectTest {
  // The JVM is 30 % dearer than the control from the start, and 56 % after the switch: 20 % more.
  // After the switch the machine is half as fast, and in the last round half as fast again.
  private final MeasuredSet set =
      new MeasuredSet(
          new Rounds(Map.of("control", List.of(10.0, 20.0), "jvm", List.of(13.0, 26.0))),
          new Rounds(
              Map.of(
                  "control", List.of(20.0, 20.0, 40.0),
                  "recording", List.of(31.2, 31.2, 62.4),
                  "lightly", List.of(24.0, 24.0, 48.0))));

  @Test
  void theSwitchIsFreedOfLevelsAndDrift() {
    assertEquals(0.2, Effect.ofSwitch("recording", "jvm", "control").in(set), 1e-9);
  }

  @Test
  void inTurnComparesRoundByRoundAfterTheSwitch() {
    assertEquals(0.3, Effect.inTurn("recording", "lightly").in(set), 1e-9);
  }

  @Test
  void oneEffectLessAnother() {
    Effect effect = Effect.ofSwitch("recording", "jvm", "control");
    assertEquals(-0.1, effect.minus(Effect.inTurn("recording", "lightly")).in(set), 1e-9);
  }

  @Test
  void oneWildRoundDoesNotCount() {
    Rounds rounds =
        new Rounds(Map.of("a", List.of(1.1, 9.0, 1.1, 1.1), "b", List.of(1.0, 1.0, 1.0, 1.0)));
    assertEquals(0.1, Effect.inTurn("a", "b").in(new MeasuredSet(rounds, rounds)), 1e-9);
  }

  @Test
  void roundsStayTogetherWhenTheyAreDrawn() {
    Random random = new Random(3);
    for (int i = 0; i < 100; i++) {
      MeasuredSet drawn = set.redraw(random);
      assertEquals(0.2, Effect.ofSwitch("recording", "jvm", "control").in(drawn), 1e-9);
    }
  }

  @Test
  void bothStagesAreDrawnAnew() {
    List<Double> ones = List.of(1.0, 1.0, 1.0);
    Rounds constant = new Rounds(Map.of("jvm", ones, "control", ones));
    Rounds noisy = new Rounds(Map.of("jvm", List.of(1.0, 2.0, 3.0), "control", ones));
    Effect effect = Effect.ofSwitch("jvm", "jvm", "control");
    Estimate after = effect.estimate(List.of(new MeasuredSet(constant, noisy)));
    Estimate before = effect.estimate(List.of(new MeasuredSet(noisy, constant)));
    assertEquals(new Estimate(1, 0, 2, 2), after);
    assertTrue(before.low() < before.value() && before.value() < before.high(), before.toString());
  }
}
