package dev.loomtrace.jfr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.Repairs;
import dev.loomtrace.trace.TraceValidator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A recording without events of ours. */
@Isolated("records its own JVM")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JfrTraceReaderTest {
  private static final int CHUNKS = 3;
  private static final int THREADS = 20;
  private static final int SIZE_AT = 8;
  private static final int HEADER = 68;

  private final Set<Long> threads = new TreeSet<>();
  private byte[] whole;
  private long jvmStart;

  @BeforeAll
  void record(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("test.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.JVMInformation");
      recording.enable("jdk.VirtualThreadStart");
      recording.enable("jdk.VirtualThreadEnd");
      recording.start();
      for (int chunk = 0; chunk < CHUNKS; chunk++) {
        for (int i = 0; i < THREADS; i++) {
          Thread thread = Thread.ofVirtual().start(() -> {});
          threads.add(thread.threadId());
          thread.join();
        }
        FlightRecorder.getFlightRecorder().takeSnapshot().close(); // ends the chunk
      }
      recording.stop();
      recording.dump(file);
    }
    whole = Files.readAllBytes(file);
    jvmStart =
        RecordingFile.readAllEvents(file).stream()
            .filter(e -> e.getEventType().getName().equals("jdk.JVMInformation"))
            .mapToLong(e -> e.getLong("jvmStartTime"))
            .findFirst()
            .orElseThrow();
  }

  private static JfrTraceReader reader(byte[] recording) {
    return new JfrTraceReader(new ByteArrayInputStream(recording));
  }

  @Test
  void virtualThreadsBeginAndEnd() throws IOException {
    Set<Long> created = new TreeSet<>();
    Set<Long> ended = new TreeSet<>();
    TraceValidator validator = new TraceValidator();
    try (JfrTraceReader trace = reader(whole)) {
      while (trace.next()) {
        validator.accept(trace);
        if (trace.kind() == EventKind.GO_TRANSITION) {
          if (trace.goFrom() == GoState.NOT_EXIST) {
            created.add(trace.resourceId());
          } else if (trace.goTo() == GoState.NOT_EXIST) {
            ended.add(trace.resourceId());
          }
        }
      }
      assertEquals(0, trace.repairs().total(Repairs.Group.SCHEDULING), trace.repairs()::toString);
    }
    assertEquals(List.of(), validator.faults());
    assertTrue(created.containsAll(threads), () -> threads + " of " + created);
    assertTrue(ended.containsAll(threads), () -> threads + " of " + ended);
  }

  private static List<String> told(JfrTraceReader trace, List<String> events) throws IOException {
    while (trace.next()) {
      events.add(trace.kind() + " " + trace.time());
    }
    return events;
  }

  @Test
  void ofABrokenChunkNothingIsTold() throws IOException {
    int first = (int) ByteBuffer.wrap(whole).getLong(SIZE_AT);
    List<String> before = told(reader(Arrays.copyOf(whole, first)), new ArrayList<>());
    byte[] damaged = whole.clone();
    // An event of no bytes, written in as many as before.
    int at = lastEvent(first);
    while (damaged[at] < 0) {
      damaged[at++] = Byte.MIN_VALUE;
    }
    damaged[at] = 0;
    List<String> events = new ArrayList<>();
    assertThrows(MalformedTraceException.class, () -> told(reader(damaged), events));
    // The sync that ends a trace is missing.
    assertEquals(before.subList(0, before.size() - 1), events);
  }

  @Test
  void aLaterJvmIsAnotherOneThoughItsClockIsAhead() throws IOException {
    int first = (int) ByteBuffer.wrap(whole).getLong(SIZE_AT);
    List<String> before = told(reader(Arrays.copyOf(whole, first)), new ArrayList<>());
    byte[] ofTwo = whole.clone();
    int changed = 0;
    for (int at = first; at < ofTwo.length - Long.BYTES; at++) {
      if (isNumber(at, jvmStart)) {
        ofTwo[at] = (byte) (ofTwo[at] ^ 1);
        changed++;
      }
    }
    assertTrue(changed > 0, "the JVM's start is told in the chunk");
    List<String> events = new ArrayList<>();
    MalformedTraceException e =
        assertThrows(MalformedTraceException.class, () -> told(reader(ofTwo), events));
    assertEquals(first, e.offset());
    assertEquals(before.subList(0, before.size() - 1), events);
  }

  /** Whether a number lies there, seven bits a byte. */
  private boolean isNumber(int at, long number) {
    long rest = number;
    for (int i = at; ; i++) {
      boolean more = rest > 0x7f;
      if (whole[i] != (byte) ((rest & 0x7f) | (more ? 0x80 : 0))) {
        return false;
      }
      rest >>>= 7;
      if (!more) {
        return true;
      }
    }
  }

  private int lastEvent(int chunk) {
    int end = chunk + (int) ByteBuffer.wrap(whole).getLong(chunk + SIZE_AT);
    int at = chunk + HEADER;
    while (true) {
      int size = 0;
      int length = 0;
      do {
        size |= (whole[at + length] & 0x7f) << (7 * length);
      } while (whole[at + length++] < 0);
      if (at + size == end) {
        return at;
      }
      at += size;
    }
  }
}
