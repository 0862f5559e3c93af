package dev.loomtrace.gotrace.v1;

import static dev.loomtrace.gotrace.v1.V1Type.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.gotrace.EventText;
import dev.loomtrace.gotrace.GoTraceReader;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.TraceValidator;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What any reader of traces promises, of those before Go 1.22. */
class V1ReaderTest {
  private static final byte[] PROGRAM = RandomV1Trace.of(5, 21, 5000, 40);

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1000})
  void readsFromInputsThatTrickle(int most) throws IOException {
    InputStream trickle =
        new FilterInputStream(new ByteArrayInputStream(PROGRAM)) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            return super.read(target, offset, Math.min(length, most));
          }
        };
    List<String> texts = new ArrayList<>();
    try (TraceReader reader = GoTraceReader.open(trickle)) {
      reader.copyTo(event -> texts.add(EventText.of(event)));
    }
    List<String> expected = new ArrayList<>();
    try (TraceReader reader = V1Text.open(PROGRAM)) {
      reader.copyTo(event -> expected.add(EventText.of(event)));
    }
    assertEquals(expected, texts);
  }

  @Test
  void randomProgramsMakeSense() throws IOException {
    // Those of Go 1.11, which have no samples: one of these can hide that a system call blocks.
    for (long seed = 1; seed <= 50; seed++) {
      TraceValidator validator = new TraceValidator(false);
      try (TraceReader reader = V1Text.open(RandomV1Trace.of(seed, 11, 2000, 40))) {
        reader.copyTo(validator);
      }
      List<String> faults =
          validator.faults().stream()
              .map(TraceValidator.Fault::message)
              // The program does not care which task a task belongs to, and what has a name.
              .filter(fault -> !fault.contains("task") && !fault.contains("frame"))
              .toList();
      assertEquals(List.of(), faults, "seed " + seed);
    }
  }

  @Test
  void eventsMayBeKept() throws IOException {
    List<TraceEvent> events = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    try (TraceReader reader = V1Text.open(PROGRAM)) {
      while (reader.next()) {
        events.add(reader.event());
        texts.add(EventText.of(reader));
      }
    }
    List<String> kept = new ArrayList<>();
    try (TraceReader reader = new ListTraceReader(events)) {
      reader.copyTo(event -> kept.add(EventText.of(event)));
    }
    assertEquals(texts, kept);
    assertTrue(events.size() > 3000);
    assertEquals(EventKind.SYNC, events.getFirst().kind());
    assertEquals(EventKind.SYNC, events.getLast().kind());
  }

  @Test
  void equalStacksAreTheSameObject() throws IOException {
    V1Encoder trace =
        V1Judged.opened(21)
            .stack(1, 0x100, 0, 0, 10)
            .event(GO_CREATE, 10, 2, 0, 1)
            .event(GO_SCHED, 10, 1);
    try (TraceReader reader = V1Text.open(trace.toBytes())) {
      for (int i = 0; i < 4; i++) {
        assertTrue(reader.next());
      }
      var first = reader.stack();
      assertEquals(10, first.frames().getFirst().line());
      assertTrue(reader.next());
      assertSame(first, reader.stack());
      assertSame(first, reader.goroutineStack());
    }
  }

  @Test
  void theEndIsForEver() throws IOException {
    try (TraceReader reader = V1Text.open(V1Judged.opened(21).toBytes())) {
      while (reader.next()) {
        assertTrue(reader.time() >= -1);
      }
      assertFalse(reader.next());
      assertThrows(IllegalStateException.class, reader::kind);
    }
  }

  @Test
  void thereIsNothingAfterAFault() throws IOException {
    byte[] trace = V1Judged.opened(21).event(PROC_STOP, 10).toBytes();
    try (TraceReader reader = V1Text.open(trace)) {
      MalformedTraceException fault = assertThrows(MalformedTraceException.class, reader::next);
      // The last event has two bytes.
      assertEquals(trace.length - 2, fault.offset());
      assertFalse(reader.next());
    }
  }

  @Test
  void faultsOfTheInputComeThrough() throws IOException {
    IOException broken = new IOException("broken pipe");
    InputStream input =
        new FilterInputStream(new ByteArrayInputStream(PROGRAM, 0, 100)) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            if (read < 0) {
              throw broken;
            }
            return read;
          }
        };
    try (TraceReader reader = GoTraceReader.open(input)) {
      assertSame(broken, assertThrows(IOException.class, reader::next));
    }
  }

  @Test
  void closesItsInput() throws IOException {
    AtomicBoolean closed = new AtomicBoolean();
    InputStream input =
        new FilterInputStream(new ByteArrayInputStream(PROGRAM)) {
          @Override
          public void close() throws IOException {
            closed.set(true);
            super.close();
          }
        };
    TraceReader reader = GoTraceReader.open(input);
    assertTrue(reader.next());
    assertFalse(closed.get());
    reader.close();
    assertTrue(closed.get());
  }

  @Test
  void readingByAccessorsAllocatesNothing() throws IOException {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (TraceReader reader = V1Text.open(RandomV1Trace.of(3, 21, 200_000, 40))) {
      long sum = touch(reader, 50_000);
      long before = threads.getCurrentThreadAllocatedBytes();
      sum += touch(reader, 50_000);
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertTrue(sum > 0);
      // Some tables grow with the tasks and stacks that come up.
      assertTrue(allocated < 50_000, allocated + " bytes for 50000 events");
    }
  }

  @Test
  void needsLittleMoreMemoryThanTheFile() throws IOException {
    byte[] trace = RandomV1Trace.of(4, 21, 1_000_000, 40);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (TraceReader reader = V1Text.open(trace)) {
      long before = threads.getCurrentThreadAllocatedBytes();
      assertTrue(reader.next());
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      // Pages are allocated once; tables grow by doubling, so less than half of this is in use.
      assertTrue(
          allocated < 4L * trace.length + (4 << 20),
          allocated + " bytes for a trace of " + trace.length);
    }
  }

  private static long touch(TraceReader reader, int events) throws IOException {
    long sum = 0;
    for (int i = 0; i < events && reader.next(); i++) {
      sum += reader.time() + reader.goroutine() + reader.proc() + reader.thread();
      if (reader.kind() == EventKind.GO_TRANSITION) {
        sum += reader.resourceId() + reader.goTo().ordinal() + reader.cause().text().length();
        sum += reader.stack().frames().size() + reader.goroutineStack().frames().size();
      }
    }
    return sum;
  }
}
