package dev.loomtrace.jfr.write;

import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.TraceEvent;
import java.io.IOException;

/**
 * Writes what happens in words that tools for JFR know: events of the JDK, and those of our own
 * recorder for annotations.
 */
public final class StandardEvents implements EventSink {
  private final Recording recording;
  private final WrittenStacks stacks;
  private final WrittenThreads threads;
  private final Waits waits;
  private final Collections collections;
  private final Annotations annotations;
  private final String program;
  private final int executionSample = Recording.type(JdkTypes.EXECUTION_SAMPLE);
  private final int cpuInformation = Recording.type(JdkTypes.CPU_INFORMATION);
  private final int jvmInformation = Recording.type(JdkTypes.JVM_INFORMATION);
  private final int threadStatistics = Recording.type(JdkTypes.THREAD_STATISTICS);
  private long maxProcs;

  /**
   * The events of a recording.
   *
   * @param program what wrote the trace, such as {@code Go 1.26}; empty: not known
   */
  public StandardEvents(
      Recording recording, WrittenStacks stacks, WrittenThreads threads, String program) {
    this.recording = recording;
    this.stacks = stacks;
    this.threads = threads;
    this.program = program;
    waits = new Waits(recording, stacks, threads);
    collections = new Collections(recording, threads);
    annotations = new Annotations(recording, threads);
  }

  @Override
  public void accept(EventView e) throws IOException {
    switch (e.kind()) {
      case GO_TRANSITION -> {
        waits.accept(e);
        if (e.goTo() == GoState.NOT_EXIST) {
          annotations.accept(e);
        }
      }
      case METRIC -> {
        if (e.metricName().equals(TraceEvent.Metric.MAX_PROCS)) {
          maxProcs = e.metricValue();
        }
        collections.accept(e);
      }
      case RANGE_BEGIN, RANGE_ACTIVE, RANGE_END -> collections.accept(e);
      case TASK_BEGIN, TASK_END, REGION_BEGIN, REGION_END, LOG -> annotations.accept(e);
      case STACK_SAMPLE -> {
        long thread = threads.context(e);
        long stack = stacks.key(e.stack(), e.time());
        long state = recording.pools().word(JdkTypes.THREAD_STATE, "STATE_RUNNABLE");
        recording
            .event(executionSample)
            .number(e.time())
            .number(thread)
            .number(stack)
            .number(state);
        recording.endEvent();
      }
      case SYNC, LABEL, PROC_TRANSITION, EXPERIMENTAL -> {
        // The JDK has nothing like it.
      }
    }
  }

  /**
   * Writes what is known at the end of a chunk: what is open, and about the program.
   *
   * @param begin when the chunk began
   * @param end when it ends
   */
  public void endChunk(long begin, long end) throws IOException {
    annotations.announce(end);
    recording
        .event(threadStatistics)
        .number(end)
        .number(threads.alive())
        .number(0)
        .number(threads.accumulated())
        .number(threads.peak());
    recording.endEvent();
    if (!program.isEmpty()) {
      String procs = maxProcs == 0 ? "" : "GOMAXPROCS=" + maxProcs;
      recording
          .event(jvmInformation)
          .number(begin)
          .text("Go")
          .text(program)
          .text(procs)
          .text("")
          .text("")
          .number(0)
          .number(0);
      recording.endEvent();
    }
    if (maxProcs > 0) {
      recording
          .event(cpuInformation)
          .number(begin)
          .text("GOMAXPROCS " + maxProcs)
          .text("Processors that the program may use at a time")
          .number(1)
          .number(maxProcs)
          .number(maxProcs);
      recording.endEvent();
    }
  }
}
