package dev.loomtrace.gotrace.v2;

import dev.loomtrace.gotrace.wire.GoVersion;
import dev.loomtrace.gotrace.wire.WireInput;
import dev.loomtrace.trace.MalformedTraceException;
import java.io.IOException;
import java.util.Optional;

/** Reads the generations of a trace of Go 1.22 or later and puts their events in order. */
public final class V2TraceReader extends OrderedEvents {
  // How an event is found:
  //
  // 1. What follows at once from the event before comes first: a coroutine switch is three events.
  // 2. When a generation is used up, the next one is read whole and a sync is the event.
  // 3. A sample of the profiler is the event if its time is less than that of all other events.
  // 4. Else the thread whose next event is the earliest is tried. Nearly always that event can
  //    happen.
  // 5. If not, all threads are tried in order of time; if none can go on, the trace is broken.
  // 6. The thread whose event it is moves on to its next one. A fault in that one comes to light
  //    here, before the event is shown, as in Go.

  private final WireInput in;
  private final GenerationReader generations;
  private final Generation generation;
  private final GoVersion version;
  private final Frontier frontier = new Frontier();
  private final Ordering ordering;
  private int nextSample;
  private long syncs;
  private boolean inGeneration;
  private long covered;
  private boolean ended;

  /** What is to be thrown once the sync before it was shown. */
  private Optional<MalformedTraceException> ending = Optional.empty();

  private V2TraceReader(GoVersion version, WireInput in, GenerationReader generations) {
    super(generations.generation());
    this.version = version;
    this.in = in;
    this.generations = generations;
    this.generation = generations.generation();
    this.ordering = new Ordering(this, generation.strings());
    this.covered = in.offset();
  }

  /**
   * Reads what follows a trace's header.
   *
   * @param version what the header said
   * @param in closed with the reader
   */
  public static V2TraceReader of(GoVersion version, WireInput in) {
    return new V2TraceReader(version, in, new GenerationReader(in, version));
  }

  @Override
  public long covered() {
    return covered;
  }

  @Override
  public String program() {
    return version.program();
  }

  @Override
  protected boolean advance() throws IOException {
    if (showFollowing()) {
      return true;
    }
    boolean hasSample = nextSample < generation.samples().length;
    if (frontier.isEmpty() && !hasSample) {
      return nextGeneration();
    }
    if (hasSample
        && (frontier.isEmpty() || generation.sampleTimes()[nextSample] < frontier.earliest())) {
      sample(generation.samples()[nextSample], generation.sampleTimes()[nextSample]);
      nextSample++;
      return true;
    }
    return tryAdvance(0) || advanceAnother();
  }

  private boolean advanceAnother() throws MalformedTraceException {
    frontier.sort();
    for (int i = 1; i < frontier.size(); i++) {
      if (tryAdvance(i)) {
        return true;
      }
    }
    Cursor earliest = frontier.get(0);
    throw MalformedTraceException.at(
        earliest.offset(),
        earliest.context(),
        "found no thread of "
            + frontier.size()
            + " whose next event can happen, expected one; this is the earliest");
  }

  private boolean tryAdvance(int place) throws MalformedTraceException {
    Cursor c = frontier.get(place);
    Step step = ordering.advance(c, generation.number());
    if (step == Step.NOT_YET) {
      return false;
    }
    if (!fault().isEmpty()) {
      throw MalformedTraceException.at(c.offset(), c.context(), fault());
    }
    if (c.next()) {
      frontier.update(place);
    } else {
      frontier.remove(place);
    }
    return true;
  }

  // The end of a generation.

  private boolean nextGeneration() throws IOException {
    if (ended) {
      return false;
    }
    if (ending.isPresent()) {
      throw ending.get();
    }
    if (inGeneration) {
      covered = generations.end();
    }
    boolean atEnd = inGeneration && generations.isAtEnd();
    if (inGeneration && generations.nextFault().isPresent()) {
      ending = generations.nextFault();
    } else if (!atEnd) {
      if (readGeneration()) {
        enterGeneration();
        return true;
      }
    }
    ended = ending.isEmpty();
    inGeneration = false;
    syncs++;
    traceEnds(syncs);
    return true;
  }

  private boolean readGeneration() throws IOException {
    try {
      return generations.read();
    } catch (MalformedTraceException e) {
      ending = Optional.of(e);
      return false;
    }
  }

  private void enterGeneration() throws MalformedTraceException {
    inGeneration = true;
    nextSample = 0;
    for (BatchStore.ThreadBatches batches : generation.store().threads()) {
      Cursor cursor = new Cursor(generation, batches);
      if (cursor.next()) {
        frontier.insert(cursor);
      }
    }
    syncs++;
    partBegins(syncs);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
