package dev.loomtrace.pprof;

import dev.loomtrace.base.ProtoBytes;
import dev.loomtrace.trace.Frame;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * A profile being made: samples, each a stack with values and labels. Needs memory for the profile,
 * which is written at its end. For one thread at a time.
 */
public final class PprofProfile {
  // Of Profile.
  private static final int SAMPLE_TYPE = 1;
  private static final int SAMPLE = 2;
  private static final int LOCATION = 4;
  private static final int FUNCTION = 5;
  private static final int STRING = 6;
  private static final int TIME_NANOS = 9;
  private static final int DURATION_NANOS = 10;
  private static final int COMMENT = 13;
  // Of the messages in it.
  private static final int FIRST = 1;
  private static final int SECOND = 2;
  private static final int THIRD = 3;
  private static final int FOURTH = 4;

  private final ProtoBytes samples = new ProtoBytes();
  private final ProtoBytes locations = new ProtoBytes();
  private final ProtoBytes functions = new ProtoBytes();
  private final ProtoBytes strings = new ProtoBytes();
  private final ProtoBytes head = new ProtoBytes();
  private final Map<String, Integer> texts = new HashMap<>();
  private final Map<Function, Integer> functionIds = new HashMap<>();
  private final Map<Location, Integer> locationIds = new HashMap<>();
  private final int values;

  private record Function(String name, String file) {}

  private record Location(int function, long line) {}

  /**
   * What the values of all samples are.
   *
   * @param name such as {@code delay}
   * @param unit such as {@code nanoseconds} or {@code count}
   */
  public record ValueType(String name, String unit) {}

  /** A profile without samples. */
  public PprofProfile(List<ValueType> types) {
    values = types.size();
    text(""); // The first text is always the empty one.
    for (ValueType type : types) {
      int message = head.begin(SAMPLE_TYPE);
      head.number(FIRST, text(type.name()));
      head.number(SECOND, text(type.unit()));
      head.end(message);
    }
  }

  /** When it was taken, and how long that took. */
  public void taken(Instant from, Duration duration) {
    head.number(
        TIME_NANOS,
        Math.addExact(Math.multiplyExact(from.getEpochSecond(), 1_000_000_000L), from.getNano()));
    head.number(DURATION_NANOS, duration.toNanos());
  }

  /** A line that {@code pprof} shows above the profile. */
  public void comment(String line) {
    head.number(COMMENT, text(line));
  }

  /**
   * Adds a sample.
   *
   * @param stack its frames, leaf first
   * @param labels texts by their name
   * @param sampleValues one for each type, in their order
   * @throws IllegalArgumentException if they are not as many as the types
   */
  public void sample(List<Frame> stack, Map<String, String> labels, long... sampleValues) {
    if (sampleValues.length != values) {
      throw new IllegalArgumentException(sampleValues.length + " values, must be " + values);
    }
    // The tables first: what they add would lie in the sample otherwise.
    int[] ids = stack.stream().mapToInt(this::location).toArray();
    int message = samples.begin(SAMPLE);
    int packed = samples.begin(FIRST);
    for (int id : ids) {
      samples.varint(id);
    }
    samples.end(packed);
    packed = samples.begin(SECOND);
    for (long value : sampleValues) {
      samples.varint(value);
    }
    samples.end(packed);
    for (Map.Entry<String, String> label : labels.entrySet()) {
      int start = samples.begin(THIRD);
      samples.number(FIRST, text(label.getKey()));
      samples.number(SECOND, text(label.getValue()));
      samples.end(start);
    }
    samples.end(message);
  }

  private int location(Frame frame) {
    int function = function(frame);
    Location location = new Location(function, frame.line());
    Integer known = locationIds.get(location);
    if (known != null) {
      return known;
    }
    int id = locationIds.size() + 1;
    locationIds.put(location, id);
    int message = locations.begin(LOCATION);
    locations.number(FIRST, id);
    int line = locations.begin(FOURTH);
    locations.number(FIRST, function);
    locations.number(SECOND, frame.line());
    locations.end(line);
    locations.end(message);
    return id;
  }

  private int function(Frame frame) {
    Function function = new Function(frame.function(), frame.file());
    Integer known = functionIds.get(function);
    if (known != null) {
      return known;
    }
    int id = functionIds.size() + 1;
    functionIds.put(function, id);
    int message = functions.begin(FUNCTION);
    functions.number(FIRST, id);
    functions.number(SECOND, text(frame.function()));
    functions.number(THIRD, text(frame.function()));
    functions.number(FOURTH, text(frame.file()));
    functions.end(message);
    return id;
  }

  private int text(String text) {
    return texts.computeIfAbsent(
        text,
        added -> {
          strings.text(STRING, added);
          return texts.size();
        });
  }

  /**
   * Writes the profile, in gzip.
   *
   * @param out stays open
   */
  public void writeTo(OutputStream out) throws IOException {
    GZIPOutputStream gzip = new GZIPOutputStream(out);
    for (ProtoBytes part : List.of(head, samples, locations, functions, strings)) {
      part.writeTo(gzip);
    }
    gzip.finish();
  }
}
