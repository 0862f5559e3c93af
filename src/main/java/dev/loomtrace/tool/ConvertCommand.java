package dev.loomtrace.tool;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.perfetto.PerfettoPart;
import dev.loomtrace.perfetto.PerfettoTraceWriter;
import dev.loomtrace.perfetto.TimeWindow;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.report.Quantities;
import dev.loomtrace.trace.ClockSnapshot;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.Repairs;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.UnsupportedTraceException;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Makes a Go trace, a JFR recording or a trace for Perfetto of any trace. */
@Command(
    name = "convert",
    description = {
      "Convert a trace to a Go 1.26 execution trace, to a JFR recording, or for Perfetto.",
      "",
      "OUT says which: a recording if it ends in .jfr, a trace for Perfetto if it ends in .pftrace or",
      ".pftrace.gz (compressed), a Go trace if it ends otherwise. If it has no ending, or is -, a",
      "recording becomes a Go trace and a Go trace becomes a recording. Virtual threads and platform",
      "threads become goroutines, carriers become procs. A Go trace becomes a recording that tools",
      "for JFR can show; it can be converted back without loss. For Perfetto, carriers and procs",
      "become CPUs, and virtual threads and goroutines become threads. Several inputs become several",
      "processes of one trace for Perfetto, aligned by their wall clocks."
    },
    footer = {
      "",
      "Examples:",
      "  loomtrace convert rec.jfr trace.out && go tool trace trace.out",
      "  jfr-source | loomtrace convert - - | go run my-analysis.go",
      "  loomtrace convert trace.out rec.jfr && jfr view hot-methods rec.jfr",
      "  loomtrace convert --threads 200 rec.jfr rec.pftrace.gz   # then open it in ui.perfetto.dev",
      "  loomtrace convert --task checkout rec.jfr slow.pftrace",
      "  loomtrace convert gateway.trace shop.jfr both.pftrace"
    })
final class ConvertCommand implements Callable<Integer> {
  private static final String PERFETTO_ENDING = ".pftrace";
  private static final String COMPRESSED_ENDING = ".gz";

  private final Console console;

  @Spec private CommandSpec spec;

  /** What can be written. */
  enum Target {
    GO,
    JFR,
    PERFETTO;

    /** As it is written on the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--to",
      paramLabel = "FORMAT",
      description = "One of ${COMPLETION-CANDIDATES}, whatever OUT is called.")
  private Target to;

  @Mixin private PerfettoChoice choice;

  @Parameters(index = "0", paramLabel = "IN", description = "JFR recording or Go trace, or -.")
  private TraceFile in;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "[IN...] OUT",
      hideParamSyntax = true,
      description = "More of them, for Perfetto; then the file to write, or -.")
  private List<TraceFile> others;

  private OutputFile out;

  ConvertCommand(Console console) {
    this.console = console;
  }

  private static final class Counter implements EventSink {
    private final TimeWindow window;
    private Target target = Target.GO;
    private long events;
    private long parts;
    private Repairs repairs = Repairs.NONE;
    private long part = 1; // The number of the one that goes on.
    private long firstPart;
    private boolean happens; // Something beside a part's begin.

    /** Counts what is in a window. */
    private Counter(TimeWindow window) {
      this.window = window;
    }

    @Override
    public void accept(EventView event) {
      boolean sync = event.kind() == EventKind.SYNC;
      if (sync) {
        part = event.syncNumber();
      }
      if (!window.contains(event.time())) {
        return;
      }
      events++;
      if (firstPart == 0) {
        firstPart = part;
      }
      happens |= !sync;
      // The last sync only ends the trace.
      parts = Math.max(parts, part - firstPart + (sync ? 0 : 1));
    }
  }

  /** Keeps a stream open that the writer of a trace would close. */
  private static final class Kept extends java.io.FilterOutputStream {
    private Kept(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  @Override
  public Integer call() throws IOException {
    List<TraceFile> ins = new ArrayList<>(List.of(in));
    ins.addAll(others.subList(0, others.size() - 1));
    out = output(others.getLast().name());
    for (TraceFile each : ins) {
      if (!out.isStandardOutput() && each.is(out.path())) {
        throw new ParameterException(spec.commandLine(), out + " is the input itself");
      }
    }
    if (out.isStandardOutput() && console.isTerminal()) {
      throw new ParameterException(
          spec.commandLine(), "a trace is not for a terminal: name a file, or use a pipe");
    }
    check(ins);
    return ins.size() == 1 ? convertOne() : convertSeveral(ins);
  }

  private OutputFile output(String name) {
    try {
      return OutputFile.of(FileNames.whole(name));
    } catch (TypeConversionException e) {
      throw new ParameterException(spec.commandLine(), "OUT: " + e.getMessage(), e);
    }
  }

  private int convertOne() throws IOException {
    PerfettoPart part = choice.of(in, PerfettoPart.only(), console);
    Counter counter = new Counter(part.window());
    Coverage coverage =
        in.use(
            console,
            trace -> {
              AtomicReference<MalformedTraceException> fault = new AtomicReference<>();
              counter.target = target(trace);
              out.write(
                  console,
                  stream -> {
                    fault.set(convert(trace, kept(stream, counter), part, counter));
                    requireEvents(counter);
                  });
              return Coverage.of(in.label(), trace, Optional.ofNullable(fault.get()), in.size());
            });
    report(counter);
    reportLeftOut("", coverage);
    return console.conclude(coverage);
  }

  private void requireEvents(Counter counter) throws IOException {
    if (counter.events == 0) {
      throw new UserDataException(in.label() + ": nothing happens in this window");
    }
  }

  /** Makes one trace for Perfetto of several traces. */
  private int convertSeveral(List<TraceFile> ins) throws IOException {
    List<PerfettoPart> parts = parts(ins);
    Counter counter = new Counter(TimeWindow.ALWAYS);
    counter.target = Target.PERFETTO;
    List<Coverage> coverages = new ArrayList<>();
    List<Repairs> repairs = new ArrayList<>();
    out.write(
        console,
        stream -> {
          OutputStream all = kept(stream, counter);
          for (int i = 0; i < ins.size(); i++) {
            TraceFile each = ins.get(i);
            PerfettoPart part = parts.get(i);
            Counter one = new Counter(part.window());
            one.target = Target.PERFETTO;
            coverages.add(
                each.use(
                    console,
                    trace -> {
                      MalformedTraceException fault = convert(trace, new Kept(all), part, one);
                      return Coverage.of(
                          each.label(), trace, Optional.ofNullable(fault), each.size());
                    }));
            counter.events += one.events;
            counter.parts += one.parts;
            repairs.add(one.repairs);
          }
          all.close();
        });
    reportSize(counter);
    int status = ExitCode.OK;
    for (int i = 0; i < ins.size(); i++) {
      report(ins.get(i).label() + ": ", repairs.get(i));
      reportLeftOut(ins.get(i).label() + ": ", coverages.get(i));
      status = Math.max(status, console.conclude(coverages.get(i)));
    }
    return status;
  }

  /** What of each trace is shown, and how they stand beside each other. */
  private List<PerfettoPart> parts(List<TraceFile> ins) throws IOException {
    List<ClockSnapshot> starts = new ArrayList<>();
    for (TraceFile each : ins) {
      starts.add(
          each.clock(console)
              .snapshot()
              .orElseThrow(
                  () ->
                      new UserDataException(
                          each.label()
                              + ": does not say what time it was, so it cannot be shown beside"
                              + " others; traces of Go say so since Go 1.25")));
    }
    List<PerfettoPart> parts = new ArrayList<>();
    for (PerfettoPart part : PerfettoPart.aligned(starts)) {
      TraceFile each = ins.get(parts.size());
      PerfettoPart named = part.named(each.fileName());
      if (parts.isEmpty()) {
        parts.add(choice.of(each, named, console));
      } else {
        PerfettoPart first = parts.getFirst();
        TimeWindow window = named.windowOf(first.window(), first);
        parts.add(choice.beside(each, named, window, console));
      }
    }
    return parts;
  }

  private Target target(TraceReader trace) {
    if (to != null) {
      return to;
    }
    Optional<Target> named = namedTarget();
    if (named.isPresent()) {
      return named.get();
    }
    return switch (Traces.formatOf(trace)) {
      case JFR -> Target.GO;
      case GO -> Target.JFR;
    };
  }

  /** What the output's name says; empty if nothing. */
  private Optional<Target> namedTarget() {
    String name = out.toString().substring(out.toString().lastIndexOf(File.separatorChar) + 1);
    if (name.endsWith(".jfr")) {
      return Optional.of(Target.JFR);
    }
    if (name.endsWith(PERFETTO_ENDING) || name.endsWith(PERFETTO_ENDING + COMPRESSED_ENDING)) {
      return Optional.of(Target.PERFETTO);
    }
    return name.indexOf('.') > 0 ? Optional.of(Target.GO) : Optional.empty();
  }

  /** Refuses what is only for Perfetto if something else is written. */
  private void check(List<TraceFile> ins) {
    choice.check(spec);
    String what = ins.size() > 1 ? "more than one input" : choice.given();
    if (what.isEmpty()) {
      return;
    }
    if (to != null ? to != Target.PERFETTO : !namedTarget().equals(Optional.of(Target.PERFETTO))) {
      throw new ParameterException(
          spec.commandLine(),
          what + " is for Perfetto: name the output " + PERFETTO_ENDING + ", or use --to perfetto");
    }
    if (ins.stream().anyMatch(TraceFile::isStandardInput)) {
      throw new ParameterException(
          spec.commandLine(), what + " needs files to read: they are read more than once");
    }
    if (ins.size() > PerfettoPart.MOST) {
      throw new ParameterException(
          spec.commandLine(), "at most " + PerfettoPart.MOST + " inputs, not " + ins.size());
    }
  }

  private OutputStream kept(OutputStream stream, Counter counter) throws IOException {
    OutputStream kept = new Kept(stream);
    return counter.target == Target.PERFETTO && out.toString().endsWith(COMPRESSED_ENDING)
        ? PerfettoTraceWriter.compressed(kept)
        : kept;
  }

  /**
   * Converts what is whole, to a file as to a pipe.
   *
   * @return where the trace breaks off behind that; null if it does not
   */
  private static MalformedTraceException convert(
      TraceReader trace, OutputStream out, PerfettoPart part, Counter counter) throws IOException {
    try {
      counter.repairs =
          switch (counter.target) {
            case GO -> Traces.writeGo(trace, out, counter);
            case JFR -> Traces.writeJfr(trace, out, counter);
            case PERFETTO -> Traces.writePerfetto(trace, out, part, counter);
          };
      return null;
    } catch (UnsupportedTraceException e) {
      throw e;
    } catch (MalformedTraceException e) {
      if (!counter.happens) {
        throw e; // Nothing is whole but the head.
      }
      counter.repairs = trace.repairs();
      return e;
    }
  }

  private void report(Counter counter) throws IOException {
    reportSize(counter);
    report("", counter.repairs);
  }

  private void reportSize(Counter counter) throws IOException {
    String size = out.isStandardOutput() ? "" : ", " + Quantities.bytes(Files.size(out.path()));
    console.say(
        (out.isStandardOutput() ? "wrote" : "wrote " + out + ":")
            + " "
            + Quantities.count(counter.events, "event")
            + " in "
            + Quantities.count(counter.parts, counter.target == Target.GO ? "generation" : "part")
            + size);
  }

  private void reportLeftOut(String label, Coverage coverage) {
    coverage
        .leftOut()
        .ifPresent(
            sentence -> console.say(label + sentence + " (loomtrace summary --events lists them)"));
  }

  private void report(String label, Repairs made) {
    Repairs repairs = made.withoutCuts();
    if (!repairs.counts().isEmpty()) {
      console.say(label + Coverage.repaired(repairs));
    }
  }
}
