package dev.loomtrace.jfr.forge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.testing.PerfettoReplay;
import dev.loomtrace.testing.RandomTrace;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.TraceValidator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Recordings that were written here, broken and cut off, as input of every writer. Their events are
 * taken as they are: what they say may be impossible, but does no harm.
 *
 * <p>The long form: {@code -Dforge.written=1000000 -Dforge.seed=7}.
 */
@Isolated("counts what the whole JVM allocates and computes")
class WrittenFilesTest {
  private static final long INPUTS = Long.getLong("forge.written", 300);
  private static final long SEED = Long.getLong("forge.seed", 20261129L);
  private static final int MOST_CHANGES = 4;

  /** Writes a trace in a format. */
  private interface Writing {
    void write(TraceReader trace, OutputStream out) throws IOException;
  }

  private static byte[] written(long seed, int events, Writing writing) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writing.write(new ListTraceReader(RandomTrace.of(seed, events, 3)), out);
    return out.toByteArray();
  }

  @Test
  void brokenRecordingsDoNoHarm() throws IOException {
    List<byte[]> whole = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      whole.add(written(i, 40 << i, Traces::writeJfr));
    }
    List<Writing> all = List.of(Traces::writeGo, Traces::writeJfr, WrittenFilesTest::perfetto);
    Harm harm =
        new Harm(
            input -> {
              for (Writing writing : all) {
                try (TraceReader reader = Traces.open(new ByteArrayInputStream(input))) {
                  writing.write(reader, OutputStream.nullOutputStream());
                } catch (MalformedTraceException e) {
                  assertEquals(1, e.getMessage().lines().count(), e::getMessage);
                }
              }
            });
    for (long i = 0; i < INPUTS; i++) {
      Random random = new Random(SEED * 1_000_003 + i);
      byte[] broken = whole.get(random.nextInt(whole.size()));
      for (int changes = 1 + random.nextInt(MOST_CHANGES); changes > 0; changes--) {
        broken = broken(broken, random);
      }
      long number = i;
      assertEquals("", harm.inThisThread(broken).orElse(""), () -> "seed " + SEED + ", " + number);
    }
  }

  private static void perfetto(TraceReader trace, OutputStream out) throws IOException {
    Traces.writePerfetto(trace, out, Traces.ALL_THREADS);
  }

  private static byte[] broken(byte[] whole, Random random) {
    if (whole.length < 2) {
      return whole;
    }
    int at = random.nextInt(whole.length);
    int length = Math.min(whole.length - at, 1 + random.nextInt(200));
    byte[] broken = whole.clone();
    switch (random.nextInt(6)) {
      case 0 -> broken[at] = (byte) random.nextInt();
      case 1 -> broken[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> Arrays.fill(broken, at, at + Math.min(8, length), (byte) 0xff);
      case 3 -> {
        return Arrays.copyOf(broken, at);
      }
      case 4 -> {
        return joined(
            Arrays.copyOf(whole, at), Arrays.copyOfRange(whole, at + length, whole.length));
      }
      default -> {
        return joined(
            Arrays.copyOf(whole, at + length), Arrays.copyOfRange(whole, at, whole.length));
      }
    }
    return broken;
  }

  private static byte[] joined(byte[] one, byte[] two) {
    byte[] all = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, all, one.length, two.length);
    return all;
  }

  /** A frame whose description is not there is complete all the same, and the same each time. */
  @Test
  void framesThatAreNotDescribedAreComplete() throws IOException {
    byte[] bytes = written(3, 2000, Traces::writeJfr);
    // A type of another name is one that nobody knows.
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String renamed = text.replace("loomtrace.go.Frame", "loomtrace.go.Fraem");
    assertNotEquals(text, renamed);
    TraceValidator validator = new TraceValidator();
    Map<Long, Frame> frames = new HashMap<>();
    try (TraceReader reader =
        Traces.open(new ByteArrayInputStream(renamed.getBytes(StandardCharsets.ISO_8859_1)))) {
      reader.copyTo(
          validator,
          event -> {
            for (Frame frame : event.stack().frames()) {
              Frame before = frames.put(frame.pc(), frame);
              assertTrue(before == null || before.equals(frame), () -> before + ", " + frame);
            }
          });
    }
    assertEquals(List.of(), validator.faults());
    assertTrue(frames.size() > 5, "frames: " + frames.size());
  }

  private record Reading(List<TraceEvent> events, boolean whole) {}

  private static Reading read(byte[] trace) throws IOException {
    List<TraceEvent> events = new ArrayList<>();
    try (TraceReader reader = Traces.open(new ByteArrayInputStream(trace))) {
      while (reader.next()) {
        events.add(reader.event());
      }
      return new Reading(events, true);
    } catch (MalformedTraceException e) {
      return new Reading(events, false);
    }
  }

  /** What is whole of a trace that was cut off is written, in every direction; and it is said. */
  @ParameterizedTest
  @ValueSource(strings = {"go", "jfr"})
  void whatIsWholeIsWritten(String from) throws IOException {
    byte[] whole = written(9, 3000, from.equals("go") ? Traces::writeGo : Traces::writeJfr);
    int converted = 0;
    for (int i = 1; i < 25; i++) {
      byte[] cut = Arrays.copyOf(whole, whole.length * i / 25);
      Reading left = read(cut);
      assertTrue(!left.whole, "a cut is said");
      if (left.events.isEmpty()) {
        continue;
      }
      converted++;
      assertEquals(left.events, read(converted(cut, Traces::writeJfr)).events);
      Reading asGo = read(converted(cut, Traces::writeGo));
      assertTrue(asGo.events.size() >= left.events.size(), () -> "Go: " + asGo.events.size());
      new PerfettoReplay(converted(cut, WrittenFilesTest::perfetto));
    }
    assertTrue(converted > 5, "cut behind something whole: " + converted);
  }

  private static byte[] converted(byte[] cut, Writing writing) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    boolean said = false;
    try (TraceReader reader = Traces.open(new ByteArrayInputStream(cut))) {
      writing.write(reader, out);
    } catch (MalformedTraceException e) {
      said = true;
    }
    assertTrue(said, "a cut is said");
    return out.toByteArray();
  }
}
