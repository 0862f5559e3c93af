package dev.loomtrace.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.e2e.program.Borders;
import dev.loomtrace.testing.jvm.Sample;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that are no recording, or not all of one, or not as they were written. */
@Tag("parallel")
@Timeout(120)
class SpoiledInputIT {
  // A prime, so that cuts fall on all places in events of all lengths.
  private static final int STRIDE = Integer.getInteger("loomtrace.stride", 4001);
  private static final int NEAR = Integer.getInteger("loomtrace.near", 12);
  private static final int ROUNDS = Integer.getInteger("loomtrace.rounds", 150);

  @TempDir static Path directory;

  private static RecordingBytes recording;
  private static RecordingBytes rich;
  private static byte[] whole;

  @BeforeAll
  static void record() throws IOException {
    recording = new RecordingBytes(record("none"));
    whole = recording.bytes();
    rich = new RecordingBytes(record("profile"));
    assertEquals("", Verdict.on(whole, "the whole recording").complaint());
    assertTrue(recording.chunks().size() > 1, "several chunks");
  }

  private static byte[] record(String settings) throws IOException {
    Path file = directory.resolve(settings + ".jfr");
    String recorded = "-XX:StartFlightRecording:settings=" + settings + ",filename=" + file;
    ChildJvm.Result program =
        ChildJvm.run(
            25, List.of("-javaagent:" + ChildJvm.agent(), recorded), Borders.class, "0", "1");
    assertEquals(0, program.status(), program.err());
    return Files.readAllBytes(file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "F", "FLR", "FLR\0", "GIF89a", "go 1.24 trace\0\0\0", "{\"a\": 1}\n"})
  void saysThatItIsNoTrace(String text) {
    assertFalse(Verdict.on(text.getBytes(StandardCharsets.ISO_8859_1), text).isTrace());
  }

  @Test
  void saysWhereACutFileEnds() {
    List<RecordingBytes.Chunk> chunks = recording.chunks();
    for (int cut : cuts()) {
      Verdict verdict = Verdict.on(Arrays.copyOf(whole, cut), "cut at " + cut);
      boolean atBorder = chunks.stream().anyMatch(chunk -> chunk.end() == cut);
      assertEquals(atBorder, verdict.isTrace(), () -> "cut at " + cut + ": " + verdict);
    }
  }

  @Test
  void keepsWhatIsBeforeTheCut() {
    int end = recording.chunks().getFirst().end();
    long events = Verdict.on(Arrays.copyOf(whole, end), "first chunk").events();
    Verdict verdict = Verdict.on(Arrays.copyOf(whole, end + 1000), "cut in the second chunk");
    // The sync that ends a trace is missing.
    assertEquals(events - 1, verdict.events());
  }

  @Test
  void readsAnUnfinishedChunkOrSaysWhereItIsBroken() {
    for (RecordingBytes.Chunk chunk : recording.chunks()) {
      for (int cut : cuts()) {
        if (cut >= chunk.begin() + 68 && cut <= chunk.end()) {
          Verdict.on(recording.killedAt(chunk, cut), "killed at " + cut);
        }
      }
    }
  }

  static Stream<Long> seeds() {
    return Sample.seeds(2, 6);
  }

  @Tag(Sample.TAG)
  @ParameterizedTest
  @MethodSource("seeds")
  void readsChangedBytesOrSaysWhatIsWrong(long seed) {
    RecordingBytes original = seed % 2 == 0 ? recording : rich;
    List<RecordingBytes.Event> pools =
        original.chunks().stream()
            .flatMap(chunk -> original.events(chunk).stream())
            .filter(RecordingBytes.Event::isReserved)
            .toList();
    Random random = new Random(seed);
    int traces = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = original.bytes();
      int changes = 1 + random.nextInt(8);
      for (int i = 0; i < changes; i++) {
        // Events are most of a file; metadata and constant pools are what all of them rest on.
        RecordingBytes.Event pool = pools.get(random.nextInt(pools.size()));
        int at =
            random.nextBoolean()
                ? random.nextInt(bytes.length)
                : pool.begin() + random.nextInt(pool.size());
        bytes[at] = (byte) random.nextInt();
      }
      traces += Verdict.on(bytes, "seed " + seed + ", round " + round).isTrace() ? 1 : 0;
    }
    assertTrue(traces > 0 && traces < ROUNDS, "some changes do harm, and some none: " + traces);
  }

  @Test
  void readsChangedHeadersOrSaysWhatIsWrong() {
    Random random = new Random(5);
    for (int round = 0; round < 2 * ROUNDS; round++) {
      byte[] bytes = whole.clone();
      List<RecordingBytes.Chunk> chunks = recording.chunks();
      int begin = chunks.get(random.nextInt(chunks.size())).begin();
      // One of the header's eight numbers becomes another one, near or far.
      int field = begin + 4 + 8 * random.nextInt(8);
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      long near = buffer.getLong(field) + random.nextInt(-100, 100);
      buffer.putLong(field, random.nextBoolean() ? near : random.nextLong());
      Verdict.on(bytes, "round " + round + ", byte " + field);
    }
  }

  /** Ends of files: near the start of each structure, in each event of some kinds, and all over. */
  private static SortedSet<Integer> cuts() {
    SortedSet<Integer> cuts = new TreeSet<>();
    for (int at = 0; at < whole.length; at += STRIDE) {
      cuts.add(at);
    }
    List<Integer> places = new ArrayList<>();
    for (RecordingBytes.Chunk chunk : recording.chunks()) {
      for (int at = chunk.begin(); at <= chunk.begin() + 68; at++) {
        cuts.add(at);
      }
      places.addAll(recording.pillars(chunk));
      places.add(chunk.end());
      recording.events(chunk).stream()
          .filter(RecordingBytes.Event::isReserved)
          .forEach(event -> places.add(event.begin()));
    }
    for (int place : places) {
      for (int at = place - NEAR; at <= place + NEAR; at++) {
        cuts.add(at);
      }
    }
    return cuts.subSet(0, whole.length);
  }
}
