package dev.loomtrace.timeline.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.testing.RandomTrace;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanSink;
import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.timeline.TraceExtent;
import dev.loomtrace.timeline.store.StoreFormat.Header;
import dev.loomtrace.timeline.store.StoreFormat.Section;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.TraceState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskCoursesTest {
  @TempDir private Path directory;
  private Path trace;
  private Path kept;
  private byte[] whole;
  private Header header;
  // What was told of tasks, by their places.
  private final Map<Long, long[]> told = new HashMap<>();

  /** Tells something of every second task, and that one was cut. */
  private final class Follower implements SpanSink {
    private final TaskCourseOutput out;
    private final Random random = new Random(1);
    private long tasks;
    private boolean ended;

    private Follower(TaskCourseOutput out) {
      this.out = out;
      told.clear();
    }

    @Override
    public Set<SpanKind> kinds() {
      return EnumSet.of(SpanKind.TASK);
    }

    @Override
    public void accept(SpanView task) {
      ended = true;
    }

    @Override
    public void event(EventView event, TraceState state) throws IOException {
      if (ended) {
        ended = false;
        if (tasks % 2 == 0) {
          long[] numbers = random.longs(random.nextInt(40)).toArray();
          told.put(tasks, numbers);
          out.course(numbers);
        }
        tasks++;
      }
    }

    @Override
    public void end(TraceExtent extent) {
      out.cut(5, "five");
    }
  }

  @BeforeEach
  void makeStore() throws IOException {
    trace = directory.resolve("a.trace");
    try (ListTraceReader reader = new ListTraceReader(RandomTrace.of(1, 20_000, 2))) {
      Traces.writeGo(reader, Files.newOutputStream(trace));
    }
    open().close();
    try (Stream<Path> files = Files.list(directory.resolve("cache"))) {
      kept = files.findFirst().orElseThrow();
    }
    whole = Files.readAllBytes(kept);
    header = Header.decode(Arrays.copyOf(whole, StoreFormat.HEADER_SIZE));
  }

  private SpanStore open() throws IOException {
    return new StoreCache(directory.resolve("cache"), Long.MAX_VALUE)
        .open(trace, Follower::new, BuildProgress.NONE);
  }

  /** All that a store says of courses. */
  private static Map<Long, long[]> everything(SpanStore store) {
    Map<Long, long[]> all = new TreeMap<>();
    TaskCourses courses = store.taskCourses().orElseThrow();
    for (long task = 0; task < store.count(SpanKind.TASK); task++) {
      Optional<long[]> numbers = courses.of(task);
      if (numbers.isPresent()) {
        all.put(task, numbers.get());
      }
    }
    courses.forEachCut(
        (id, name) -> {
          assertEquals(5, id);
          assertEquals("five", name);
          all.put(-1L, new long[0]);
        });
    return all;
  }

  private void isWhole(Map<Long, long[]> all) {
    assertEquals(told.size() + 1, all.size());
    told.forEach((task, numbers) -> assertArrayEquals(numbers, all.get(task)));
  }

  @Test
  void saysWhatWasTold() throws IOException {
    try (SpanStore store = open()) {
      assertTrue(told.size() > 100, "" + told.size());
      isWhole(everything(store));
    }
  }

  /** Puts a number at a place of the section, as if the file had been written like that. */
  private void forge(long place, long value) throws IOException {
    byte[] forged = whole.clone();
    LittleEndian.putLong(forged, (int) (header.position(Section.COURSES) + place), value);
    seal(forged);
  }

  /** Writes a file with checksums that are right. */
  private void seal(byte[] forged) throws IOException {
    int sums = (int) header.checksums();
    int at = StoreFormat.HEADER_SIZE;
    for (int i = 0; at < sums; i++) {
      int length = Math.min(sums - at, 1 << StoreFormat.CHUNK_SHIFT);
      LittleEndian.putInt(forged, sums + i * Integer.BYTES, checksum(forged, at, length));
      at += length;
    }
    LittleEndian.putInt(forged, 48, checksum(forged, sums, (int) header.checksumsSize()));
    LittleEndian.putInt(forged, 12, 0);
    LittleEndian.putInt(forged, 12, checksum(forged, 0, StoreFormat.HEADER_SIZE));
    Files.write(kept, forged);
  }

  private static int checksum(byte[] bytes, int from, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, from, length);
    return (int) sum.getValue();
  }

  /** Opens what was forged: it must be refused, and made anew. */
  private void isRefused(String what) throws IOException {
    try (SpanStore store = open()) {
      DamagedStoreException e =
          assertThrows(DamagedStoreException.class, () -> everything(store), what);
      assertTrue(e.getMessage().contains(kept.toString()), e::getMessage);
    }
    try (SpanStore store = open()) {
      isWhole(everything(store));
    }
  }

  @Test
  void numbersThatNobodyWroteAreRefused() throws IOException {
    long size = header.length();
    long block = TaskCoursesWriter.INDEX + Long.BYTES;
    for (long position : new long[] {-1, 0, Long.MIN_VALUE, size - 1, size, Long.MAX_VALUE}) {
      forge(block, position);
      isRefused("at " + position);
    }
    for (long length : new long[] {-1, 1, Long.MIN_VALUE, size, 1L << 31, Long.MAX_VALUE}) {
      forge(block + Long.BYTES, length);
      isRefused("of length " + length);
    }
    // The first task has more numbers than there are bytes.
    int data = (int) LittleEndian.getLong(whole, (int) (header.position(Section.COURSES) + block));
    byte[] forged = whole.clone();
    Arrays.fill(forged, data, data + 4, (byte) 0xff);
    forged[data + 4] = 0x7f;
    seal(forged);
    isRefused("too many numbers");
  }

  @Test
  void anIndexThatNobodyWroteIsMadeAnewAtOnce() throws IOException {
    for (long blocks : new long[] {-1, Long.MIN_VALUE, 1L << 31, 1L << 32, Long.MAX_VALUE}) {
      forge(0, blocks);
      try (SpanStore store = open()) {
        isWhole(everything(store));
      }
    }
  }

  /** Whatever is there: it is an answer, or it is refused as damaged. */
  @Test
  void nothingElseHappens() throws IOException {
    Random random = new Random(2);
    int start = (int) header.position(Section.COURSES);
    int refused = 0;
    for (int i = 0; i < 100; i++) {
      byte[] forged = whole.clone();
      for (int j = 0; j < 3; j++) {
        int at =
            i % 2 == 0
                ? start + random.nextInt((int) header.size(Section.COURSES))
                : (int) LittleEndian.getLong(whole, start + 2 * Long.BYTES) + random.nextInt(5000);
        forged[at] = (byte) random.nextInt();
      }
      seal(forged);
      try (SpanStore store = open()) {
        TaskCourses courses = store.taskCourses().orElseThrow();
        for (long task = 0; task < store.count(SpanKind.TASK); task++) {
          courses.of(task);
        }
        courses.forEachCut((id, name) -> {});
      } catch (DamagedStoreException e) {
        refused++;
      }
    }
    assertTrue(refused > 10, "" + refused);
  }
}
