package dev.loomtrace.jfr.decode;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.jfr.operation.Cause;
import dev.loomtrace.jfr.operation.Operations;
import java.util.ArrayList;
import java.util.List;

/**
 * Waits of platform threads that the JDK tells of where the recorder does too: those that both tell
 * of are the recorder's, which knows more of them. One is within the other, but they are in the
 * file in any order, and the recorder may come to tell in the chunk after.
 */
final class ToldTwice {
  /** A wait that the JDK tells of. */
  private record Wait(long thread, long begin, long end, Cause cause) {}

  private final Operations ops;
  private final PlatformThreads threads;
  private LongMap<Spans> recorded = new LongMap<>();
  private LongMap<Spans> recordedBefore = new LongMap<>();
  private List<Wait> waits = new ArrayList<>();
  private List<Wait> waitsBefore = new ArrayList<>();
  private Kept kept;

  /** What was told before a chunk. */
  private record Kept(
      LongMap<Spans> recorded,
      LongMap<Spans> recordedBefore,
      List<Wait> waits,
      List<Wait> waitsBefore) {}

  ToldTwice(Operations ops, PlatformThreads threads) {
    this.ops = ops;
    this.threads = threads;
  }

  /** What comes can be forgotten. */
  void keep() {
    kept = new Kept(recorded, recordedBefore, waits, waitsBefore);
  }

  /** Forgets what the last chunk tells. */
  void forgetChunk() {
    recorded = kept.recorded;
    recordedBefore = kept.recordedBefore;
    waits = kept.waits;
    waitsBefore = kept.waitsBefore;
  }

  /** A chunk begins. */
  void begin() {
    recordedBefore = recorded;
    recorded = new LongMap<>();
    waitsBefore = waits;
    waits = new ArrayList<>();
  }

  /** The recorder tells of a wait. */
  void recorded(long thread, long begin, long end) {
    Spans of = recorded.get(thread);
    if (of == null) {
      of = new Spans();
      recorded.put(thread, of);
    }
    of.add(begin, end);
  }

  /** The JDK tells of a wait, which becomes one if the recorder does not. */
  void byJdk(long thread, long begin, long end, Cause cause) {
    waits.add(new Wait(thread, begin, Math.max(begin + 1, end), cause));
  }

  /** All events of the chunk have been handled. */
  void end() {
    for (Wait wait : waitsBefore) {
      if (!isRecorded(recorded, wait)) {
        tell(wait);
      }
    }
    waitsBefore = List.of();
    waits.removeIf(wait -> isRecorded(recorded, wait) || isRecorded(recordedBefore, wait));
  }

  /** No chunk follows. */
  void endAll() {
    waits.forEach(this::tell);
    waits = List.of();
  }

  private static boolean isRecorded(LongMap<Spans> recorded, Wait wait) {
    Spans of = recorded.get(wait.thread);
    return of != null && of.within(wait.begin, wait.end) > 0;
  }

  private void tell(Wait wait) {
    ops.addWait(
        wait.begin,
        Math.max(wait.begin, wait.end - 1),
        wait.end,
        wait.thread,
        /* carrier= */ 0,
        /* endCarrier= */ 0,
        /* waker= */ 0,
        wait.cause);
    threads.waited(wait.thread, wait.begin, wait.end);
  }
}
