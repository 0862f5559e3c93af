package dev.loomtrace.gotrace.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.gotrace.GoTraceWriter;
import dev.loomtrace.gotrace.TraceMutator;
import dev.loomtrace.gotrace.wire.GoVersion;
import dev.loomtrace.gotrace.wire.WireInput;
import dev.loomtrace.testing.RandomTrace;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.TraceReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that are put in order in a second thread are those of one thread. */
class OrderAheadTest {
  private static final int EVENTS = 12_000;
  private static final int PARTS = 6;
  private static final int SPOILED = 400;

  /** Has no bytes yet, and waits for them. */
  private static final class Waiting extends InputStream {
    @Override
    public int read() throws IOException {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        throw new InterruptedIOException("interrupted");
      }
      return -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return read();
    }
  }

  private static byte[] trace(long seed, int events, int parts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ListTraceReader trace = new ListTraceReader(RandomTrace.of(seed, events, parts));
        GoTraceWriter writer = new GoTraceWriter(bytes)) {
      trace.copyTo(writer);
    }
    return bytes.toByteArray();
  }

  private static V2TraceReader reader(InputStream in, boolean ahead) throws IOException {
    WireInput wire = new WireInput(in);
    return V2TraceReader.of(GoVersion.readHeader(wire), wire, ahead);
  }

  /** All that is read, and how it ends. */
  private static List<String> all(byte[] trace, boolean ahead) throws IOException {
    List<String> events = new ArrayList<>();
    try (TraceReader reader = reader(new ByteArrayInputStream(trace), ahead)) {
      try {
        while (reader.next()) {
          events.add(reader.toString());
          if (reader.kind() == EventKind.SYNC) {
            events.add("covered " + reader.covered());
          }
        }
      } catch (IOException e) {
        events.add(e.toString());
        assertFalse(reader.next());
      }
      events.add("at last " + reader.covered());
    } catch (MalformedTraceException e) {
      events.add("no trace: " + e);
    }
    return events;
  }

  private static void assertSameAhead(byte[] trace, String what) throws IOException {
    List<String> expected = all(trace, false);
    List<String> found = all(trace, true);
    for (int i = 0; i < Math.min(expected.size(), found.size()); i++) {
      assertEquals(expected.get(i), found.get(i), what + ", line " + i);
    }
    assertEquals(expected.size(), found.size(), what);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void givesTheSameEvents(long seed) throws IOException {
    byte[] trace = trace(seed, EVENTS, PARTS);
    List<String> events = all(trace, true);
    assertTrue(events.size() > EVENTS / 2, () -> "only " + events.size());
    assertEquals(PARTS + 1, events.stream().filter(line -> line.startsWith("covered")).count());
    assertSameAhead(trace, "seed " + seed);
  }

  @Test
  void saysTheSameOfWhatIsSpoiled() throws IOException {
    byte[] small = trace(4, 300, 3);
    TraceMutator spoiled = new TraceMutator(5, List.of(small, trace(6, 400, 2)));
    for (int i = 0; i < SPOILED; i++) {
      byte[] bytes = spoiled.next();
      assertSameAhead(bytes, "input " + i);
    }
    for (int length = 0; length < small.length; length += 97) {
      byte[] bytes = Arrays.copyOf(small, length);
      assertSameAhead(bytes, "cut at " + length);
    }
  }

  @Test
  void closingEndsTheThread() throws Exception {
    byte[] trace = trace(7, EVENTS, PARTS);
    InputStream begun = new ByteArrayInputStream(trace, 0, trace.length / 2);
    Thread ahead;
    try (V2TraceReader reader = reader(new SequenceInputStream(begun, new Waiting()), true)) {
      assertTrue(reader.next());
      ahead = reader.readAheadThread();
      assertTrue(ahead.isDaemon(), "it must not keep the JVM while it waits");
    }
    ahead.join();
  }

  @Test
  void theThreadEndsWithTheTrace() throws Exception {
    try (V2TraceReader reader = reader(new ByteArrayInputStream(trace(8, EVENTS, PARTS)), true)) {
      while (reader.next()) {
        assertTrue(reader.time() >= 0);
      }
      reader.readAheadThread().join();
    }
  }

  @Test
  void whoWaitsForEventsCanBeInterrupted() throws IOException {
    InputStream header = new ByteArrayInputStream(trace(9, 100, 1), 0, 16);
    try (V2TraceReader reader = reader(new SequenceInputStream(header, new Waiting()), true)) {
      Thread.currentThread().interrupt();
      assertThrows(InterruptedIOException.class, reader::next);
      assertTrue(Thread.interrupted());
      assertFalse(reader.next());
    }
  }
}
