package dev.loomtrace.truth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.analysis.TaskBreakdown;
import dev.loomtrace.analysis.TaskResult;
import dev.loomtrace.analysis.TimeByState;
import dev.loomtrace.analysis.TraceSummary;
import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.convert.Traces;
import dev.loomtrace.testing.jvm.EachJdk;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.trace.CpuUse;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.truth.program.Displaced;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Beside busy processes, how much of running was on a CPU is what the program itself measures. */
class DisplacedIT {
  private static final int PROCESSES = 4;
  private static final long MILLIS = 800;

  // Of the task's time: the processes do not come to the processors evenly.
  private static final double TOLERANCE = 0.1;

  @TempDir Path directory;

  @EachJdk
  void onCpuIsWhatTheCarrierUsed(int version) throws IOException {
    Path recording = directory.resolve("displaced.jfr");
    ChildJvm.Result program =
        ChildJvm.record(
            version,
            recording,
            List.of(
                "-Djdk.virtualThreadScheduler.parallelism=1",
                "-Djdk.virtualThreadScheduler.maxPoolSize=1"),
            Displaced.class,
            String.valueOf(PROCESSES),
            String.valueOf(MILLIS));
    Map<String, long[]> measured = measured(program.out());
    TaskBreakdown breakdown = new TaskBreakdown(measured.size());
    TraceSummary summary = new TraceSummary();
    Timeline timeline = new Timeline(breakdown, summary);
    try (TraceReader trace = Traces.open(recording)) {
      while (trace.next()) {
        timeline.accept(trace);
      }
      timeline.end();
    }
    assertEquals(measured.size(), breakdown.slowest().size());
    long most = 0;
    long allCpu = 0;
    for (TaskResult task : breakdown.slowest()) {
      long[] truth = measured.get(task.type());
      TimeByState time = task.time();
      String said = task.type() + ": " + time + ", measured " + truth[1] + " of " + truth[0];
      assertTrue(time.cpuKnown() >= time.running() * (1 - TOLERANCE), said);
      assertEquals(time.cpuKnown(), time.onCpu() + time.displaced());
      assertEquals(truth[1], time.onCpu(), truth[0] * TOLERANCE, said);
      most = Math.max(most, time.displaced());
      allCpu += truth[1];
    }
    assertTrue(most > 0, "the machine was busy with something else");
    CpuUse use = summary.result().cpuUse();
    assertEquals(allCpu, use.running() - use.displaced(), use.running() * TOLERANCE);
  }

  /** Of each task how long it took, and how much CPU time it used. */
  private static Map<String, long[]> measured(String out) {
    Map<String, long[]> measured = new HashMap<>();
    for (String line : out.lines().filter(l -> l.startsWith("work")).toList()) {
      String[] parts = line.split(" ", -1);
      measured.put(parts[0], new long[] {Long.parseLong(parts[1]), Long.parseLong(parts[2])});
    }
    return measured;
  }
}
