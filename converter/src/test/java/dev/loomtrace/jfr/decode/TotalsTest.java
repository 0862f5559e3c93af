package dev.loomtrace.jfr.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TotalsTest {
  private final Totals totals = new Totals();

  private void look(long time, long... threads) {
    for (long thread : threads) {
      totals.looked(thread, time++);
    }
  }

  @Test
  void aLookBeginsWhereItIsAnnounced() {
    totals.mayLook(100);
    look(110, 1, 2, 3);
    assertEquals(100, totals.lastLook());
    totals.mayLook(200);
    look(210, 4, 5, 6); // None of those before lives any more.
    assertEquals(200, totals.lastLook());
  }

  @Test
  void whatIsAnnouncedAndDoesNotFollowIsNoLook() {
    totals.mayLook(100);
    look(110, 1);
    totals.mayLook(150);
    assertEquals(100, totals.lastLook());
    totals.mayLook(200);
    look(210, 1);
    assertEquals(200, totals.lastLook());
  }

  @Test
  void theOrderInTheChunkDoesNotMatter() {
    look(250, 1, 2); // A part of the second look, and the first look after it.
    totals.mayLook(100);
    look(110, 1, 2, 3);
    look(210, 3, 4);
    totals.mayLook(200);
    totals.mayLook(150);
    assertEquals(200, totals.lastLook());
    assertEquals(200, totals.lastLook());
  }

  @Test
  void whoIsSeenAgainIsSeenByAnotherLook() {
    look(110, 1, 2, 3);
    assertEquals(110, totals.lastLook());
    look(210, 2, 3);
    assertEquals(210, totals.lastLook());
  }
}
