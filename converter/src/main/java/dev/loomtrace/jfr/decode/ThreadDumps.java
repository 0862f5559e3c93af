package dev.loomtrace.jfr.decode;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.event.EventNames;
import dev.loomtrace.jfr.chunk.Chunk;
import dev.loomtrace.jfr.chunk.ChunkHeader;
import dev.loomtrace.jfr.chunk.ChunkType;
import dev.loomtrace.jfr.operation.Cause;
import dev.loomtrace.jfr.operation.LockLook;
import dev.loomtrace.jfr.operation.OpKind;
import dev.loomtrace.jfr.operation.Operations;
import dev.loomtrace.jfr.operation.ThreadInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the dumps of all threads, {@code jdk.ThreadDump}, tell: what threads wait for that no event
 * tells of, as their waits are not over, and who has the monitors that they wait for.
 *
 * <p>A dump shows a moment. That a thread waited from one dump until the next one is only said if
 * both show it in the same wait, and it has used no CPU time meanwhile.
 */
final class ThreadDumps {
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final long QUARTER_OF_AN_HOUR = 900 * NANOS_PER_SECOND;

  // The dump's own time has seconds only. What is much longer ago than its event was told by
  // another clock; and clocks are set meanwhile, by so much.
  private static final long MAX_AGO = 60 * NANOS_PER_SECOND;
  private static final long CLOCK_NANOS = 10_000_000;

  // A dump has CPU times to 10 us.
  private static final long NO_CPU_NANOS = 20_000;

  // A dump that is made as a chunk ends is followed by this much of the chunk, at most.
  private static final long END_NANOS = 200_000_000;

  // What waited longer than this ends with an event, by any settings that the JDK has.
  private static final long TOLD_NANOS = NANOS_PER_SECOND;

  /** A dump, and when its event was written, in ticks. */
  private record Dump(ChunkType type, long time, String text) {}

  /**
   * What a dump says of a thread.
   *
   * @param since when a dump has first shown this wait, in ticks
   */
  private record Look(
      long time,
      long cpuNanos,
      Cause waits,
      long owner,
      LockLook lock,
      boolean endless,
      long since) {
    private Look since(long earlier) {
      return new Look(time, cpuNanos, waits, owner, lock, endless, earlier);
    }

    private boolean isSameWait(Look before) {
      return waits != null
          && waits.equals(before.waits)
          && cpuNanos >= 0
          && before.cpuNanos >= 0
          && Math.abs(cpuNanos - before.cpuNanos) <= NO_CPU_NANOS;
    }
  }

  private final Operations ops;
  private final Pools pools;
  private final JavaStacks stacks;
  private final GoroutineNames names;
  private final Causes causes;
  private final PlatformThreads threads;
  private final List<Dump> dumps = new ArrayList<>();
  private LongMap<Look> looks = new LongMap<>();
  private LongMap<Look> looksBefore = new LongMap<>();
  private ChunkHeader header;
  private long characters;
  private boolean looksTold;
  private Kept kept;

  /** What was known before a chunk. */
  private record Kept(
      LongMap<Look> looks, LongMap<Look> looksBefore, ChunkHeader header, boolean looksTold) {}

  ThreadDumps(
      Operations ops,
      Pools pools,
      JavaStacks stacks,
      GoroutineNames names,
      Causes causes,
      PlatformThreads threads) {
    this.ops = ops;
    this.pools = pools;
    this.stacks = stacks;
    this.names = names;
    this.causes = causes;
    this.threads = threads;
  }

  /** What comes can be forgotten. */
  void keep() {
    kept = new Kept(looks, looksBefore, header, looksTold);
  }

  /** Forgets what the last chunk tells. */
  void forgetChunk() {
    dumps.clear();
    looks = kept.looks;
    looksBefore = kept.looksBefore;
    header = kept.header;
    looksTold = kept.looksTold;
  }

  /** A chunk begins, whose threads are known. */
  void begin(Chunk chunk) {
    header = chunk.header();
    characters = header.size();
    // The recorder looks at the threads, too, and knows what it is told of them.
    looksTold = chunk.type(EventNames.PLATFORM_THREAD_STATUS) != null;
    if (looks.size() > 0) {
      looksBefore = looks;
    }
    looks = new LongMap<>();
  }

  EventHandler handler(ChunkType type) {
    int start = type.field("startTime");
    int result = type.field("result");
    return event -> {
      String text = pools.text(event, result);
      // A JVM writes it into the event. Of a text in the pool few bytes could tell many times.
      characters -= text.length();
      if (characters < 0) {
        type.leaveOut();
      } else {
        dumps.add(new Dump(type, event.number(start), text));
      }
    };
  }

  private String name(long id) {
    ThreadInfo info = pools.platformThread(id);
    return info == null || info.name() == null ? "" : info.name();
  }

  /** Names that could pass for lines of a dump; null if one could of which not all is known. */
  private Set<String> brokenNames() {
    Set<String> broken = new TreeSet<>();
    boolean[] cut = new boolean[1];
    pools
        .platformThreads()
        .forEach(
            thread -> {
              String name = thread.name();
              if (name != null && (name.indexOf('\n') >= 0 || name.indexOf('\r') >= 0)) {
                broken.add(name);
              }
              cut[0] |= name != null && name.length() >= Pools.MAX_NAME;
            });
    return cut[0] ? null : broken;
  }

  /** All events of the chunk have been handled. */
  void end() {
    dumps.sort(Comparator.comparingLong(Dump::time));
    Set<String> broken = dumps.isEmpty() ? Set.of() : brokenNames();
    boolean any = false;
    for (Dump dump : dumps) {
      // One at a time: what is made of a text is larger than that.
      ThreadDumpText text = ThreadDumpText.of(dump.text, broken, this::name);
      long earliest = earliest(dump.time, text);
      for (ThreadDumpText.Entry entry : text.entries()) {
        look(dump.time, earliest, entry);
      }
      if (text.entries().isEmpty()) {
        dump.type.leaveOut();
      } else {
        any = true;
      }
    }
    if (any) {
      for (long thread : looksBefore.sortedKeys()) {
        if (looks.get(thread) == null) {
          tell(thread, looksBefore.get(thread), false); // It has ended.
        }
      }
    }
    dumps.clear();
  }

  /** No chunk follows. */
  void endAll() {
    LongMap<Look> last = looks.size() > 0 ? looks : looksBefore;
    for (long thread : last.sortedKeys()) {
      Look look = last.get(thread);
      // A chunk that the JVM has not finished does not say when it ends.
      double after = (header.endTicks() - look.time) * nanosPerTick();
      boolean atEnd = header.finished() && after >= 0 && after <= END_NANOS;
      // If it had gone on since, an event would tell of a wait that was so long.
      boolean told = (look.time - look.since) * nanosPerTick() > TOLD_NANOS;
      tell(thread, look, told || atEnd);
    }
  }

  private double nanosPerTick() {
    return (double) NANOS_PER_SECOND / header.ticksPerSecond();
  }

  /** When a dump was made, at the earliest, in ticks; far in the past if that is not known. */
  private long earliest(long time, ThreadDumpText dump) {
    long second = dump.secondOfQuarter();
    double since = (time - header.startTicks()) * nanosPerTick();
    if (second < 0 || Math.abs(since) > Long.MAX_VALUE / 4.0) {
      return Long.MIN_VALUE;
    }
    long ofQuarter =
        Math.floorMod(header.startNanos(), QUARTER_OF_AN_HOUR)
            + Math.floorMod((long) since, QUARTER_OF_AN_HOUR);
    long ago = Math.floorMod(ofQuarter - second * NANOS_PER_SECOND, QUARTER_OF_AN_HOUR);
    return ago > MAX_AGO ? Long.MIN_VALUE : time - (long) ((ago + CLOCK_NANOS) / nanosPerTick());
  }

  private void look(long time, long earliest, ThreadDumpText.Entry entry) {
    ThreadInfo info = entry.virtual() ? null : pools.platformThread(entry.id());
    if (info == null || info.internal() || isOther(info, entry)) {
      return;
    }
    names.kind(info);
    int reason =
        switch (entry.state()) {
          case BLOCKED -> EventNames.REASON_MONITOR;
          case OBJECT_WAIT -> EventNames.REASON_WAIT;
          case PARKED -> EventNames.REASON_SYNC;
          case SLEEPING -> EventNames.REASON_SLEEP;
          case INITIALIZATION -> EventNames.REASON_CLASS_INITIALIZATION;
          case OTHER -> EventNames.REASON_UNKNOWN;
        };
    Cause cause = null;
    LockLook lock = null;
    long owner = 0;
    if (entry.state() != ThreadDumpText.State.OTHER) {
      // Events of waits for a class do not say which.
      boolean named =
          !entry.resource().isEmpty() && entry.state() != ThreadDumpText.State.INITIALIZATION;
      String on = named ? entry.resource().replace('.', '/') : null;
      cause = causes.of(reason, on, EventNames.WAKE_UNKNOWN, stacks.ofText(entry.stack()).stack());
      owner = entry.owner();
      // Of what is parked the dump knows owners in deadlocks only.
      if (entry.state() == ThreadDumpText.State.BLOCKED || owner != 0) {
        // One that never ends is the one that goes on, whenever it began; so is its owner's.
        long latestBegin = entry.endless() ? Long.MAX_VALUE : earliest;
        lock = new LockLook(latestBegin, entry.limited(), cause);
      }
    }
    if (cause != null && looksTold) {
      threads.dumped(info.id(), entry.cpuNanos(), states(entry.state()), cause);
    }
    Look look = new Look(time, entry.cpuNanos(), cause, owner, lock, entry.endless(), time);
    Look before = looks.get(info.id());
    before = before == null ? looksBefore.get(info.id()) : before;
    boolean same = before != null && look.isSameWait(before);
    if (before != null) {
      tell(info.id(), before, same);
    }
    looks.put(info.id(), same ? look.since(before.since) : look);
    if (look.endless) {
      tell(info.id(), look, true);
    } else if (lock != null) {
      tellLock(info.id(), look); // Its wait may be told of by others.
    }
  }

  /** What the recorder, which looks at a thread from outside, calls its state then. */
  private static Set<Integer> states(ThreadDumpText.State state) {
    return switch (state) {
      case BLOCKED -> Set.of(EventNames.STATE_MONITOR_ENTER);
      case OBJECT_WAIT ->
          Set.of(EventNames.STATE_MONITOR_WAIT, EventNames.STATE_MONITOR_TIMED_WAIT);
      case SLEEPING -> Set.of(EventNames.STATE_MONITOR_TIMED_WAIT);
      case PARKED, INITIALIZATION, OTHER -> Set.of();
    };
  }

  /** Whether the dump speaks of another thread than the recording: of one JVM none has both ids. */
  private static boolean isOther(ThreadInfo info, ThreadDumpText.Entry entry) {
    return info.osId() > 0 && entry.osId() > 0 && info.osId() != entry.osId();
  }

  private void tell(long thread, Look look, boolean waits) {
    if (look.waits != null && (waits || look.endless)) {
      ops.add(OpKind.SEEN_WAITING, look.time, thread, 0, 0, look.waits);
      if (look.lock != null) {
        tellLock(thread, look);
      }
    } else if (!looksTold) {
      ops.add(OpKind.SEEN_ALIVE, look.time, thread, 0, 0, null);
    }
  }

  private void tellLock(long thread, Look look) {
    ops.add(OpKind.LOCK_DUMPED, look.time, thread, look.owner, 0, look.lock);
  }
}
