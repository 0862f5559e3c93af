package dev.loomtrace.gotrace.v1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.loomtrace.gotrace.EventText;
import dev.loomtrace.gotrace.GoTraceReader;
import dev.loomtrace.trace.TraceReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Texts of traces before Go 1.22, and a form of them that can be compared. */
final class V1Text {
  private V1Text() {}

  /**
   * What our reader says of a trace.
   *
   * @param text its events up to the first fault, a character for each byte
   * @param fault what was thrown; null if nothing
   */
  record Reading(String text, IOException fault) {
    boolean accepted() {
      return fault == null;
    }
  }

  /** Reads a trace. */
  static Reading read(byte[] trace) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    IOException fault = null;
    try (TraceReader reader = open(trace);
        EventText printer = new EventText(text)) {
      try {
        reader.copyTo(printer);
      } catch (IOException e) {
        fault = e;
      }
    }
    return new Reading(text.toString(ISO_8859_1), fault);
  }

  /** Opens a trace. */
  static TraceReader open(byte[] trace) throws IOException {
    return GoTraceReader.open(new ByteArrayInputStream(trace));
  }

  /**
   * The text with what Go's reader leaves to chance taken out. It goes through its Ps, and through
   * the goroutines that can run at first, in the random order of a map. That shows among events of
   * one time: they come a nanosecond after each other, in an order that differs from run to run.
   * Here each such run of events is sorted by what they say beside the time.
   *
   * @return the runs
   */
  static List<String> settled(String text) {
    List<String> runs = new ArrayList<>();
    List<String> run = new ArrayList<>();
    long last = Long.MIN_VALUE;
    for (String event : events(text)) {
      int from = event.indexOf(" Time=") + " Time=".length();
      int to = from + 1;
      while (Character.isDigit(event.charAt(to))) {
        to++;
      }
      long time = Long.parseLong(event.substring(from, to));
      if (time != last + 1) {
        flush(run, last, runs);
      }
      run.add(event.substring(0, from) + event.substring(to));
      last = time;
    }
    flush(run, last, runs);
    return runs;
  }

  /** A text with a character for each byte that it has in UTF-8. */
  static String latin1(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  private static void flush(List<String> run, long last, List<String> runs) {
    if (!run.isEmpty()) {
      run.sort(null);
      runs.add(run.size() + " events to " + last + "\n" + String.join("", run));
      run.clear();
    }
  }

  private static List<String> events(String text) {
    List<String> events = new ArrayList<>();
    StringBuilder event = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      if (line.startsWith("M=") && event.length() > 0) {
        events.add(event.toString());
        event.setLength(0);
      }
      event.append(line).append('\n');
    }
    if (event.length() > 1) {
      events.add(event.toString());
    }
    return events;
  }
}
