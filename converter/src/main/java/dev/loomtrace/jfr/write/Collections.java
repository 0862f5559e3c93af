package dev.loomtrace.jfr.write;

import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.RangeKind;
import dev.loomtrace.trace.TraceEvent;
import java.io.IOException;

/**
 * Garbage collections in the JDK's words. A collection lasts as long as memory is marked; the stops
 * of the world that the collector makes are its pauses. The heap's use is that of the last
 * measurement, its committed size the goal, which is all that Go tells.
 */
final class Collections implements EventSink {
  private static final String COLLECTOR = "Go";
  private static final String CAUSE = "Heap Goal";

  private final Recording recording;
  private final WrittenThreads threads;
  private final int garbageCollection = Recording.type(JdkTypes.GARBAGE_COLLECTION);
  private final int phasePause = Recording.type(JdkTypes.PHASE_PAUSE);
  private final int heapSummary = Recording.type(JdkTypes.HEAP_SUMMARY);

  private long heapUsed;
  private long heapGoal;
  private int id;
  private boolean marking;
  private long markBegin;
  private long markEnd;
  private boolean markEnded;
  private long pauses;
  private long longestPause;
  private boolean paused;
  private String pauseReason = "";
  private long pauseBegin;

  Collections(Recording recording, WrittenThreads threads) {
    this.recording = recording;
    this.threads = threads;
  }

  /** Takes a range or a metric. */
  @Override
  public void accept(EventView e) throws IOException {
    switch (e.kind()) {
      case METRIC -> {
        switch (e.metricName()) {
          case TraceEvent.Metric.HEAP_OBJECTS -> heapUsed = e.metricValue();
          case TraceEvent.Metric.HEAP_GOAL, TraceEvent.Metric.HEAP_COMMITTED ->
              heapGoal = e.metricValue();
          default -> {
            // Says nothing of the heap.
          }
        }
      }
      case RANGE_BEGIN, RANGE_ACTIVE -> begin(e);
      case RANGE_END -> end(e);
      default -> throw new AssertionError("invariant: no such event is handed here");
    }
  }

  private void begin(EventView e) throws IOException {
    switch (RangeKind.ofName(e.rangeName())) {
      case GC_MARK -> {
        if (!marking) {
          finish(e); // The one before, whose last pause was not seen to end.
          if (!paused || !isCollectors(pauseReason)) {
            collection();
          }
          marking = true;
          markBegin = e.time();
          heap(e.time(), "Before GC");
        }
      }
      case STOP_THE_WORLD -> {
        paused = true;
        pauseReason = RangeKind.stopTheWorldReason(e.rangeName());
        pauseBegin = e.time();
        if (isCollectors(pauseReason) && !marking && !markEnded) {
          collection(); // It begins with this pause.
        }
      }
      case GC_SWEEP, GC_MARK_ASSIST, OTHER -> {
        // Not among the JDK's phases.
      }
    }
  }

  private void collection() {
    id++;
    pauses = 0;
    longestPause = 0;
  }

  private static boolean isCollectors(String reason) {
    return reason.startsWith("GC ") || reason.startsWith("G1") || reason.contains(" GC ");
  }

  private void end(EventView e) throws IOException {
    switch (RangeKind.ofName(e.rangeName())) {
      case GC_MARK -> {
        if (marking) {
          marking = false;
          markEnded = true;
          markEnd = e.time();
          if (!paused) {
            finish(e);
          }
        }
      }
      case STOP_THE_WORLD -> {
        if (paused) {
          paused = false;
          if (isCollectors(pauseReason)) {
            pause(e);
          }
          if (!marking) {
            finish(e);
          }
        }
      }
      case GC_SWEEP, GC_MARK_ASSIST, OTHER -> {
        // As above.
      }
    }
  }

  private void pause(EventView e) throws IOException {
    long duration = e.time() - pauseBegin;
    pauses += duration;
    longestPause = Math.max(longestPause, duration);
    long thread = threads.context(e);
    long name = recording.pools().string(pauseReason);
    recording
        .event(phasePause)
        .number(pauseBegin)
        .number(duration)
        .number(thread)
        .number(id)
        .pooledText(name);
    recording.endEvent();
  }

  /** Writes the collection if it has ended. */
  private void finish(EventView e) throws IOException {
    if (!markEnded) {
      return;
    }
    markEnded = false;
    long thread = threads.context(e);
    long name = recording.pools().word(JdkTypes.GC_NAME, COLLECTOR);
    long cause = recording.pools().word(JdkTypes.GC_CAUSE, CAUSE);
    recording
        .event(garbageCollection)
        .number(markBegin)
        .number(markEnd - markBegin)
        .number(thread)
        .number(id)
        .number(name)
        .number(cause)
        .number(pauses)
        .number(longestPause);
    recording.endEvent();
    heap(markEnd, "After GC");
  }

  private void heap(long time, String when) throws IOException {
    long moment = recording.pools().word(JdkTypes.GC_WHEN, when);
    recording
        .event(heapSummary)
        .number(time)
        .number(id)
        .number(moment)
        .number(0)
        .number(heapGoal)
        .number(heapGoal)
        .number(heapGoal)
        .number(heapGoal)
        .number(heapUsed);
    recording.endEvent();
  }
}
