package dev.loomtrace.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.timeline.TraceFault;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.Repairs;
import dev.loomtrace.trace.SourceEvents;
import dev.loomtrace.trace.TraceReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What part of a trace an answer is about, and how whole that is.
 *
 * @param trace what the trace is called in texts, such as the name of its file
 * @param repairs what its reader repaired, and what is known to be lost
 * @param fault where and why the trace breaks off, if it does; everything before that was read
 * @param bytes how many bytes of the trace the answer covers, from its start; negative if not known
 * @param ofBytes the size of the trace in bytes; 0 or less if not known
 * @param source what the file holds, and what of it has no place in any answer
 */
public record Coverage(
    String trace,
    Repairs repairs,
    Optional<TraceFault> fault,
    long bytes,
    long ofBytes,
    SourceEvents source) {
  private static final int TYPES = 3;
  // What the recorder has no place for is for its own use.
  private static final String OWN = "loomtrace.";

  /** The coverage of a trace in which everything has its place. */
  public Coverage(
      String trace, Repairs repairs, Optional<TraceFault> fault, long bytes, long ofBytes) {
    this(trace, repairs, fault, bytes, ofBytes, SourceEvents.NONE);
  }

  /**
   * The coverage of a trace that was read to its end, or until it broke off.
   *
   * @param trace what the trace is called in texts
   * @param reader its reader
   * @param fault what ended the reading before the end of the trace
   * @param ofBytes the size of the trace in bytes; 0 or less if not known
   */
  public static Coverage of(
      String trace, TraceReader reader, Optional<MalformedTraceException> fault, long ofBytes) {
    long offset = fault.map(MalformedTraceException::offset).orElse(reader.covered());
    return new Coverage(
        trace,
        reader.repairs(),
        fault.map(TraceFault::of),
        reader.covered() < 0 ? offset : reader.covered(),
        ofBytes,
        reader.sourceEvents());
  }

  /** The coverage of a trace of which nothing could be read. */
  public static Coverage none(String trace, MalformedTraceException fault, long ofBytes) {
    return new Coverage(trace, Repairs.NONE, Optional.of(TraceFault.of(fault)), 0, ofBytes);
  }

  /** Writes it as a member {@code coverage}, as far as it is known. */
  void json(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("coverage");
    if (bytes >= 0) {
      json.writeNumberField("bytes", bytes);
    }
    if (ofBytes > 0) {
      json.writeNumberField("ofBytes", ofBytes);
    }
    if (fault.isPresent()) {
      json.writeStringField("fault", fault.get().message());
    }
    json.writeEndObject();
  }

  /** What went wrong, and what part of the trace is covered, a sentence each; none if all is. */
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (fault.isPresent()) {
      remarks.add(trace + ": " + fault.get().message());
      remarks.add("the results are of what comes before that" + part());
    }
    return remarks;
  }

  /**
   * What of the file has no place in the trace, and what was not recorded, a sentence each; none if
   * all is there.
   */
  public List<String> gaps() {
    List<String> gaps = new ArrayList<>();
    if (!source.recorder()) {
      gaps.add(
          "recorded without Loomtrace's agent: short waits, and who ended waits, are missing (start"
              + " the JVM with -javaagent:loomtrace-agent.jar)");
    }
    leftOut().map(sentence -> sentence + " (--events lists them)").ifPresent(gaps::add);
    return gaps;
  }

  /** How many events of the file have no place in the trace, and of which types; if there are. */
  public Optional<String> leftOut() {
    List<SourceEvents.Type> out =
        source.types().stream()
            .filter(type -> type.leftOut() > 0 && !type.name().startsWith(OWN))
            .sorted(Comparator.comparingLong(SourceEvents.Type::leftOut).reversed())
            .toList();
    if (out.isEmpty()) {
      return Optional.empty();
    }
    String named =
        out.stream()
            .limit(TYPES)
            .map(type -> Quantities.count(type.leftOut()) + " of " + Visible.name(type.name()))
            .collect(Collectors.joining(", "));
    String more =
        out.size() > TYPES ? ", and of " + Quantities.count(out.size() - TYPES, "more type") : "";
    return Optional.of(
        Quantities.count(out.stream().mapToLong(SourceEvents.Type::leftOut).sum())
            + " of "
            + Quantities.count(source.count(), "event")
            + " in the file have no place here: "
            + named
            + more);
  }

  /** What was repaired or lost, in a sentence. */
  public static String repaired(Repairs repairs) {
    return "repaired or lost: " + (repairs.counts().isEmpty() ? "nothing" : repairs);
  }

  private String part() {
    if (bytes < 0) {
      return "";
    }
    if (ofBytes <= 0) {
      return ": the first " + Quantities.count(bytes, "byte");
    }
    return ", "
        + Quantities.percent(bytes, ofBytes)
        + " of the file: "
        + Quantities.count(bytes)
        + " of "
        + Quantities.count(ofBytes, "byte");
  }
}
