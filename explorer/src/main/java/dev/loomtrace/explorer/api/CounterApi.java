package dev.loomtrace.explorer.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.explorer.http.Refusal;
import dev.loomtrace.explorer.http.Reply;
import dev.loomtrace.explorer.http.Request;
import dev.loomtrace.explorer.trace.Bands;
import dev.loomtrace.explorer.trace.LoadedTrace;
import dev.loomtrace.explorer.trace.ThreadTable;
import dev.loomtrace.explorer.trace.TimeGrid;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.store.ListCursor;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code counter}: how a value went over time. */
final class CounterApi {
  private static final int USUAL_BUCKETS = 512;
  private static final int MOST_BUCKETS = 10_000;
  private static final int FINEST_LEVEL = 34;
  private static final int PARTS_CUT = 9;
  private static final double DIGITS = 1_000;

  private CounterApi() {}

  /** What is known of a bucket. */
  private static final class Bucket {
    private final long time;
    private BigInteger min;
    private BigInteger max;
    private BigInteger last;

    private Bucket(long time, BigInteger value) {
      this.time = time;
      min = value;
      max = value;
      last = value;
    }

    private void add(BigInteger value) {
      min = min.min(value);
      max = max.max(value);
      last = value;
    }
  }

  static Reply counter(LoadedTrace trace, Request request) throws IOException, Refusal {
    String name = request.needed("name");
    Stretch stretch = Stretch.of(request, trace.time());
    int buckets = request.number("buckets", USUAL_BUCKETS, 1, MOST_BUCKETS);
    for (ThreadCounter own : ThreadCounter.values()) {
      if (own.label().equals(name)) {
        return threads(trace, own, stretch, buckets);
      }
    }
    if (trace.counters().all().stream().noneMatch(counter -> counter.name().equals(name))) {
      throw Refusal.notFound("there is no counter '" + name + "'");
    }
    return measured(trace, name, stretch, buckets);
  }

  private static Reply measured(LoadedTrace trace, String name, Stretch stretch, int buckets)
      throws IOException {
    List<Bucket> found = new ArrayList<>();
    before(trace, name, stretch.from()).ifPresent(found::add);
    ListCursor sample = trace.store().listCursor();
    sample.between(SpanKind.COUNTER, stretch.from(), stretch.to());
    double perNano = stretch.nanos() == 0 ? 0 : (double) buckets / stretch.nanos();
    int current = -1;
    while (sample.next()) {
      if (sample.name().equals(name)) {
        BigInteger value = new BigInteger(Long.toUnsignedString(sample.id()));
        int bucket = (int) ((sample.begin() - stretch.from()) * perNano);
        if (bucket == current) {
          found.getLast().add(value);
        } else {
          current = bucket;
          found.add(new Bucket(sample.begin(), value));
        }
      }
    }
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("times");
          for (Bucket bucket : found) {
            json.writeNumber(trace.time().sinceStart(bucket.time));
          }
          json.writeEndArray();
          values(json, "min", found.stream().map(bucket -> bucket.min).toList());
          values(json, "max", found.stream().map(bucket -> bucket.max).toList());
          values(json, "last", found.stream().map(bucket -> bucket.last).toList());
          json.writeEndObject();
        });
  }

  /** The last value before a time: it holds until the next one. */
  private static Optional<Bucket> before(LoadedTrace trace, String name, long time) {
    TimeGrid all = trace.time();
    for (long width = Math.max(1, all.duration() >> 10); ; width *= 2) {
      long from = time - all.begin() <= width ? all.begin() : time - width;
      Bucket last = null;
      ListCursor sample = trace.store().listCursor();
      sample.between(SpanKind.COUNTER, from, time);
      while (sample.next()) {
        if (sample.name().equals(name)) {
          last = new Bucket(sample.begin(), new BigInteger(Long.toUnsignedString(sample.id())));
        }
      }
      if (last != null || from == all.begin()) {
        return Optional.ofNullable(last);
      }
    }
  }

  private static void values(JsonGenerator json, String name, List<BigInteger> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (BigInteger value : values) {
      json.writeNumber(value);
    }
    json.writeEndArray();
  }

  /** How many threads are in a state, from the sums of all. */
  private static Reply threads(
      LoadedTrace trace, ThreadCounter counter, Stretch stretch, int buckets) throws IOException {
    TimeGrid time = trace.time();
    int level = 0;
    while (level < FINEST_LEVEL && time.duration() >> (level + 1) >= stretch.nanos()) {
      level++;
    }
    List<Long> times = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    long lastTile = time.part(Math.max(stretch.from(), stretch.to() - 1), level);
    for (long tile = time.part(stretch.from(), level); tile <= lastTile; tile++) {
      Bands.Cells cells = trace.bands().of(ThreadTable.ALL, level, tile, PARTS_CUT);
      for (int part = 0; part < 1 << PARTS_CUT; part++) {
        int first = cells.first() + part * cells.perBucket();
        int end = first + cells.perBucket();
        long begin = cells.band().begin(first);
        long width = cells.band().begin(end) - begin;
        if (width > 0 && begin < stretch.to() && begin + width > stretch.from()) {
          times.add(begin);
          values.add((double) cells.band().time(first, end, counter.state()) / width);
        }
      }
    }
    int together = Math.max(1, (times.size() + buckets - 1) / buckets);
    return Reply.json(json -> write(trace, json, times, values, together));
  }

  private static void write(
      LoadedTrace trace, JsonGenerator json, List<Long> times, List<Double> values, int together)
      throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("times");
    for (int i = 0; i < times.size(); i += together) {
      json.writeNumber(trace.time().sinceStart(times.get(i)));
    }
    json.writeEndArray();
    for (String which : List.of("min", "max", "last")) {
      json.writeArrayFieldStart(which);
      for (int i = 0; i < values.size(); i += together) {
        List<Double> some = values.subList(i, Math.min(values.size(), i + together));
        double value =
            switch (which) {
              case "min" -> some.stream().min(Double::compare).orElseThrow();
              case "max" -> some.stream().max(Double::compare).orElseThrow();
              default -> some.getLast();
            };
        json.writeNumber(Math.round(value * DIGITS) / DIGITS);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }
}
