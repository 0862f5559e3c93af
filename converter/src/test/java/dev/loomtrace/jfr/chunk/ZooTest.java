package dev.loomtrace.jfr.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.testing.GoTools;
import dev.loomtrace.testing.JavaPrograms;
import dev.loomtrace.testing.RandomTrace;
import dev.loomtrace.testing.jvm.Sample;
import dev.loomtrace.trace.ListTraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedObject;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmc.flightrecorder.writer.api.Recordings;
import org.openjdk.jmc.flightrecorder.writer.api.Type;
import org.openjdk.jmc.flightrecorder.writer.api.Types;

/**
 * Every field of every event, whoever wrote it, has the value that {@code jdk.jfr.consumer} finds,
 * in what it refers to as well.
 *
 * <p>The consumer is wrong in three things: see {@link #isOfAnotherChunk}, {@link
 * #whereTheStartIsNotTheFirstFieldTheConsumerIsWrong} and {@link
 * #whereFramesAreInAPoolTheConsumerIsWrong}.
 */
class ZooTest {
  private static final int MAX_DEPTH = 12;

  @TempDir private Path folder;

  /** What was compared. */
  private static final class Comparison {
    private final Map<String, Long> events = new TreeMap<>();
    private final Set<String> kinds = new HashSet<>();
    private final Map<String, Long> ofAnotherChunk = new TreeMap<>();
    private final Set<Object> seen = new HashSet<>();
    private long values;
  }

  private static Comparison compare(Path file) throws IOException {
    Comparison comparison = new Comparison();
    try (RecordingFile theirs = new RecordingFile(file);
        ChunkReader ours = new ChunkReader(Files.newInputStream(file))) {
      for (Chunk chunk = ours.next(); chunk != null; chunk = ours.next()) {
        comparison.seen.clear();
        for (ChunkValue e = chunk.nextEvent(); e != null; e = chunk.nextEvent()) {
          RecordedEvent event = theirs.readEvent();
          String type = e.type().name();
          assertEquals(event.getEventType().getName(), type);
          comparison.events.merge(type, 1L, Long::sum);
          same(type, event, e, chunk, comparison, 0);
        }
      }
      assertFalse(theirs.hasMoreEvents(), "more events");
    }
    return comparison;
  }

  private static void same(
      String where, RecordedObject theirs, ChunkValue ours, Chunk chunk, Comparison to, int depth)
      throws IOException {
    assertTrue(depth < MAX_DEPTH, where);
    List<ValueDescriptor> fields = theirs.getFields();
    assertEquals(
        fields.stream().map(ValueDescriptor::getName).toList(), ours.type().fieldNames(), where);
    for (int i = 0; i < fields.size(); i++) {
      String name = fields.get(i).getName();
      sameValue(where + "." + name, theirs.getValue(name), i, ours, chunk, to, depth);
    }
  }

  private static void sameValue(
      String where,
      Object theirs,
      int field,
      ChunkValue ours,
      Chunk chunk,
      Comparison to,
      int depth)
      throws IOException {
    ChunkType.Field of = ours.type().fields().get(field);
    to.values++;
    to.kinds.add(of.array ? "array" : of.pooled ? "pooled" : of.type.name());
    if (of.array) {
      Object[] elements = (Object[]) theirs;
      int count = ours.count(field);
      assertEquals(elements == null ? 0 : elements.length, count, where);
      ChunkValue element = chunk.newCursor();
      int next = 0;
      for (int i = 0; i < count; i++) {
        next = i == 0 ? ours.firstElement(field, element) : ours.element(field, next, element);
        same(where + "[" + i + "]", (RecordedObject) elements[i], element, chunk, to, depth + 1);
      }
    } else if (ours.type().isText(field)) {
      assertEquals(theirs, ours.text(field), where);
    } else if (of.pooled || of.type.form() == ChunkType.Form.STRUCT) {
      ChunkValue target = chunk.newCursor();
      boolean there = of.pooled ? ours.follow(field, target) : ours.inside(field, target);
      if (!there) {
        if (theirs != null) {
          assertTrue(isOfAnotherChunk(ours.number(field)), () -> where + ": " + theirs);
          to.ofAnotherChunk.merge(of.type.name(), 1L, Long::sum);
        }
      } else if (theirs instanceof RecordedObject object) {
        if (!of.pooled || to.seen.add(List.of(of.type.id(), ours.number(field)))) {
          same(where, object, target, chunk, to, depth + 1);
        }
      } else { // A type that is its only value.
        assertEquals(1, target.type().fieldNames().size(), where);
        sameValue(where, theirs, 0, target, chunk, to, depth + 1);
      }
    } else if (theirs instanceof Float || theirs instanceof Double) {
      assertEquals(((Number) theirs).doubleValue(), ours.decimal(field), where);
    } else {
      long number =
          switch (theirs) {
            case Boolean truth -> truth ? 1 : 0;
            case Character character -> character;
            case Number integer -> integer.longValue();
            default -> throw new AssertionError(where + ": " + theirs);
          };
      assertEquals(number, ours.number(field), where);
    }
  }

  /**
   * The consumer keeps the pools of the chunks before: what a chunk refers to and does not have is
   * what another chunk had under that key. For us, it is not there. A JVM since 21 does not write
   * such references, but for 0, which is none.
   */
  private static boolean isOfAnotherChunk(long key) {
    return key != 0;
  }

  private static void assertRich(Comparison found) {
    assertTrue(
        found.kinds.containsAll(Set.of("array", "pooled", "long", "int", "boolean")),
        found.kinds::toString);
    assertTrue(found.values > 10_000, "values: " + found.values);
  }

  private void run(int version, List<String> options) throws IOException {
    JavaPrograms.run(version, options, ZooProgram.class, List.of(), folder);
  }

  private static String settings(String name) {
    return name.startsWith("loomtrace")
        ? GoTools.projectRoot()
            .resolve("jfr-events/src/main/resources/dev/loomtrace/" + name + ".jfc")
            .toString()
        : name;
  }

  static Stream<Arguments> jvms() {
    return Sample.of(
        2,
        List.of(
            Arguments.of(0, "loomtrace-full"),
            Arguments.of(21, "default"),
            Arguments.of(17, "profile"),
            Arguments.of(0, "profile")));
  }

  @Tag(Sample.TAG)
  @ParameterizedTest
  @MethodSource("jvms")
  void ofJvms(int version, String settings) throws IOException {
    Path file = folder.resolve("jvm.jfr");
    run(
        version == 0 ? Runtime.version().feature() : version,
        List.of("-XX:StartFlightRecording:filename=" + file + ",settings=" + settings(settings)));
    Comparison found = compare(file);
    assertRich(found);
    assertTrue(found.events.size() > 12, found.events::toString);
    assertEquals(400, found.events.get("test.Everything"));
    assertTrue(
        found.kinds.containsAll(Set.of("byte", "char", "short", "float", "double")),
        found.kinds::toString);
    if (version != 17) { // In one of some runs of JDK 17, two events referred to such stacks.
      assertEquals(Map.of(), found.ofAnotherChunk);
    }
  }

  @Test
  void ofAsyncProfiler() throws IOException {
    Path file = folder.resolve("profile.jfr");
    run(
        Runtime.version().feature(),
        List.of(
            JavaPrograms.asyncProfiler(
                "event=itimer,interval=1ms,wall=10ms,alloc=64k,lock=1us,jfr,file=" + file,
                folder)));
    Comparison found = compare(file);
    assertRich(found);
    assertTrue(found.events.get("jdk.ExecutionSample") > 50, found.events::toString);
  }

  @Test
  void ofMissionControlsWriter() throws IOException {
    Path file = folder.resolve("jmc.jfr");
    try (var recording =
        Recordings.newRecording(file, settings -> settings.withJdkTypeInitialization())) {
      Type sale =
          recording.registerType(
              "shop.Sale",
              "jdk.jfr.Event",
              type -> {
                type.addField("startTime", Types.Builtin.LONG);
                type.addField("eventThread", Types.JDK.THREAD);
                type.addField("price", Types.Builtin.LONG);
                type.addField("paid", Types.Builtin.BOOLEAN);
                type.addField("share", Types.Builtin.DOUBLE);
                type.addField("count", Types.Builtin.INT);
                type.addField("what", Types.Builtin.STRING);
              });
      for (int i = 0; i < 3000; i++) {
        int number = i;
        recording.writeEvent(
            sale.asValue(
                value ->
                    value
                        .putField("startTime", (long) number)
                        .putField("price", -7919L * number)
                        .putField("paid", number % 2 == 0)
                        .putField("share", number / 9.0)
                        .putField("count", -number)
                        .putField("what", "apples ☃ " + number % 50)
                        .putField(
                            "eventThread",
                            thread ->
                                thread
                                    .putField("javaName", "till " + number % 3)
                                    .putField("javaThreadId", (long) number % 3))));
        if (i == 2000) {
          recording.rotateChunk();
        }
      }
    }
    Comparison found = compare(file);
    assertEquals(Map.of("shop.Sale", 3000L), found.events);
    assertTrue(
        found.kinds.containsAll(
            Set.of("pooled", "long", "int", "boolean", "double", "java.lang.String")),
        found.kinds::toString);
  }

  /** As Mission Control's writer keeps them. */
  @Test
  void whereFramesAreInAPoolTheConsumerIsWrong() throws IOException {
    Path file = folder.resolve("jmc.jfr");
    try (var recording =
        Recordings.newRecording(file, settings -> settings.withJdkTypeInitialization())) {
      Type sale =
          recording.registerType(
              "shop.Sale",
              "jdk.jfr.Event",
              type -> {
                type.addField("startTime", Types.Builtin.LONG);
                type.addField("stackTrace", Types.JDK.STACK_TRACE);
              });
      recording.writeEvent(
          sale.asValue(
              value ->
                  value
                      .putField("startTime", 12L)
                      .putField("stackTrace", MissionControl.stack(recording, 2))));
    }
    RecordedEvent theirs = RecordingFile.readAllEvents(file).getFirst();
    assertThrows(ClassCastException.class, () -> theirs.getStackTrace().getFrames());
    try (ChunkReader reader = new ChunkReader(Files.newInputStream(file))) {
      Chunk chunk = reader.next();
      ChunkValue ours = chunk.nextEvent();
      ChunkValue stack = chunk.newCursor();
      assertTrue(ours.follow(ours.type().field("stackTrace"), stack));
      int frames = stack.type().field("frames");
      assertEquals(2, stack.count(frames));
      ChunkValue frame = chunk.newCursor();
      int next = stack.firstElement(frames, frame);
      assertEquals(1, frame.number(frame.type().field("lineNumber")));
      stack.element(frames, next, frame);
      assertEquals(2, frame.number(frame.type().field("lineNumber")));
    }
  }

  /**
   * Where Mission Control's writer orders the fields, the start comes third: the consumer takes the
   * first field for it, and fails.
   */
  @Test
  void whereTheStartIsNotTheFirstFieldTheConsumerIsWrong() throws IOException {
    Path file = folder.resolve("jmc.jfr");
    try (var recording =
        Recordings.newRecording(file, settings -> settings.withJdkTypeInitialization())) {
      Type sale =
          recording.registerEventType(
              "shop.Sale", type -> type.addField("price", Types.Builtin.LONG));
      recording.writeEvent(
          sale.asValue(value -> value.putField("startTime", 12L).putField("price", 7L)));
    }
    RecordedEvent theirs = RecordingFile.readAllEvents(file).getFirst();
    String first = theirs.getFields().getFirst().getName();
    assertEquals("stackTrace", first);
    assertThrows(ClassCastException.class, () -> theirs.getStackTrace());
    try (ChunkReader reader = new ChunkReader(Files.newInputStream(file))) {
      Chunk chunk = reader.next();
      ChunkValue ours = chunk.nextEvent();
      assertEquals(12, ours.number(ours.type().field("startTime")));
      assertEquals(7, ours.number(ours.type().field("price")));
      assertFalse(ours.follow(ours.type().field(first), chunk.newCursor()));
    }
  }

  @Test
  void ofOurOwn() throws IOException {
    Path file = folder.resolve("own.jfr");
    Traces.writeJfr(new ListTraceReader(RandomTrace.of(4, 5000, 3)), Files.newOutputStream(file));
    Comparison found = compare(file);
    assertRich(found);
    assertTrue(found.events.get("loomtrace.go.GoroutineState") > 500, found.events::toString);
    assertEquals(Map.of(), found.ofAnotherChunk);
  }
}
