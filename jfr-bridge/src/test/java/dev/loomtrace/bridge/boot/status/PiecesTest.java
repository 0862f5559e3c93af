package dev.loomtrace.bridge.boot.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PiecesTest {
  private static final long PAUSE = 1_000_000;

  private long now;
  private final List<Long> pauses = new ArrayList<>();
  private final Pieces pieces =
      new Pieces(
          () -> now,
          () -> {
            pauses.add(now);
            now += PAUSE;
          });

  @Test
  void shortWorkIsDoneAtOnce() {
    long each = (Pieces.PIECE_NANOS - 1) / (10 * Pieces.STEPS);
    work(10 * Pieces.STEPS, each);
    assertEquals(List.of(), pauses);
  }

  @Test
  void noPieceIsMuchLongerThanWanted() {
    long each = 700;
    work(10_000, each);
    long begin = 0;
    for (long pause : pauses) {
      long piece = pause - begin;
      assertTrue(piece >= Pieces.PIECE_NANOS, () -> "a piece of " + piece + " ns");
      assertTrue(piece < Pieces.PIECE_NANOS + Pieces.STEPS * each, () -> "of " + piece + " ns");
      begin = pause + PAUSE;
    }
    assertTrue(now - begin < Pieces.PIECE_NANOS + Pieces.STEPS * each, "the last piece");
    assertTrue(pauses.size() > 10, () -> pauses.size() + " pauses");
  }

  private void work(int steps, long each) {
    for (int i = 0; i < steps; i++) {
      now += each;
      pieces.stepDone();
    }
  }
}
