package dev.loomtrace.jfr.decode;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.jfr.operation.Facts;
import dev.loomtrace.jfr.operation.ThreadInfo;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.Repairs;
import dev.loomtrace.trace.TraceThread;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the chunks of a recording have told until some chunk. Nothing of it changes while later ones
 * are decoded. For one thread at a time.
 */
final class DecodedFacts implements Facts {
  private final ThreadNames names;
  private final GoroutineNames.Known known;
  private final LongMap<ThreadInfo> platform;
  private final LongMap<ThreadInfo> platformBefore;
  private final boolean recorded;
  private final boolean tellsEnds;
  private final int processors;
  private final long lastLook;
  private final Map<Repairs.Kind, Long> lost = new EnumMap<>(Repairs.Kind.class);

  /**
   * What is known now, which is when a chunk has been decoded.
   *
   * @param names of all facts of the recording; used by the thread that asks
   */
  DecodedFacts(ThreadNames names, GoroutineNames learned, Pools pools, Totals totals) {
    this.names = names;
    known = learned.known();
    platform = pools.platformThreads();
    platformBefore = pools.platformThreadsBefore();
    recorded = totals.recorded();
    tellsEnds = totals.tellsEnds();
    processors = totals.processors();
    lastLook = totals.lastLook();
    for (Repairs.Kind kind : Repairs.Kind.values()) {
      if (kind.group() == Repairs.Group.LOSS) {
        lost.put(kind, totals.lost(kind));
      }
    }
  }

  @Override
  public int processors() {
    return processors;
  }

  @Override
  public boolean recorded() {
    return recorded;
  }

  @Override
  public boolean tellsEnds() {
    return tellsEnds;
  }

  @Override
  public ThreadInfo platformThread(long id) {
    ThreadInfo info = platform.get(id);
    return info == null ? platformBefore.get(id) : info;
  }

  @Override
  public TraceThread describe(long thread) {
    return names.describe(known, thread, platformThread(thread) == null);
  }

  @Override
  public Frame frame(String function) {
    return names.frame(function);
  }

  @Override
  public long lastLook() {
    return lastLook;
  }

  @Override
  public long lost(Repairs.Kind kind) {
    return lost.get(kind);
  }
}
