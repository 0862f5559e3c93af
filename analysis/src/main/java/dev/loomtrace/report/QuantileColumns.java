package dev.loomtrace.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.analysis.Quantiles;
import java.io.IOException;
import java.util.List;

/** The columns of a table that say how long whole ones took. */
final class QuantileColumns {
  /** Their heads. */
  static final List<String> HEADS = List.of("whole", "median", "p90", "p99", "longest");

  private QuantileColumns() {}

  /** How many there are and how long they took. */
  static List<String> cells(Quantiles whole) {
    return List.of(
        Quantities.count(whole.count()),
        took(whole, whole.median()),
        took(whole, whole.p90()),
        took(whole, whole.p99()),
        took(whole, whole.longest()));
  }

  private static String took(Quantiles whole, long nanos) {
    return whole.count() == 0 ? "" : Quantities.duration(nanos);
  }

  /** The same as members of the object that is being written. */
  static void json(JsonGenerator json, Quantiles whole) throws IOException {
    json.writeNumberField("whole", whole.count());
    json.writeNumberField("medianNanos", whole.median());
    json.writeNumberField("p90Nanos", whole.p90());
    json.writeNumberField("p99Nanos", whole.p99());
    json.writeNumberField("longestNanos", whole.longest());
  }
}
