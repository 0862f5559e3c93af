package dev.loomtrace.gotrace.v2;

import dev.loomtrace.gotrace.wire.GoVersion;
import dev.loomtrace.gotrace.wire.WireInput;
import dev.loomtrace.trace.MalformedTraceException;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads the generations of a trace of Go 1.22 or later and puts their events in order, into batches
 * of which each is of one generation.
 */
final class EventOrder extends OrderedEvents {
  private static final int BATCH = 2048;

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

  private final GenerationReader generations;
  private final Generation generation;
  private final Frontier frontier = new Frontier();
  private final Ordering ordering;
  private int nextSample;
  private long syncs;
  private boolean inGeneration;
  private long covered;
  private boolean ended;
  private boolean failed;

  /** What is to be thrown once the sync before it was shown. */
  private Optional<MalformedTraceException> ending = Optional.empty();

  /**
   * Of what follows a trace's header.
   *
   * @param version what the header said
   * @param in is not closed here
   */
  EventOrder(GoVersion version, WireInput in) {
    this(in, new GenerationReader(in, version));
  }

  private EventOrder(WireInput in, GenerationReader generations) {
    super(generations.generation());
    this.generations = generations;
    this.generation = generations.generation();
    this.ordering = new Ordering(this, generation.strings());
    this.covered = in.offset();
  }

  /** The generation that the events of the last batch are of. */
  Generation generation() {
    return generation;
  }

  /** Whether the next event begins a generation or ends the trace, so that the tables change. */
  boolean isAtBorder() {
    return !hasFollowing() && frontier.isEmpty() && !hasSample();
  }

  /**
   * Adds the next events of one generation to an empty batch, and what goes wrong after them; none
   * if there are no more.
   */
  void fill(OrderedBatch batch) {
    into(batch);
    try {
      while (!failed && batch.size() < BATCH && (batch.size() == 0 || !isAtBorder()) && advance()) {
        batch.add();
      }
    } catch (IOException | RuntimeException | Error e) {
      failed = true;
      batch.fails(e);
    }
    batch.covers(covered);
  }

  private boolean hasSample() {
    return nextSample < generation.samples().length;
  }

  /** Describes the next event; false if there is none. */
  private boolean advance() throws IOException {
    if (showFollowing()) {
      return true;
    }
    boolean hasSample = hasSample();
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
}
