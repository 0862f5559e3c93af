package dev.loomtrace.gotrace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.loomtrace.gotrace.text.EditableTrace;
import dev.loomtrace.testing.GoTools;
import dev.loomtrace.testing.GoTraces;
import dev.loomtrace.testing.RandomTrace;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.RangeKind;
import dev.loomtrace.trace.TraceReader;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Broken traces by the thousand, to our reader and to Go's: nothing but clean faults, within
 * bounded memory, after the same events with the same text.
 *
 * <p>The long form: {@code mvn -pl converter -am test -Dtest=ReaderFuzzTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dfuzz.inputs=1000000 -Dfuzz.seed=7}.
 */
class ReaderFuzzTest {
  private static final int INPUTS = Integer.getInteger("fuzz.inputs", 4_000);
  private static final long SEED = Long.getLong("fuzz.seed", 20261125L);
  private static final String CUT_TABLE = "found the end of the batch in";
  private static final int BATCH = 500;
  private static final int LARGEST_SEED = 5_000;

  // What a reader of an empty trace needs, and what each byte of input may cost: a frame of four
  // bytes becomes an object, and so does its text.
  private static final long FIXED_MEMORY = 1 << 20;
  private static final long MEMORY_PER_BYTE = 2_000;

  private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What came of a trace, as Go tells it in test-fixtures as well. */
  private record Outcome(long events, String verdict, String hash) {}

  @Test
  void agreesWithGoOnBrokenTraces() throws IOException {
    GoTools.requireGo();
    TraceMutator mutator = new TraceMutator(SEED, seeds());
    Process go = new ProcessBuilder(GoTools.program("verdicts").toString()).start();
    try (DataOutputStream toGo = new DataOutputStream(go.getOutputStream());
        BufferedReader fromGo =
            new BufferedReader(
                new InputStreamReader(go.getInputStream(), StandardCharsets.US_ASCII))) {
      int panics = 0;
      for (int done = 0; done < INPUTS; done += BATCH) {
        panics += compare(mutator, toGo, fromGo, done);
      }
      System.out.println(INPUTS + " broken traces; Go's own text of " + panics + " panics");
    } finally {
      go.destroy();
    }
  }

  private int compare(
      TraceMutator mutator, DataOutputStream toGo, BufferedReader fromGo, int before)
      throws IOException {
    List<byte[]> inputs = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      inputs.add(mutator.next());
    }
    Thread feeder = Thread.ofPlatform().start(() -> feed(inputs, toGo));
    int panics = 0;
    for (int i = 0; i < BATCH; i++) {
      byte[] input = inputs.get(i);
      Outcome ours = read(input, before + i);
      String[] words = fromGo.readLine().split(" ", 3);
      Outcome theirs = new Outcome(Long.parseLong(words[0]), words[1], words[2]);
      if (theirs.verdict.equals("panic")) {
        // Go's String looks numbers up that its reader did not check.
        panics++;
        assertTrue(ours.events >= theirs.events, () -> describe(input, "fewer events"));
      } else {
        int number = before + i;
        // Go takes some tables that end within an entry for the end of the trace. We do not.
        Outcome expected =
            ours.verdict.equals("cut") ? new Outcome(theirs.events, "cut", theirs.hash) : theirs;
        assertEquals(expected, ours, () -> describe(input, "input " + number));
      }
    }
    join(feeder);
    return panics;
  }

  private static void feed(List<byte[]> inputs, DataOutputStream toGo) {
    try {
      for (byte[] input : inputs) {
        toGo.writeInt(input.length);
        toGo.write(input);
      }
      toGo.flush();
    } catch (IOException e) {
      // The other side is gone; who reads from it will say so.
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Outcome read(byte[] input, int number) throws IOException {
    long before = memory.getCurrentThreadAllocatedBytes();
    long events = 0;
    Hash hash = new Hash();
    String verdict = "ok";
    try (EventText text = new EventText(hash);
        TraceReader reader = GoTraceReader.open(new ByteArrayInputStream(input))) {
      try {
        while (reader.next()) {
          events++;
          // Go names the stop of an earlier generation from the wrong table of strings.
          if (reader.kind() != EventKind.RANGE_END
              || RangeKind.ofName(reader.rangeName()) != RangeKind.STOP_THE_WORLD) {
            text.accept(reader);
          }
        }
      } catch (MalformedTraceException e) {
        verdict = e.getMessage().contains(CUT_TABLE) ? "cut" : "error";
      }
      assertTrue(!reader.next(), "an event after the end");
    } catch (MalformedTraceException e) {
      verdict = "error";
    } catch (RuntimeException | Error e) {
      throw new AssertionError(describe(input, "input " + number), e);
    }
    long allocated = memory.getCurrentThreadAllocatedBytes() - before;
    assertTrue(
        allocated < FIXED_MEMORY + MEMORY_PER_BYTE * input.length,
        () -> describe(input, allocated + " bytes allocated"));
    return new Outcome(events, verdict, Long.toHexString(hash.value));
  }

  private static String describe(byte[] input, String what) {
    return what + ", seed " + SEED + ": " + HexFormat.of().formatHex(input);
  }

  static List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (GoTraces.Case test : GoTraces.cases()) {
      if (test.trace().length <= LARGEST_SEED) {
        seeds.add(test.trace());
      }
    }
    for (GoTraces.Case test : GoTraces.corpus()) {
      String header = new String(test.trace(), 0, 7, StandardCharsets.ISO_8859_1);
      if (header.compareTo("go 1.22") >= 0) {
        seeds.add(test.trace());
      }
    }
    for (long seed = 1; seed <= 20; seed++) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ListTraceReader reader = new ListTraceReader(RandomTrace.of(seed, 60, 2));
          GoTraceWriter writer = new GoTraceWriter(bytes)) {
        reader.copyTo(writer);
      }
      EditableTrace trace = EditableTrace.of(bytes.toByteArray());
      seeds.add(
          switch ((int) seed % 3) {
            case 0 -> trace.asGo123().toBytes();
            case 1 -> trace.asGo125().toBytes();
            default -> trace.toBytes();
          });
    }
    return seeds;
  }

  /** FNV-1a of 64 bits. */
  private static final class Hash extends OutputStream {
    private long value = 0xcbf29ce484222325L;

    @Override
    public void write(int b) {
      value = (value ^ (b & 0xff)) * 0x100000001b3L;
    }
  }
}
