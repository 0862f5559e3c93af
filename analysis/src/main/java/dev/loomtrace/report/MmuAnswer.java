package dev.loomtrace.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.analysis.MutatorLoss;
import dev.loomtrace.analysis.MutatorUtilisation;
import dev.loomtrace.analysis.MutatorWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How much of its time the garbage collector left to a program, in the worst window of each of some
 * lengths.
 *
 * @param losses what counts as taken from the program
 * @param perProc whether processors were looked at one by one
 * @param ofJvm whether it is a trace of a JVM
 * @param procs how many carriers or processors there are; 0 if not known
 * @param length how long the trace is, in nanoseconds
 * @param curve the worst window of each length, the shortest first
 * @param window the length of which more is said, in nanoseconds
 * @param worst the worst windows of that length, worst first
 * @param clock the trace's
 * @param coverage of the trace
 */
public record MmuAnswer(
    Set<MutatorLoss> losses,
    boolean perProc,
    boolean ofJvm,
    long procs,
    long length,
    List<MutatorWindow> curve,
    long window,
    List<MutatorWindow> worst,
    TraceClock clock,
    Coverage coverage)
    implements Answer {
  private static final long SHORTEST = 1_000;
  private static final int[] STEPS = {1, 2, 5};
  private static final int BAR = 25;

  /** Keeps copies of the lists. */
  public MmuAnswer {
    losses = Set.copyOf(losses);
    curve = List.copyOf(curve);
    worst = List.copyOf(worst);
  }

  /**
   * What is to be said of a trace that has ended.
   *
   * @param utilisation of the trace
   * @param window the length of window of which more is said, in nanoseconds, at least 1; it is cut
   *     to that of the trace
   * @param top how many of them to list
   */
  public static MmuAnswer of(
      MutatorUtilisation utilisation,
      Set<MutatorLoss> losses,
      boolean perProc,
      long window,
      int top,
      TraceClock clock,
      Coverage coverage) {
    long length = utilisation.length();
    List<MutatorWindow> curve = new ArrayList<>();
    for (long each : lengths(length)) {
      curve.add(utilisation.least(each));
    }
    long fitting = Math.min(window, length);
    return new MmuAnswer(
        losses,
        perProc,
        utilisation.isOfJvm(),
        utilisation.procs(),
        length,
        curve,
        fitting,
        utilisation.worst(fitting, top),
        clock,
        coverage);
  }

  /** From a microsecond to the length of the trace, which is the last. */
  private static List<Long> lengths(long longest) {
    List<Long> lengths = new ArrayList<>();
    for (long decade = SHORTEST; decade < longest && decade <= Long.MAX_VALUE / 100; decade *= 10) {
      for (int step : STEPS) {
        if (step * decade < longest) {
          lengths.add(step * decade);
        }
      }
    }
    if (longest > 0) {
      lengths.add(longest);
    }
    return lengths;
  }

  @Override
  public boolean isEmpty() {
    return curve.isEmpty();
  }

  @Override
  public void text(Text out) throws IOException {
    if (isEmpty()) {
      out.line(coverage.trace() + " has no time to look at");
      return;
    }
    out.line("what the program could use in the worst window of each length, of " + whose());
    out.line("taken from it: " + taken());
    out.line();
    Table table = new Table("window", "least", "<", "<at");
    for (MutatorWindow each : curve) {
      table.row(
          Quantities.duration(each.length()),
          share(each),
          "#".repeat((int) Math.round(each.utilisation() * BAR)),
          each.utilisation() < 1 ? at(each) : "");
    }
    table.print(out, "");
    if (!worst.isEmpty()) {
      out.line();
      out.line("worst windows of " + Quantities.duration(window));
      Table windows = new Table("left", "<", "<began");
      for (MutatorWindow each : worst) {
        windows.row(share(each), proc(each), clock.words(each.begin()));
      }
      windows.print(out, "");
    }
  }

  private String whose() {
    String kind = ofJvm ? "carrier" : "processor";
    if (perProc) {
      return "each " + kind + " for itself";
    }
    return procs > 0
        ? "its " + Quantities.count(procs, kind) + " together"
        : "all " + kind + "s together";
  }

  private String taken() {
    String words =
        new TreeSet<>(ofJvm ? Set.of(MutatorLoss.STOPS) : losses)
            .stream().map(MutatorLoss::words).collect(Collectors.joining(", "));
    return ofJvm
        ? words + "; what a JVM's collector does beside the program is not known to take carriers"
        : words;
  }

  private String at(MutatorWindow each) {
    String proc = proc(each);
    return Quantities.duration(clock.sinceStart(each.begin()))
        + (proc.isEmpty() ? "" : ", " + proc);
  }

  private static String proc(MutatorWindow each) {
    return each.proc().isPresent() ? "processor " + each.proc().getAsLong() : "";
  }

  /** Never rounded to all or nothing. */
  private static String share(MutatorWindow each) {
    double percent = 100 * each.utilisation();
    if (percent > 0 && percent < 0.1) {
      return "< 0.1 %";
    }
    if (percent < 100 && percent > 99.9) {
      return "> 99.9 %";
    }
    return Quantities.percent(Math.round(percent * 1_000_000), 100_000_000);
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("taken");
    for (MutatorLoss loss : new TreeSet<>(losses)) {
      json.writeString(loss.toString());
    }
    json.writeEndArray();
    json.writeBooleanField("perProc", perProc);
    json.writeBooleanField("jvm", ofJvm);
    if (procs > 0) {
      json.writeNumberField("procs", procs);
    }
    json.writeNumberField("lengthNanos", length);
    json.writeArrayFieldStart("curve");
    for (MutatorWindow each : curve) {
      window(json, each);
    }
    json.writeEndArray();
    json.writeNumberField("windowNanos", window);
    json.writeArrayFieldStart("worst");
    for (MutatorWindow each : worst) {
      window(json, each);
    }
    json.writeEndArray();
    coverage.json(json);
    json.writeEndObject();
  }

  private void window(JsonGenerator json, MutatorWindow each) throws IOException {
    json.writeStartObject();
    json.writeNumberField("windowNanos", each.length());
    json.writeNumberField("utilisation", each.utilisation());
    if (each.proc().isPresent()) {
      json.writeNumberField("proc", each.proc().getAsLong());
    }
    if (each.utilisation() < 1) {
      clock.json(json, each.begin());
    }
    json.writeEndObject();
  }
}
