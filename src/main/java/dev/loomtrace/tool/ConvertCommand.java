package dev.loomtrace.tool;

import dev.loomtrace.convert.Traces;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a Go trace or a JFR recording of any trace. */
@Command(
    name = "convert",
    description = {
      "Convert a trace to a Go 1.26 execution trace, or to a JFR recording.",
      "",
      "OUT says which: a recording if it ends in .jfr, a Go trace if it ends otherwise. If it has no",
      "ending, or is -, a recording becomes a Go trace and a Go trace becomes a recording. Virtual",
      "threads and platform threads become goroutines, carriers become procs. A Go trace becomes a",
      "recording that tools for JFR can show; it can be converted back without loss."
    },
    footer = {
      "",
      "Examples:",
      "  loomtrace convert rec.jfr trace.out && go tool trace trace.out",
      "  jfr-source | loomtrace convert - - | go run my-analysis.go",
      "  loomtrace convert trace.out rec.jfr && jfr view hot-methods rec.jfr"
    })
final class ConvertCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  /** What can be written. */
  enum Target {
    GO,
    JFR;

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
    Counter counter = new Counter();
    Coverage coverage =
        in.use(
            console,
            trace -> {
              AtomicReference<MalformedTraceException> fault = new AtomicReference<>();
              counter.target = target(trace);
              out.write(console, stream -> fault.set(convert(trace, new Kept(stream), counter)));
              return Coverage.of(in.label(), trace, Optional.ofNullable(fault.get()), in.size());
            });
    report(counter);
    return console.conclude(coverage);
  }

  private Target target(TraceReader trace) {
    if (to != null) {
      return to;
    }
    String name = out.toString().substring(out.toString().lastIndexOf(File.separatorChar) + 1);
    if (name.endsWith(".jfr")) {
      return Target.JFR;
    }
    if (name.indexOf('.') > 0) {
      return Target.GO;
    }
    return switch (Traces.formatOf(trace)) {
      case JFR -> Target.GO;
      case GO -> Target.JFR;
    };
  }

  /**
   * Converts what is whole, to a file as to a pipe.
   *
   * @return where the trace breaks off behind that; null if it does not
   */
  private static MalformedTraceException convert(
      TraceReader trace, OutputStream out, Counter counter) throws IOException {
    try {
      counter.repairs =
          switch (counter.target) {
            case GO -> Traces.writeGo(trace, out, counter);
            case JFR -> Traces.writeJfr(trace, out, counter);
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
