package dev.loomtrace.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.analysis.ProfileType;
import dev.loomtrace.analysis.StackProfile;
import dev.loomtrace.pprof.PprofProfile;
import dev.loomtrace.pprof.PprofProfile.ValueType;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.ThreadKind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A profile as other tools read it: for {@code pprof}, or folded, a line for each stack, as the
 * programs that draw flame graphs take it.
 *
 * @param type what it adds up
 * @param rows its rows
 * @param remarks what whoever reads it must know: a sentence each
 */
public record ProfileFile(ProfileType type, List<StackProfile.Row> rows, List<String> remarks) {
  private static final Frame NO_STACK = new Frame(0, "[no stack]", "", 0);

  /** Keeps copies of the lists. */
  public ProfileFile {
    rows = List.copyOf(rows);
    remarks = List.copyOf(remarks);
  }

  /**
   * Writes it for {@code pprof}: each sample has the labels {@code reason} (why threads waited),
   * {@code thread} (what kind they are) and {@code open} (the waits had not ended).
   *
   * @param out stays open
   */
  public void pprof(OutputStream out) throws IOException {
    boolean timed = type != ProfileType.CPU;
    PprofProfile profile =
        new PprofProfile(
            timed
                ? List.of(
                    new ValueType("contentions", "count"), new ValueType("delay", "nanoseconds"))
                : List.of(new ValueType("samples", "count")));
    remarks.forEach(profile::comment);
    for (StackProfile.Row row : rows) {
      Map<String, String> labels = new TreeMap<>();
      labels.put("thread", row.kind().word());
      if (!row.reason().isEmpty()) {
        labels.put("reason", row.reason());
      }
      if (row.open()) {
        labels.put("open", "true");
      }
      List<Frame> stack = stack(row);
      if (timed) {
        profile.sample(stack, labels, row.count(), row.nanos());
      } else {
        profile.sample(stack, labels, row.count());
      }
    }
    profile.writeTo(out);
  }

  /** Of a JVM's thread a frame that says so stands for no stack: pprof shows no sample without. */
  private static List<Frame> stack(StackProfile.Row row) {
    return row.stack().isEmpty() && row.kind() != ThreadKind.GOROUTINE
        ? List.of(NO_STACK)
        : row.stack();
  }

  /**
   * Writes a line for each row: the functions, root first, then why the threads waited, if they
   * did, all divided by {@code ;}, and the time in nanoseconds, or the number of samples.
   *
   * @param out stays open
   */
  public void folded(Writer out) throws IOException {
    for (StackProfile.Row row : rows) {
      if (value(row) > 0) {
        String stack =
            names(row).stream()
                .map(name -> name.replace(';', ':'))
                .collect(Collectors.joining(";"));
        out.write(stack + " " + value(row) + "\n");
      }
    }
  }

  /**
   * Writes it as a flame graph: a page that needs nothing but itself. Its stacks are those of
   * {@link #folded}, but for frames with hardly anything, of which it says how much they have.
   *
   * @param title what the profile is of
   * @param out stays open
   */
  public void html(String title, Writer out) throws IOException {
    new FlamePage(title, tree(), type != ProfileType.CPU, remarks).writeTo(out);
  }

  /**
   * Writes its flame graph as one object: {@code frames}, which are names, and {@code nodes}, of
   * which each is the number of its caller among them (the first one, of which all are, has -1),
   * the number of its name, what was in it or below it, and what was in none of those below it.
   * Callers come first. What was left out, since it was hardly anything, is {@code leftOut}.
   *
   * @param estimated whether stacks are a sample, so that the values are estimates
   */
  public void flame(JsonGenerator json, boolean estimated) throws IOException {
    FlameTree tree = tree();
    json.writeStartObject();
    json.writeStringField("type", Json.name(type));
    json.writeBooleanField("timed", type != ProfileType.CPU);
    json.writeNumberField("total", tree.total());
    json.writeBooleanField("estimated", estimated);
    json.writeNumberField("leftOut", tree.leftOut());
    json.writeArrayFieldStart("remarks");
    for (String remark : remarks) {
      json.writeString(remark);
    }
    json.writeEndArray();
    tree.json(json);
    json.writeEndObject();
  }

  private FlameTree tree() {
    FlameTree tree = new FlameTree();
    for (StackProfile.Row row : rows) {
      if (value(row) > 0) {
        tree.add(names(row), value(row));
      }
    }
    tree.build();
    return tree;
  }

  private long value(StackProfile.Row row) {
    return type == ProfileType.CPU ? row.count() : row.nanos();
  }

  /** The functions, root first, then why the threads waited, if they did; each in a line. */
  private static List<String> names(StackProfile.Row row) {
    List<String> names = new ArrayList<>();
    List<Frame> frames = row.stack().isEmpty() ? List.of(NO_STACK) : row.stack().reversed();
    frames.forEach(frame -> names.add(Visible.line(frame.function())));
    if (!row.reason().isEmpty()) {
      names.add("[" + Visible.line(row.reason()) + "]");
    }
    return names;
  }
}
