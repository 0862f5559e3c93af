package dev.loomtrace.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.loomtrace.convert.Traces;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.TraceValidator;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;
import jdk.jfr.consumer.RecordingFile;

/**
 * How fast a JFR recording is read: as a trace that is validated, as one that is converted to Go's
 * format, and by the JDK's own {@code RecordingFile}, which touches one field of each event.
 *
 * <p>Prints a line for each: JFR events in a second of elapsed and of processor time, of the whole
 * process, so that compilers and collectors count. The three take turns, so that what else the
 * machine does meets all of them.
 *
 * <p>Arguments: the recording, and the number of rounds, which is 1 if not given.
 */
public final class RecordingSpeed {
  /** Reads the recording, and returns how many events it gave. */
  @FunctionalInterface
  private interface Reading {
    long read(Path recording) throws IOException;
  }

  private RecordingSpeed() {}

  /** Runs the rounds. */
  public static void main(String[] arguments) throws IOException {
    Path recording = Path.of(arguments[0]);
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
    long events = recordingFile(recording);
    for (int i = 0; i < rounds; i++) {
      measure("RecordingFile", events, RecordingSpeed::recordingFile, recording);
      measure("validated", events, RecordingSpeed::validated, recording);
      measure("converted", events, RecordingSpeed::converted, recording);
    }
  }

  private static void measure(String name, long events, Reading reading, Path recording)
      throws IOException {
    long begin = System.nanoTime();
    long processorBegin = processorNanos();
    long given = reading.read(recording);
    double seconds = (System.nanoTime() - begin) / 1e9;
    double processorSeconds = (processorNanos() - processorBegin) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%-13s %.2f million JFR events/s, %.2f million/s of processor time; %d events of %d%n",
        name,
        events / seconds / 1e6,
        events / processorSeconds / 1e6,
        given,
        events);
  }

  private static long recordingFile(Path recording) throws IOException {
    long events = 0;
    long sum = 0;
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        sum += file.readEvent().getLong("startTime");
        events++;
      }
    }
    if (sum == 0) {
      throw new IOException(recording + " has no times");
    }
    return events;
  }

  private static long validated(Path recording) throws IOException {
    long events = 0;
    try (TraceReader trace = Traces.open(recording)) {
      TraceValidator validator = new TraceValidator();
      while (trace.next()) {
        validator.accept(trace);
        events++;
      }
    }
    return events;
  }

  private static long converted(Path recording) throws IOException {
    long[] events = {0};
    try (TraceReader trace = Traces.open(recording)) {
      // Written to nothing, so that it is not the disk that is measured.
      Traces.writeGo(trace, OutputStream.nullOutputStream(), event -> events[0]++);
    }
    return events[0];
  }

  private static long processorNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
