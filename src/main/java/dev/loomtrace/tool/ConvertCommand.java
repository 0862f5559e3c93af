package dev.loomtrace.tool;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.perfetto.BusiestThreads;
import dev.loomtrace.perfetto.PerfettoTraceWriter;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.report.Quantities;
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
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongPredicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
      "become CPUs, and virtual threads and goroutines become threads."
    },
    footer = {
      "",
      "Examples:",
      "  loomtrace convert rec.jfr trace.out && go tool trace trace.out",
      "  jfr-source | loomtrace convert - - | go run my-analysis.go",
      "  loomtrace convert trace.out rec.jfr && jfr view hot-methods rec.jfr",
      "  loomtrace convert --threads 200 rec.jfr rec.pftrace.gz   # then open it in ui.perfetto.dev"
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

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "For Perfetto: show the N threads that run longest, and of the others only when they run,"
              + " under one name for each CPU. IN must be a file: it is read twice.")
  private Integer threads;

  @Parameters(index = "0", paramLabel = "IN", description = "JFR recording or Go trace, or -.")
  private TraceFile in;

  @Parameters(index = "1", paramLabel = "OUT", description = "File to write, or -.")
  private OutputFile out;

  ConvertCommand(Console console) {
    this.console = console;
  }

  private static final class Counter implements EventSink {
    private Target target = Target.GO;
    private long events;
    private long parts;
    private Repairs repairs = Repairs.NONE;

    @Override
    public void accept(EventView event) {
      events++;
      if (event.kind() == EventKind.SYNC) {
        // The last one only ends the trace.
        parts = event.syncNumber() - 1;
      }
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
    if (!out.isStandardOutput() && in.is(out.path())) {
      throw new ParameterException(spec.commandLine(), out + " is the input itself");
    }
    if (out.isStandardOutput() && console.isTerminal()) {
      throw new ParameterException(
          spec.commandLine(), "a trace is not for a terminal: name a file, or use a pipe");
    }
    requireThreads();
    Counter counter = new Counter();
    LongPredicate shown = shown();
    Coverage coverage =
        in.use(
            console,
            trace -> {
              AtomicReference<MalformedTraceException> fault = new AtomicReference<>();
              counter.target = target(trace);
              out.write(
                  console,
                  stream -> fault.set(convert(trace, kept(stream, counter), shown, counter)));
              return Coverage.of(in.label(), trace, Optional.ofNullable(fault.get()), in.size());
            });
    report(counter);
    return console.conclude(coverage);
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

  private void requireThreads() {
    if (threads == null) {
      return;
    }
    if (threads < 1) {
      throw new ParameterException(spec.commandLine(), "--threads: at least 1, not " + threads);
    }
    if (to != null ? to != Target.PERFETTO : !namedTarget().equals(Optional.of(Target.PERFETTO))) {
      throw new ParameterException(
          spec.commandLine(),
          "--threads is for Perfetto: name the output "
              + PERFETTO_ENDING
              + ", or use --to perfetto");
    }
    if (in.name().equals("-")) {
      throw new ParameterException(
          spec.commandLine(), "--threads needs a file to read: it is read twice");
    }
  }

  /** The threads to show. */
  private LongPredicate shown() throws IOException {
    if (threads == null) {
      return Traces.ALL_THREADS;
    }
    BusiestThreads busiest = new BusiestThreads(threads);
    in.read(console, busiest);
    return busiest;
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
      TraceReader trace, OutputStream out, LongPredicate shown, Counter counter)
      throws IOException {
    try {
      counter.repairs =
          switch (counter.target) {
            case GO -> Traces.writeGo(trace, out, counter);
            case JFR -> Traces.writeJfr(trace, out, counter);
            case PERFETTO -> Traces.writePerfetto(trace, out, shown, counter);
          };
      return null;
    } catch (UnsupportedTraceException e) {
      throw e;
    } catch (MalformedTraceException e) {
      if (counter.events == 0) {
        throw e;
      }
      counter.parts++; // No sync follows the last one.
      counter.repairs = trace.repairs();
      return e;
    }
  }

  private void report(Counter counter) throws IOException {
    String size = out.isStandardOutput() ? "" : ", " + Quantities.bytes(Files.size(out.path()));
    console.say(
        (out.isStandardOutput() ? "wrote" : "wrote " + out + ":")
            + " "
            + Quantities.count(counter.events, "event")
            + " in "
            + Quantities.count(counter.parts, counter.target == Target.GO ? "generation" : "part")
            + size);
    Repairs repairs = counter.repairs.withoutCuts();
    if (!repairs.counts().isEmpty()) {
      console.say(Coverage.repaired(repairs));
    }
  }
}
