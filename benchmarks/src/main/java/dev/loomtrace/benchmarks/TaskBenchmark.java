package dev.loomtrace.benchmarks;

import dev.loomtrace.Log;
import dev.loomtrace.Region;
import dev.loomtrace.Settings;
import dev.loomtrace.Task;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What an annotation costs its application. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class TaskBenchmark {
  /** Who records. */
  public enum Recorder {
    /** Nobody ever did. */
    NONE,
    /** Somebody did, and stopped. */
    STOPPED,
    /** Loomtrace's lean settings. */
    ALWAYS_ON,
    /** Loomtrace's settings with stacks. */
    FULL
  }

  @Param Recorder recorder;
  private Recording recording;

  /** Starts the recording. */
  @Setup
  public void start() {
    if (recorder != Recorder.NONE) {
      recording = new Recording();
      recording.setSettings(
          (recorder == Recorder.FULL ? Settings.full() : Settings.alwaysOn()).values());
      recording.setMaxSize(64 << 20);
      recording.start();
      if (recorder == Recorder.STOPPED) {
        Task.run("task", () -> Region.run("region", () -> Log.log("category", "message")));
        recording.close();
      }
    }
  }

  /** Ends the recording. */
  @TearDown
  public void stop() {
    if (recording != null) {
      recording.close();
    }
  }

  /** What a benchmark costs. */
  @Benchmark
  public void nothing() {}

  /** A task. */
  @Benchmark
  public void task() {
    Task.begin("task").end();
  }

  /** A region. */
  @Benchmark
  public void region() {
    Region.begin("region").end();
  }

  /** A region in another. */
  @Benchmark
  public void nestedRegions() {
    Region outer = Region.begin("outer");
    Region.begin("inner").end();
    outer.end();
  }

  /** A log message. */
  @Benchmark
  public void log() {
    Log.log("category", "message");
  }

  /** A virtual thread that is made inside a task, if anybody records, and not started. */
  @Benchmark
  public Thread inheritingThread(InTask in) {
    return Thread.ofVirtual().unstarted(in);
  }

  /** The same without inheritance. */
  @Benchmark
  public Thread otherThread(InTask in) {
    return Thread.ofVirtual().inheritInheritableThreadLocals(false).unstarted(in);
  }

  /** Holds a task open on the benchmark's thread. */
  @State(Scope.Thread)
  public static class InTask implements Runnable {
    private Task task;

    /** After the recording has started. */
    @Setup
    public void begin(TaskBenchmark benchmark) {
      task = Task.begin("task");
    }

    /** Ends it. */
    @TearDown
    public void end() {
      task.end();
    }

    @Override
    public void run() {}
  }

  /** A look at the current task. */
  @Benchmark
  public Task current() {
    return Task.current();
  }
}
