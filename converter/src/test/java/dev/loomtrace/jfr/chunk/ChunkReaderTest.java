package dev.loomtrace.jfr.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.trace.MalformedTraceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What the JDK's own parser reads, ours reads too. */
@Isolated("records its own JVM")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChunkReaderTest {
  private Path file;

  @Name("test.Everything")
  static final class Everything extends Event {
    int number;
    long big;
    short small;
    boolean yes;
    double fraction;
    String text;
    Class<?> type;
    Thread thread;
  }

  @BeforeAll
  void record(@TempDir Path directory) throws IOException {
    file = directory.resolve("test.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("test.Everything").withStackTrace();
      recording.enable("jdk.ThreadStart");
      recording.start();
      String[] texts = {null, "", "plain", "Grüße ☃", "x".repeat(300), "\u0000odd\ud800"};
      for (int i = 0; i < 2000; i++) {
        Everything event = new Everything();
        event.number = i % 2 == 0 ? i : -i;
        event.big = (long) i << (i % 60);
        event.small = (short) -i;
        event.yes = i % 3 == 0;
        event.fraction = i / 7.0;
        event.text = texts[i % texts.length];
        event.type = i % 4 == 0 ? null : List.class;
        event.thread = i % 5 == 0 ? null : Thread.currentThread();
        event.commit();
        if (i % 500 == 499) {
          FlightRecorder.getFlightRecorder().takeSnapshot().close(); // ends the chunk
        }
      }
      recording.stop();
      recording.dump(file);
    }
  }

  @Test
  void readsWhatTheJdkReads() throws IOException {
    List<String> wanted = new ArrayList<>();
    Map<String, Integer> wantedCounts = new TreeMap<>();
    for (RecordedEvent e : RecordingFile.readAllEvents(file)) {
      wantedCounts.merge(e.getEventType().getName(), 1, Integer::sum);
      if (e.getEventType().getName().equals("test.Everything")) {
        RecordedThread thread = e.getValue("thread");
        wanted.add(
            e.getInt("number")
                + (" " + e.getLong("big") + " " + e.getShort("small") + " " + e.getBoolean("yes"))
                + (" " + e.getString("text") + " " + (e.getClass("type") != null))
                + (" " + (thread == null ? -1 : thread.getJavaThreadId()))
                + (" " + e.getStackTrace().getFrames().getFirst().getMethod().getName())
                + (" " + e.getStackTrace().getFrames().getFirst().getLineNumber()));
      }
    }
    List<String> found = new ArrayList<>();
    Map<String, Integer> foundCounts = new TreeMap<>();
    int chunks = 0;
    try (ChunkReader reader = new ChunkReader(Files.newInputStream(file))) {
      for (Chunk chunk = reader.next(); chunk != null; chunk = reader.next()) {
        chunks++;
        ChunkValue one = chunk.newCursor();
        ChunkValue two = chunk.newCursor();
        for (ChunkValue e = chunk.nextEvent(); e != null; e = chunk.nextEvent()) {
          foundCounts.merge(e.type().name(), 1, Integer::sum);
          if (e.type().name().equals("test.Everything")) {
            found.add(tell(e, one, two));
          }
        }
      }
    }
    assertTrue(chunks >= 4, "chunks: " + chunks);
    assertEquals(wantedCounts, foundCounts);
    assertEquals(wanted, found);
  }

  private static String tell(ChunkValue e, ChunkValue one, ChunkValue two) throws IOException {
    ChunkType t = e.type();
    boolean hasThread = e.follow(t.field("thread"), one);
    long thread = hasThread ? one.number(one.type().field("javaThreadId")) : -1;
    boolean hasType = e.follow(t.field("type"), one);
    assertTrue(e.follow(t.field("stackTrace"), one));
    one.firstElement(one.type().field("frames"), two);
    long line = two.number(two.type().field("lineNumber"));
    assertTrue(two.follow(two.type().field("method"), one));
    assertTrue(one.follow(one.type().field("name"), two));
    String method = two.text(two.type().field("string"));
    return e.number(t.field("number"))
        + (" " + e.number(t.field("big")) + " " + e.number(t.field("small")))
        + (" " + (e.number(t.field("yes")) != 0))
        + (" " + e.text(t.field("text")) + " " + hasType + " " + thread)
        + (" " + method + " " + line);
  }

  @Test
  void anyPrefixGivesItsChunksThenOneError() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int length = 1; length < whole.length; length += 3001) {
      byte[] prefix = Arrays.copyOf(whole, length);
      try (ChunkReader reader = new ChunkReader(new ByteArrayInputStream(prefix))) {
        while (reader.next() != null) {
          // A whole chunk.
        }
      } catch (MalformedTraceException e) {
        assertEquals(length, e.offset(), e.getMessage());
        assertNotNull(e.getMessage());
      }
    }
  }

  @Test
  void damageIsAnErrorWithItsPlace() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    java.util.Random random = new java.util.Random(7);
    for (int i = 0; i < 500; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      try (ChunkReader reader = new ChunkReader(new ByteArrayInputStream(damaged))) {
        for (Chunk chunk = reader.next(); chunk != null; chunk = reader.next()) {
          while (chunk.nextEvent() != null) {
            // Readable in spite of it.
          }
        }
      } catch (MalformedTraceException e) {
        assertTrue(e.offset() >= 0, e.getMessage());
      }
    }
  }
}
