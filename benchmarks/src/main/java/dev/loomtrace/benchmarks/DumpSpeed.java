package dev.loomtrace.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.loomtrace.FlightRecorder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * Time and processor time of a dump of a short window of a program that does nothing: what a dump
 * costs whatever it holds. Each dump also rotates. It uses only what the flight recorder had from
 * its first version on, so that {@code dumpspeed.sh} can compare two of them.
 *
 * <p>Arguments: the number of dumps, and the file that each of them replaces.
 */
public final class DumpSpeed {
  private static final int WARM_UP = 30;
  private static final double NANOS_PER_MILLI = 1e6;

  private DumpSpeed() {}

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    int dumps = Integer.parseInt(args[0]);
    Path file = Path.of(args[1]);
    FlightRecorder.Config config =
        FlightRecorder.Config.DEFAULT
            .withMinAge(Duration.ofSeconds(2))
            .withMinDumpInterval(Duration.ZERO);
    try (FlightRecorder recorder = new FlightRecorder(config)) {
      recorder.start();
      measure(recorder, file, WARM_UP);
      System.out.println(measure(recorder, file, dumps));
    }
  }

  private static String measure(FlightRecorder recorder, Path file, int dumps) throws Exception {
    OperatingSystemMXBean process =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long[] nanos = new long[dumps];
    long cpu = process.getProcessCpuTime();
    for (int i = 0; i < dumps; i++) {
      long start = System.nanoTime();
      recorder.dump(file, "benchmark").get();
      nanos[i] = System.nanoTime() - start;
    }
    cpu = process.getProcessCpuTime() - cpu;
    Arrays.sort(nanos);
    return text(nanos, cpu, file);
  }

  private static String text(long[] nanos, long cpu, Path file) throws IOException {
    return String.format(
        Locale.ROOT,
        "median %.1f ms, 90 %% %.1f ms, processor time %.1f ms a dump, last one of %d bytes",
        nanos[nanos.length / 2] / NANOS_PER_MILLI,
        nanos[nanos.length * 9 / 10] / NANOS_PER_MILLI,
        cpu / NANOS_PER_MILLI / nanos.length,
        Files.size(file));
  }
}
