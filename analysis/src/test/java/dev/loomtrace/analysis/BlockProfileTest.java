package dev.loomtrace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockProfileTest {
  private static final WaitCause LOCK = WaitCause.of(WaitReason.LOCK);

  private static Stack stack(long pc, String function, long line) {
    return Stack.of(
        List.of(
            new Frame(9, "java/util/concurrent/locks/ReentrantLock.lock", "ReentrantLock.java", 9),
            new Frame(pc, function, "Shop.java", line)));
  }

  private static WaitsByPlace.Place place(
      String reason, String function, long count, long total, long ofReason) {
    return new WaitsByPlace.Place(
        reason,
        new CodePlace(new Frame(0, function, "Shop.java", 1)),
        Stack.NONE,
        count,
        total,
        ofReason);
  }

  /** The places, without their stacks. */
  private static List<WaitsByPlace.Place> places(WaitsByPlace waits) {
    return waits.places().stream()
        .map(
            p ->
                new WaitsByPlace.Place(
                    p.reason(), p.code(), Stack.NONE, p.count(), p.total(), p.ofReason()))
        .toList();
  }

  private static BlockProfile profile() {
    return new BlockProfile(new CodePlaces(FrameOrigins.DEFAULT));
  }

  /** Only a stack tells what a condition is waited for, so those with and without one are one. */
  @Test
  void whatAStackTellsDoesNotSpoilTheEstimate() {
    BlockProfile profile = profile();
    WaitCause untold = WaitCause.of(WaitReason.CONDITION);
    WaitCause refined = WaitCause.of(WaitReason.QUEUE_TAKE, WaitReason.CONDITION, "");
    profile.waited(refined, stack(1, "shop.com/Shop.take", 1), 4, 10);
    for (int i = 0; i < 3; i++) {
      profile.waited(untold, Stack.NONE, 0, 10);
    }
    assertEquals(
        List.of(place("queue take", "shop.com/Shop.take", 4, 40, 40)), places(profile.result()));
  }

  @Test
  void addsUpWaitsOfALineWhateverTheirCounter() {
    BlockProfile profile = profile();
    profile.waited(LOCK, stack(1, "shop.com/Shop.pay", 1), 1, 10);
    profile.waited(LOCK, stack(2, "shop.com/Shop.pay", 1), 1, 20);
    profile.waited(WaitCause.of(WaitReason.SOCKET), stack(2, "shop.com/Shop.pay", 1), 1, 5);
    profile.waited(LOCK, stack(3, "shop.com/Shop.take", 1), 1, 70);
    WaitsByPlace waits = profile.result();
    assertEquals(
        List.of(
            place("lock", "shop.com/Shop.take", 1, 70, 100),
            place("lock", "shop.com/Shop.pay", 2, 30, 100),
            place("socket", "shop.com/Shop.pay", 1, 5, 5)),
        places(waits));
    assertFalse(waits.estimated());
    assertEquals(105, waits.total());
    assertEquals(0, waits.withoutStack());
  }

  @Test
  void sampledWaitsStandForThoseWithoutAStack() {
    BlockProfile profile = profile();
    profile.waited(LOCK, stack(1, "shop.com/Shop.pay", 1), 1, 500);
    profile.waited(LOCK, stack(1, "shop.com/Shop.pay", 1), 4, 10);
    profile.waited(LOCK, stack(2, "shop.com/Shop.take", 1), 2.5, 10);
    for (int i = 0; i < 8; i++) {
      profile.waited(LOCK, Stack.NONE, 0, 10);
    }
    WaitsByPlace waits = profile.result();
    assertEquals(
        List.of(
            place("lock", "shop.com/Shop.pay", 5, 540, 600),
            place("lock", "shop.com/Shop.take", 3, 25, 600)),
        places(waits));
    assertTrue(waits.estimated());
    assertEquals(600, waits.total());
    assertEquals(80, waits.withoutStack());
  }

  @Test
  void placesAreNotGivenMoreThanTheirReasonHas() {
    BlockProfile profile = profile();
    profile.waited(LOCK, stack(1, "shop.com/Shop.pay", 1), 1, 500);
    profile.waited(LOCK, stack(1, "shop.com/Shop.pay", 1), 30, 10);
    profile.waited(LOCK, stack(2, "shop.com/Shop.take", 1), 10, 10);
    profile.waited(LOCK, Stack.NONE, 0, 80);
    assertEquals(
        List.of(
            place("lock", "shop.com/Shop.pay", 1 + 8, 500 + 75, 600),
            place("lock", "shop.com/Shop.take", 3, 25, 600)),
        places(profile.result()));
  }

  @Test
  void keepsABoundedNumberOfPlaces() {
    BlockProfile profile = profile();
    int places = 20_000;
    for (int i = 0; i < places; i++) {
      profile.waited(LOCK, stack(i, "shop.com/Generated.f" + i, 1), 1, 10);
    }
    List<WaitsByPlace.Place> found = profile.result().places();
    assertTrue(found.size() <= 10_001, () -> found.size() + " places");
    assertEquals("other places", found.getFirst().code().site().function());
    assertEquals(places * 10L, found.stream().mapToLong(WaitsByPlace.Place::total).sum());
  }
}
