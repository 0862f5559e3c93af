package dev.loomtrace.jfr.decode;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.event.EventNames;
import dev.loomtrace.jfr.chunk.Chunk;
import dev.loomtrace.jfr.chunk.ChunkType;
import dev.loomtrace.jfr.chunk.ChunkValue;
import dev.loomtrace.jfr.operation.Facts;
import dev.loomtrace.jfr.operation.Operations;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.SourceEvents;

/**
 * Turns the events of chunks into operations. What an event says about times is taken as it is; it
 * is the simulation that decides what fits.
 */
public final class ChunkDecoder {
  private final Totals totals = new Totals();
  private final Causes causes = new Causes();
  private final Pools pools = new Pools();
  private final JavaStacks stacks = new JavaStacks(pools);
  private final GoroutineNames names = new GoroutineNames();
  private final ThreadNames threadNames = new ThreadNames();
  private final LongMap<EventHandler> handlers = new LongMap<>();
  private final PlatformThreads threads;
  private final ToldTwice toldTwice;
  private final CpuLoads loads;
  private final Samples samples;
  private final CpuEvents cpuEvents;
  private final RecorderEvents recorderEvents;
  private final JdkEvents jdkEvents;
  private final TypeCounts types = new TypeCounts();
  private Chunk chunk;

  /** A decoder that adds to these operations. */
  public ChunkDecoder(Operations ops) {
    threads = new PlatformThreads(ops);
    toldTwice = new ToldTwice(ops, threads);
    loads = new CpuLoads(threads, totals);
    samples = new Samples(ops);
    cpuEvents = new CpuEvents(pools, totals, loads, samples);
    recorderEvents =
        new RecorderEvents(ops, pools, stacks, names, causes, totals, threads, toldTwice);
    jdkEvents =
        new JdkEvents(
            ops,
            pools,
            stacks,
            names,
            causes,
            totals,
            () -> chunk.newCursor(),
            threads,
            toldTwice,
            loads,
            samples);
  }

  /**
   * Decodes one chunk; they must come in the order in which they begin.
   *
   * @param guest whether another one than the JVM wrote it, who has a clock and numbers of its own
   */
  public void decode(Chunk next, boolean guest) throws MalformedTraceException {
    chunk = next;
    keep();
    pools.begin(chunk, guest);
    stacks.begin(chunk);
    names.begin();
    causes.begin();
    handlers.clear();
    long ticksPerSecond = chunk.header().ticksPerSecond();
    if (!guest) {
      threads.begin(chunk.header().startTicks(), ticksPerSecond);
      toldTwice.begin();
      loads.begin(ticksPerSecond);
    }
    types.begin();
    samples.begin(chunk.header().startTicks(), ticksPerSecond);
    cpuEvents.begin(chunk);
    recorderEvents.begin(ticksPerSecond);
    jdkEvents.begin(chunk, guest);
    totals.recorded(chunk.type(EventNames.VIRTUAL_THREAD_BLOCK) != null);
    ChunkType type = null;
    EventHandler handler = null;
    for (ChunkValue event = chunk.nextEvent(); event != null; event = chunk.nextEvent()) {
      if (event.type() != type) { // Events of a thread come together, mostly of one type.
        type = event.type();
        handler = handlers.get(type.id());
      }
      if (handler == null) {
        types.seen(type);
        handler = handler(type);
        if (handler == null) {
          type.unwanted();
          continue;
        }
        handlers.put(type.id(), handler);
      }
      handler.decode(event);
    }
    jdkEvents.end();
    types.end();
    samples.end();
    if (!guest) {
      loads.end();
      toldTwice.end();
      threads.end();
    }
    totals.unknown(chunk.unknownEvents(), chunk.unknownBytes());
    // The chunk's bytes are not needed any more, and their cursors must not keep them.
    handlers.clear();
    pools.end();
    stacks.end();
    chunk = null;
  }

  /** Keeps what {@link #forgetChunk} needs: what grows from chunk to chunk stays as it is. */
  private void keep() {
    pools.keep();
    names.keep();
    totals.keep();
    types.keep();
    threads.keep();
    toldTwice.keep();
    jdkEvents.keep();
  }

  /**
   * Forgets the last chunk, as far as it was decoded, since it cannot be told of after those
   * before: what is still to be told of these is told as if they were the last ones.
   */
  public void forgetChunk() {
    pools.forgetChunk();
    names.forgetChunk();
    totals.forgetChunk();
    types.forgetChunk();
    threads.forgetChunk();
    toldTwice.forgetChunk();
    jdkEvents.forgetChunk();
    handlers.clear();
    pools.end();
    stacks.end();
    chunk = null;
  }

  /** Counts the events of a chunk that is left out, decoded and forgotten or not. */
  public void leaveOut(Chunk whole) {
    types.keep();
    types.begin();
    whole.leaveOut();
    whole.forEachType(
        type -> {
          if (type.events() > 0) {
            types.seen(type);
          }
        });
    types.end();
  }

  /** No chunk follows: adds what could still have changed with one. */
  public void end() {
    toldTwice.endAll();
    threads.endAll();
    jdkEvents.endAll();
  }

  /** Whether the last chunk is of another JVM than those before, which both say when they began. */
  public boolean isOfOtherJvm() {
    return totals.otherJvm();
  }

  /** What the chunks so far hold, and what of it says nothing here. */
  public SourceEvents sourceEvents() {
    return new SourceEvents(types.types(), totals.recorded());
  }

  /** What to do with events of a type; null: nothing. */
  private EventHandler handler(ChunkType type) throws MalformedTraceException {
    EventHandler handler = recorderEvents.handler(type);
    if (handler == null) {
      handler = jdkEvents.handler(type);
    }
    if (handler == null) {
      handler = cpuEvents.handler(type);
    }
    return handler;
  }

  /**
   * What is known when a chunk has been decoded. It stays as it is while the next one is decoded in
   * another thread.
   */
  public Facts facts() {
    return new DecodedFacts(threadNames, names, pools, totals);
  }

  /** Memory, in bytes and roughly, that what is known of threads takes from chunk to chunk. */
  public long footprint() {
    return pools.footprint();
  }
}
