package dev.loomtrace.bridge.boot.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.event.EventNames;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadTableTest {
  private static final long THREAD = 1_000_001;
  private static final long OTHER = 1_000_002;
  private static final int PARKED = EventNames.STATE_PARKED;
  private static final int BY_THREAD = EventNames.WAKE_THREAD;

  private final List<Long> claimed = new ArrayList<>();

  @AfterEach
  void free() {
    claimed.forEach(ThreadTable::free);
  }

  private long claim(long thread) {
    long handle = ThreadTable.claim(thread);
    claimed.add(handle);
    return handle;
  }

  @Test
  void findsWhatWasClaimedUntilItIsFreed() {
    assertEquals(ThreadTable.NONE, ThreadTable.find(THREAD));
    long handle = ThreadTable.claim(THREAD);
    assertEquals(handle, ThreadTable.find(THREAD));
    assertEquals(handle, ThreadTable.claim(THREAD));
    ThreadTable.free(handle);
    assertEquals(ThreadTable.NONE, ThreadTable.find(THREAD));
  }

  @Test
  void keepsAWakeThatComesBeforeTheWaitBegins() {
    long handle = claim(THREAD);
    ThreadTable.arm(handle);
    ThreadTable.wake(handle, THREAD, BY_THREAD, 90, 7);
    ThreadTable.begin(handle, PARKED, 100, 1);
    assertEquals(7, ThreadTable.waker(ThreadTable.waking(handle)));
    assertEquals(90, ThreadTable.wakeTime(handle));
  }

  @Test
  void theFirstWakerCounts() {
    long handle = claim(THREAD);
    ThreadTable.arm(handle);
    ThreadTable.begin(handle, PARKED, 100, 1);
    ThreadTable.wake(handle, THREAD, BY_THREAD, 110, 7);
    ThreadTable.wake(handle, THREAD, BY_THREAD, 120, 8);
    assertEquals(7, ThreadTable.waker(ThreadTable.waking(handle)));
    assertEquals(110, ThreadTable.wakeTime(handle));
  }

  @Test
  void aPermitGivenBeforeTheParkIsForgotten() {
    long handle = claim(THREAD);
    ThreadTable.wake(handle, THREAD, BY_THREAD, 50, 7);
    ThreadTable.arm(handle);
    ThreadTable.begin(handle, PARKED, 100, 1);
    assertEquals(0, ThreadTable.waker(ThreadTable.waking(handle)));
    assertEquals(EventNames.WAKE_UNKNOWN, ThreadTable.wakeKind(ThreadTable.waking(handle)));
  }

  @Test
  void aYieldThatFailsKeepsTheWaker() {
    long handle = claim(THREAD);
    ThreadTable.arm(handle);
    ThreadTable.begin(handle, PARKED, 100, 1);
    ThreadTable.wake(handle, THREAD, BY_THREAD, 110, 7);
    ThreadTable.end(handle, false);
    ThreadTable.begin(handle, EventNames.STATE_PINNED, 115, 1);
    assertEquals(7, ThreadTable.waker(ThreadTable.waking(handle)));
    ThreadTable.end(handle, true);
    assertEquals(0, ThreadTable.waker(ThreadTable.waking(handle)));
    assertEquals(0, ThreadTable.since(handle));
  }

  @Test
  void aMonitorsWakeCountsWhateverWasUnparkedBefore() {
    long handle = claim(THREAD);
    ThreadTable.begin(handle, EventNames.STATE_MONITOR_ENTER, 100, 1);
    ThreadTable.wake(handle, THREAD, BY_THREAD, 105, 7);
    ThreadTable.wakeFromMonitor(handle, EventNames.WAKE_MONITOR, 110, 0);
    assertEquals(0, ThreadTable.waker(ThreadTable.waking(handle)));
    assertEquals(EventNames.WAKE_MONITOR, ThreadTable.wakeKind(ThreadTable.waking(handle)));
    assertEquals(110, ThreadTable.wakeTime(handle));
  }

  @Test
  void aLateWakerDoesNotWriteIntoAnothersEntry() {
    long handle = ThreadTable.claim(THREAD);
    ThreadTable.free(handle);
    long others = claim(OTHER);
    // As one would that found the entry while it was the first thread's.
    ThreadTable.wake(others, THREAD, BY_THREAD, 110, 7);
    assertEquals(0, ThreadTable.waker(ThreadTable.waking(others)));
    ThreadTable.setTimer(others, THREAD, 7);
    assertEquals(0, ThreadTable.timer(others));
    ThreadTable.setTimer(others, OTHER, 7);
    assertEquals(7, ThreadTable.timer(others));
  }

  @Test
  void theReasonOutlivesTheWaits() {
    long handle = claim(THREAD);
    ThreadTable.setReason(handle, EventNames.REASON_SLEEP);
    ThreadTable.begin(handle, PARKED, 100, 1);
    assertEquals(PARKED, ThreadTable.state(ThreadTable.info(handle)));
    assertEquals(EventNames.REASON_SLEEP, ThreadTable.reason(ThreadTable.info(handle)));
    ThreadTable.end(handle, true);
    assertEquals(EventNames.REASON_SLEEP, ThreadTable.reason(ThreadTable.info(handle)));
    assertEquals(EventNames.STATE_UNKNOWN, ThreadTable.state(ThreadTable.info(handle)));
    ThreadTable.setReason(handle, 0);
    assertEquals(0, ThreadTable.reason(ThreadTable.info(handle)));
  }

  @Test
  void theFirstRunLastsUntilTheFirstWaitAndOnOneCarrier() {
    long handle = claim(THREAD);
    assertEquals(0, ThreadTable.firstRun(handle, THREAD, 1));
    ThreadTable.start(handle, 100, 1);
    assertEquals(100, ThreadTable.firstRun(handle, THREAD, 1));
    assertEquals(0, ThreadTable.firstRun(handle, THREAD, 2));
    assertEquals(0, ThreadTable.firstRun(handle, OTHER, 1));
    ThreadTable.setReason(handle, EventNames.REASON_SLEEP);
    assertEquals(100, ThreadTable.firstRun(handle, THREAD, 1));
    assertEquals(0, ThreadTable.since(handle));
    assertEquals(100, ThreadTable.firstRun(handle, 1));
    ThreadTable.begin(handle, PARKED, 110, 1);
    assertEquals(0, ThreadTable.firstRun(handle, 1));
    ThreadTable.end(handle, true);
    assertEquals(0, ThreadTable.firstRun(handle, THREAD, 1));
  }

  @Test
  void findsEntriesWhosePlacesWereTaken() {
    long places = 1L << 24; // A multiple of every table's: all have the same place of their own.
    for (int i = 0; i < 8; i++) {
      assertNotEquals(ThreadTable.NONE, claim(THREAD + i * places));
    }
    for (int i = 0; i < 8; i++) {
      assertEquals(claimed.get(i), ThreadTable.find(THREAD + i * places));
      assertEquals(ThreadTable.NONE, ThreadTable.find(THREAD + (8 + i) * places));
    }
  }

  @Test
  void growsBeforeItIsFullAndFindsOldEntriesThen() {
    long first = claim(THREAD);
    long capacity = ThreadTable.capacity();
    for (long thread = 0; thread < capacity / 2; thread++) {
      assertNotEquals(ThreadTable.NONE, claim(10_000_000 + thread));
    }
    ThreadTable.grow();
    assertTrue(ThreadTable.capacity() > capacity);
    assertEquals(first, ThreadTable.find(THREAD));
    for (long thread = 0; thread < capacity / 2; thread++) {
      assertNotEquals(ThreadTable.NONE, ThreadTable.find(10_000_000 + thread));
    }
  }
}
