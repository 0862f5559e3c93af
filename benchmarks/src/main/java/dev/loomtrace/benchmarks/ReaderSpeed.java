package dev.loomtrace.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.loomtrace.gotrace.EventText;
import dev.loomtrace.gotrace.GoTraceReader;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.TraceReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads a Go trace and touches kind, time and goroutine of each event, as {@code
 * benchmarks/go/readspeed} does with Go's own reader. Prints the same line for each round:
 * milliseconds, those of processor time, events, a sum of what it touched, and the most memory that
 * the process had.
 *
 * <p>Arguments: the file, and the number of rounds, which is 1 if not given; or {@code parsed} and
 * the file, to print what {@code go tool trace -d=parsed} prints.
 */
public final class ReaderSpeed {
  private ReaderSpeed() {}

  /** Runs the rounds. */
  public static void main(String[] arguments) throws IOException {
    if (arguments[0].equals("parsed")) {
      print(Path.of(arguments[1]));
      return;
    }
    Path file = Path.of(arguments[0]);
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
    for (int i = 0; i < rounds; i++) {
      read(file);
    }
  }

  private static void print(Path file) throws IOException {
    try (TraceReader trace = GoTraceReader.open(Files.newInputStream(file));
        EventText text = new EventText(new FileOutputStream(FileDescriptor.out))) {
      trace.copyTo(text);
    }
  }

  private static void read(Path file) throws IOException {
    long begin = System.nanoTime();
    long processorBegin = processorNanos();
    long events = 0;
    long sum = 0;
    try (TraceReader trace = GoTraceReader.open(Files.newInputStream(file))) {
      while (trace.next()) {
        events++;
        sum += trace.time() + trace.goroutine();
        EventKind kind = trace.kind();
        if (kind == EventKind.GO_TRANSITION || kind == EventKind.PROC_TRANSITION) {
          sum++;
        }
      }
    }
    long millis = (System.nanoTime() - begin) / 1_000_000;
    long processorMillis = (processorNanos() - processorBegin) / 1_000_000;
    System.out.printf(
        "%d ms, %d ms cpu, %d events, sum %d, %s KiB%n",
        millis, processorMillis, events, sum, peakMemory());
  }

  /** Of the whole process, so that compilers and collectors count. */
  private static long processorNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static String peakMemory() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return "?";
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .map(line -> line.replaceAll("\\D+", ""))
        .findFirst()
        .orElse("?");
  }
}
