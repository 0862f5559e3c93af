package dev.loomtrace.jfr.decode;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.jfr.operation.Cause;
import dev.loomtrace.jfr.operation.OpKind;
import dev.loomtrace.jfr.operation.Operations;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What is known of platform threads beside their recorded waits, from looks at them and from the
 * CPU time that they used: of a thread that is silent, no event tells whether it runs or waits for
 * less than the events' threshold.
 *
 * <p>A stretch is judged when the chunk after the one it began in has been read, since a wait is
 * recorded when it is over.
 */
final class PlatformThreads {
  // Of the time in which no wait was recorded, so much on a processor is all, in 1/100: clocks of
  // CPU time are coarse, and no thread keeps its processor all the time.
  private static final int ALL = 90;

  // A thread that used less than this of a stretch, in 1/100, and was seen in the same wait before
  // and after it, waited all the time.
  private static final int NEXT_TO_NOTHING = 1;

  private static final int PERCENT = 100;

  /**
   * A look at a thread.
   *
   * @param told whether its wait is told of by the recorder: nothing has to be made of the look
   */
  private record Look(long time, long cpuNanos, int state, Cause waits, boolean told) {
    /** Whether this one sees the thread in the same wait. */
    boolean isSameWait(Look before) {
      return waits != null
          && before.waits != null
          && state == before.state
          && waits.why().equals(before.waits.why());
    }
  }

  /** A stretch of a thread in which it used so much CPU time, in ticks. */
  private record Stretch(long thread, long begin, long end, double cpu) {}

  // A dump has CPU times to 10 us.
  private static final long DUMP_NANOS = 20_000;

  /**
   * Two looks at a thread, and whether they see one wait: told when the chunk's dumps are known.
   */
  private record Told(long thread, Look look, Look next, boolean waits) {}

  /** What a dump shows. */
  private record Dumped(long cpuNanos, Set<Integer> states, Cause cause) {}

  private final List<Told> told = new ArrayList<>();
  private LongMap<Dumped> dumps = new LongMap<>();
  private LongMap<Dumped> dumpsBefore = new LongMap<>();
  private final Operations ops;
  private LongMap<Look> looks = new LongMap<>();
  private LongMap<Look> looksBefore = new LongMap<>();
  private LongMap<Spans> waits = new LongMap<>();
  private LongMap<Spans> waitsBefore = new LongMap<>();
  private final List<Stretch> stretches = new ArrayList<>();
  private double ticksPerNano = 1;
  private long chunkBegin;
  private Kept kept;

  /** What was known before a chunk. */
  private record Kept(
      LongMap<Dumped> dumps,
      LongMap<Dumped> dumpsBefore,
      LongMap<Look> looks,
      LongMap<Look> looksBefore,
      LongMap<Spans> waits,
      LongMap<Spans> waitsBefore,
      List<Stretch> stretches,
      double ticksPerNano,
      long chunkBegin) {}

  PlatformThreads(Operations ops) {
    this.ops = ops;
  }

  /** What comes can be forgotten. */
  void keep() {
    kept =
        new Kept(
            dumps,
            dumpsBefore,
            looks,
            looksBefore,
            waits,
            waitsBefore,
            List.copyOf(stretches),
            ticksPerNano,
            chunkBegin);
  }

  /** Forgets what the last chunk tells. */
  void forgetChunk() {
    told.clear();
    dumps = kept.dumps;
    dumpsBefore = kept.dumpsBefore;
    looks = kept.looks;
    looksBefore = kept.looksBefore;
    waits = kept.waits;
    waitsBefore = kept.waitsBefore;
    stretches.clear();
    stretches.addAll(kept.stretches);
    ticksPerNano = kept.ticksPerNano;
    chunkBegin = kept.chunkBegin;
  }

  /** A chunk begins at this time, in ticks. */
  void begin(long startTicks, long ticksPerSecond) {
    ticksPerNano = ticksPerSecond / 1e9;
    chunkBegin = startTicks;
    dumpsBefore = dumps;
    dumps = new LongMap<>();
    looksBefore = looks;
    looks = new LongMap<>();
    waitsBefore = waits;
    waits = new LongMap<>();
  }

  /** A wait of a platform thread was recorded. */
  void waited(long thread, long begin, long end) {
    if (end <= begin) {
      return; // It took no time, or the event is broken.
    }
    Spans of = waits.get(thread);
    if (of == null) {
      of = new Spans();
      waits.put(thread, of);
    }
    of.add(begin, end);
  }

  /**
   * A thread was looked at.
   *
   * @param time in ticks
   * @param cpuNanos CPU time it has used so far; negative: not known
   * @param state what the look calls its state
   * @param cause what it was seen to wait for; null: it was not
   */
  void seen(long thread, long time, long cpuNanos, int state, Cause cause) {
    seen(thread, new Look(time, cpuNanos, state, cause, false));
  }

  /** A thread was looked at in a wait of which the recorder has told. */
  void seenInToldWait(long thread, long time, long cpuNanos, int state, Cause cause) {
    seen(thread, new Look(time, cpuNanos, state, cause, true));
  }

  private void seen(long thread, Look look) {
    Look before = looks.put(thread, look);
    if (before == null) {
      before = looksBefore.get(thread);
    }
    if (before == null) {
      return;
    }
    boolean known = look.cpuNanos >= 0 && before.cpuNanos >= 0;
    double cpu = known ? (look.cpuNanos - before.cpuNanos) * ticksPerNano : Double.MAX_VALUE;
    boolean idle = cpu * PERCENT <= (double) NEXT_TO_NOTHING * (look.time - before.time);
    told.add(new Told(thread, before, look, idle && look.isSameWait(before)));
    if (known) {
      used(thread, before.time, look.time, cpu);
    }
  }

  /**
   * A dump of all threads shows a thread in a wait, of which it says more than a look does.
   *
   * @param cpuNanos CPU time it has used so far, to 10 us; negative: not known
   * @param states what a look calls the state
   */
  void dumped(long thread, long cpuNanos, Set<Integer> states, Cause cause) {
    dumps.put(thread, new Dumped(cpuNanos, states, cause));
  }

  private void tell(long thread, Look look, Look next, boolean waits) {
    if (look.told) {
      return;
    }
    OpKind kind = waits ? OpKind.SEEN_WAITING : OpKind.SEEN_ALIVE;
    ops.add(kind, look.time, thread, 0, 0, waits ? cause(thread, look, next) : null);
  }

  /**
   * What a thread waits for that two looks see in one wait, or a look and itself: as a dump has it
   * if that is of the same wait, as the thread has used no time between the dump and each of them.
   */
  private Cause cause(long thread, Look first, Look last) {
    Dumped dump = dumps.get(thread);
    if (dump == null) {
      dump = dumpsBefore.get(thread);
    }
    boolean same =
        dump != null
            && dump.cpuNanos >= 0
            && first.cpuNanos >= 0
            && last.cpuNanos >= 0
            && Math.abs(dump.cpuNanos - first.cpuNanos) <= DUMP_NANOS
            && Math.abs(last.cpuNanos - dump.cpuNanos) <= DUMP_NANOS
            && dump.states.contains(first.state);
    return same ? dump.cause : first.waits;
  }

  /** A thread used so much CPU time between two times, all in ticks. */
  void used(long thread, long begin, long end, double cpu) {
    if (end > begin && cpu > 0) {
      stretches.add(new Stretch(thread, begin, end, cpu));
    }
  }

  /** All events of the chunk have been handled. */
  void end() {
    told.forEach(t -> tell(t.thread, t.look, t.next, t.waits));
    told.clear();
    for (long thread : looksBefore.sortedKeys()) {
      if (looks.get(thread) == null) {
        tell(
            thread,
            looksBefore.get(thread),
            null,
            false); // It may have gone on at once, and has ended.
      }
    }
    judge(chunkBegin);
  }

  /** No chunk follows. */
  void endAll() {
    for (long thread : looks.sortedKeys()) {
      Look last = looks.get(thread);
      tell(thread, last, last, last.waits != null);
    }
    judge(Long.MAX_VALUE);
  }

  private void judge(long before) {
    stretches.removeIf(
        s -> {
          if (s.begin < before) {
            long waited = within(waits, s) + within(waitsBefore, s);
            if (s.cpu * PERCENT >= (double) ALL * Math.max(0, s.end - s.begin - waited)) {
              ops.addSpan(OpKind.BUSY_BEGIN, OpKind.BUSY_END, s.begin, s.end, s.thread, 0, 0, null);
            }
          }
          return s.begin < before;
        });
  }

  private static long within(LongMap<Spans> all, Stretch s) {
    Spans of = all.get(s.thread);
    return of == null ? 0 : of.within(s.begin, s.end);
  }
}
