package dev.loomtrace.jfr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.testing.jvm.Sample;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading in a second thread, and what goes wrong in it. */
@Isolated("records its own JVM")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadAheadTest {
  private static final int SIZE_AT = 8;
  private static final int CUTS = 2;
  private static final int CHUNKS = 6;

  /** What has a thread of its own. */
  enum Ahead {
    NOTHING,
    EVENTS,
    CHUNKS,
    BOTH;

    private JfrTraceReader reader(InputStream in) {
      boolean decodes = this == CHUNKS || this == BOTH;
      return new JfrTraceReader(in, this == EVENTS || this == BOTH, decodes ? 0 : Long.MAX_VALUE);
    }
  }

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

  /** Breaks at its first byte. */
  private static final class Broken extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("the disk is gone");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return read();
    }
  }

  /** Does not have the memory, or the stack, for what it is asked. */
  private static final class Failing extends InputStream {
    private final Error error;

    private Failing(Error error) {
      this.error = error;
    }

    @Override
    public int read() {
      throw error;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      throw error;
    }
  }

  /** Has no bytes yet, and cannot be interrupted while it waits for them, as a pipe cannot. */
  private static final class Stubborn extends InputStream {
    private final CountDownLatch over = new CountDownLatch(1);

    @Override
    public int read() {
      boolean waits = true;
      while (waits) {
        try {
          over.await();
          waits = false;
        } catch (InterruptedException e) {
          // As if nothing had been.
        }
      }
      return -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      return read();
    }
  }

  private byte[] whole;
  private byte[] twoChunks;

  @BeforeAll
  void record(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("test.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.VirtualThreadStart");
      recording.enable("jdk.VirtualThreadEnd");
      recording.start();
      for (int chunk = 0; chunk < CHUNKS; chunk++) {
        for (int i = 0; i < 500; i++) {
          Thread.ofVirtual().start(() -> {}).join();
        }
        FlightRecorder.getFlightRecorder().takeSnapshot().close(); // ends the chunk
      }
      recording.stop();
      recording.dump(file);
    }
    whole = Files.readAllBytes(file);
    long recorded =
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().startsWith("jdk.VirtualThread"))
            .count();
    assertEquals(2 * CHUNKS * 500, recorded, "what the JDK itself finds in the recording");
    int first = (int) ByteBuffer.wrap(whole).getLong(SIZE_AT);
    int second = (int) ByteBuffer.wrap(whole).getLong(first + SIZE_AT);
    twoChunks = Arrays.copyOf(whole, first + second);
  }

  private InputStream twoChunksThen(InputStream rest) {
    return new SequenceInputStream(new ByteArrayInputStream(twoChunks), rest);
  }

  private static void read(JfrTraceReader trace, List<String> events) throws IOException {
    while (trace.next()) {
      events.add(trace + " " + trace.repairs());
    }
  }

  /** All that is read, and how it ends. */
  private static List<String> all(InputStream recording, Ahead ahead) throws IOException {
    List<String> events = new ArrayList<>();
    try (JfrTraceReader trace = ahead.reader(recording)) {
      try {
        read(trace, events);
      } catch (IOException e) {
        events.add(e.toString());
        assertFalse(trace.next());
      }
      events.add("at last " + trace.repairs() + " of " + trace.covered());
    }
    return events;
  }

  private static List<String> all(byte[] recording, Ahead ahead) throws IOException {
    return all(new ByteArrayInputStream(recording), ahead);
  }

  @ParameterizedTest
  @EnumSource(Ahead.class)
  void givesTheSameEventsAndRepairs(Ahead ahead) throws IOException {
    List<String> events = all(whole, ahead);
    assertTrue(events.size() > 3000, () -> "only " + events.size());
    assertEquals(all(whole, Ahead.NOTHING), events);
  }

  static Stream<Arguments> cuts() {
    return Sample.seeds(2, 8)
        .flatMap(
            seed ->
                Stream.of(Ahead.EVENTS, Ahead.CHUNKS, Ahead.BOTH)
                    .map(ahead -> Arguments.of(seed, ahead)));
  }

  @Tag(Sample.TAG)
  @ParameterizedTest
  @MethodSource("cuts")
  void saysTheSameOfWhatIsCutOrSpoiled(long seed, Ahead ahead) throws IOException {
    Random random = new Random(seed);
    for (int i = 0; i < CUTS; i++) {
      byte[] bytes = Arrays.copyOf(whole, random.nextInt(whole.length));
      if (i % 2 == 0 && bytes.length > 0) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      assertEquals(all(bytes, Ahead.NOTHING), all(bytes, ahead), "input " + i);
    }
  }

  @ParameterizedTest
  @EnumSource(Ahead.class)
  void aFailureComesAfterTheEventsBeforeIt(Ahead ahead) throws IOException {
    List<String> events = all(twoChunksThen(new Broken()), ahead);
    assertTrue(events.size() > 500, () -> "only " + events.size());
    assertTrue(events.get(events.size() - 2).contains("the disk is gone"), events::toString);
    assertEquals(all(twoChunksThen(new Broken()), Ahead.NOTHING), events);
  }

  @ParameterizedTest
  @EnumSource(
      value = Ahead.class,
      names = {"EVENTS", "BOTH"})
  void whoWaitsForEventsCanBeInterrupted(Ahead how) throws IOException {
    try (JfrTraceReader trace = how.reader(new Waiting())) {
      Thread.currentThread().interrupt();
      assertThrows(InterruptedIOException.class, trace::next);
      assertTrue(Thread.interrupted());
      assertFalse(trace.next());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Ahead.class,
      names = {"EVENTS", "BOTH"})
  void closingEndsTheThread(Ahead how) throws Exception {
    Thread ahead;
    try (JfrTraceReader trace = how.reader(twoChunksThen(new Waiting()))) {
      assertTrue(trace.next());
      ahead = trace.readAheadThread();
      assertTrue(ahead.isAlive());
    }
    ahead.join();
  }

  @ParameterizedTest
  @ValueSource(classes = {OutOfMemoryError.class, StackOverflowError.class})
  void anErrorReachesTheReaderAndEndsTheThread(Class<? extends Error> kind) throws Exception {
    Error error = kind.getConstructor().newInstance();
    try (JfrTraceReader trace = Ahead.BOTH.reader(twoChunksThen(new Failing(error)))) {
      assertSame(error, assertThrows(kind, () -> read(trace, new ArrayList<>())));
      trace.readAheadThread().join();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Ahead.class,
      names = {"EVENTS", "BOTH"})
  void closingDoesNotWaitForAnInputThatBlocks(Ahead how) throws Exception {
    Stubborn input = new Stubborn();
    Thread ahead;
    try (JfrTraceReader trace = how.reader(twoChunksThen(input))) {
      assertTrue(trace.next());
      ahead = trace.readAheadThread();
    }
    assertTrue(ahead.isDaemon(), "it must not keep the JVM while it waits");
    input.over.countDown();
    ahead.join();
  }
}
