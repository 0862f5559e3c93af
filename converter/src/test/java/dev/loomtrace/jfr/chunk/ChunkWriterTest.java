package dev.loomtrace.jfr.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.jfr.chunk.ChunkWriter.ChunkStart;
import dev.loomtrace.jfr.chunk.JavaPools.JavaFrame;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.EventType;
import jdk.jfr.Timespan;
import jdk.jfr.Timestamp;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedObject;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of the writer, as the JDK's reader sees them. */
class ChunkWriterTest {
  private static final String SALE = "shop.Sale";
  private static final long SECOND = 1_000_000_000;
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

  private static final TypeDescription PRICE =
      TypeDescription.value(
          "shop.Price",
          "Price",
          FieldDescription.inPlace("amount", "long", "Amount"),
          FieldDescription.pooled("currency", "shop.Currency", "Currency"));
  private static final TypeDescription CURRENCY =
      TypeDescription.word("shop.Currency", "Currency", "code");

  @TempDir private Path folder;

  private static TypeDescription sale(FieldDescription... more) {
    List<FieldDescription> fields = new ArrayList<>();
    fields.add(
        FieldDescription.inPlace(
            "startTime", "long", "Start Time", AnnotationDescription.timestamp("TICKS")));
    fields.add(
        FieldDescription.inPlace(
            "duration", "long", "Duration", AnnotationDescription.timespan("TICKS")));
    fields.addAll(List.of(more));
    return TypeDescription.event(
        SALE, "Sale", "Something was sold", List.of("Shop", "Till"), fields);
  }

  private List<RecordedEvent> read(byte[] bytes) throws IOException {
    return RecordingFile.readAllEvents(file(bytes));
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("written.jfr"), bytes);
  }

  @Test
  void writesValuesOfEveryType() throws IOException {
    WrittenTypes types =
        new WrittenTypes(
            List.of(
                PRICE,
                CURRENCY,
                sale(
                    FieldDescription.inPlace("paid", "boolean", "Paid"),
                    FieldDescription.inPlace("b", "byte", "B"),
                    FieldDescription.inPlace("c", "char", "C"),
                    FieldDescription.inPlace("s", "short", "S"),
                    FieldDescription.inPlace("i", "int", "I"),
                    FieldDescription.inPlace("l", "long", "L"),
                    FieldDescription.inPlace("f", "float", "F"),
                    FieldDescription.inPlace("d", "double", "D"),
                    FieldDescription.inPlace("none", "java.lang.String", "None"),
                    FieldDescription.inPlace("empty", "java.lang.String", "Empty"),
                    FieldDescription.inPlace("text", "java.lang.String", "Text"),
                    FieldDescription.inPlace("half", "java.lang.String", "Half"),
                    FieldDescription.inPlace("pooled", "java.lang.String", "Pooled"),
                    FieldDescription.inPlace("price", "shop.Price", "Price"),
                    FieldDescription.array("numbers", "long", "Numbers"))));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String text = "é€𝄞".repeat(40_000); // More than a block.
    try (ChunkWriter file = new ChunkWriter(out)) {
      file.begin(types, new ChunkStart(0, 0, SECOND));
      long pooled = file.pools().string("from the pool");
      long euro = file.pools().word("shop.Currency", "EUR");
      ValueOutput event = file.event(types.id(SALE));
      event.number(5).number(6).truth(true).octet(-7).number('x').number(-300);
      event.number(-70_000).number(Long.MIN_VALUE).decimal(1.5f).decimal(-0.1);
      event.text(null).text("").text(text).text("a\udc80z").pooledText(pooled);
      event.number(42).number(euro);
      event.count(3).number(1).number(-1).number(1L << 62);
      file.endEvent();
      file.end(SECOND);
    }
    List<RecordedEvent> events = read(out.toByteArray());
    assertEquals(1, events.size());
    RecordedEvent sale = events.getFirst();
    assertTrue(sale.getBoolean("paid"));
    assertEquals(-7, sale.getByte("b"));
    assertEquals('x', sale.getChar("c"));
    assertEquals(-300, sale.getShort("s"));
    assertEquals(-70_000, sale.getInt("i"));
    assertEquals(Long.MIN_VALUE, sale.getLong("l"));
    assertEquals(1.5f, sale.getFloat("f"));
    assertEquals(-0.1, sale.getDouble("d"));
    assertNull(sale.getString("none"));
    assertEquals("", sale.getString("empty"));
    assertEquals(text, sale.getString("text"));
    assertEquals("a\udc80z", sale.getString("half"));
    assertEquals("from the pool", sale.getString("pooled"));
    RecordedObject price = sale.getValue("price");
    assertEquals(42, price.getLong("amount"));
    assertEquals("EUR", price.getString("currency"));
    assertEquals(Duration.ofNanos(6), sale.getDuration());
    // And as our own reader sees it, arrays included.
    try (ChunkReader reader = new ChunkReader(new ByteArrayInputStream(out.toByteArray()))) {
      ChunkValue value = reader.next().nextEvent();
      assertEquals(-0.1, value.decimal(value.type().field("d")));
      assertEquals(text, value.text(value.type().field("text")));
      assertEquals("a\udc80z", value.text(value.type().field("half")));
    }
  }

  @Test
  void ofSeveralDescriptionsOfAThreadTheLastCounts() throws IOException {
    WrittenTypes types =
        new WrittenTypes(
            List.of(sale(FieldDescription.pooled("thread", "java.lang.Thread", "Thread"))));
    // More than the tables have room for at first; of each three one is less than those before it.
    long[] keys = new long[600];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = i % 3 == 2 ? 5_000 - i : 10_000 + i;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ChunkWriter file = new ChunkWriter(out)) {
      file.begin(types, new ChunkStart(0, 0, SECOND));
      for (long key : keys) {
        file.pools().thread(key, new JavaThread("early", 1, "early", 1, "early", false));
      }
      for (int i = 0; i < keys.length; i += 2) {
        String name = "late " + keys[i];
        JavaThread thread = new JavaThread(name, i, i % 4 == 0 ? null : name, i, null, false);
        file.pools().thread(keys[i], thread);
      }
      for (int i = 0; i < keys.length; i++) {
        file.event(types.id(SALE)).number(i).number(0).number(keys[i]);
        file.endEvent();
      }
      file.end(SECOND);
    }
    List<RecordedEvent> events = read(out.toByteArray());
    assertEquals(keys.length, events.size());
    for (int i = 0; i < keys.length; i++) {
      RecordedThread thread = events.get(i).getValue("thread");
      boolean late = i % 2 == 0;
      String name = late ? "late " + keys[i] : "early";
      assertEquals(name, thread.getOSName());
      assertEquals(late && i % 4 == 0 ? null : name, thread.getJavaName());
      assertEquals(late ? i : 1, thread.getOSThreadId());
      assertEquals(late, thread.getThreadGroup() == null);
    }
  }

  @Test
  void whatWasEncodedBeforeIsThereAsIfWrittenNow() throws IOException {
    WrittenTypes types =
        new WrittenTypes(
            List.of(
                sale(
                    FieldDescription.inPlace("a", "long", "A"),
                    FieldDescription.inPlace("b", "long", "B"),
                    FieldDescription.inPlace("c", "boolean", "C"))));
    long[] numbers = {0, 1, 127, 128, 1L << 14, 1L << 55, 1L << 56, Long.MAX_VALUE, -1};
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ChunkWriter file = new ChunkWriter(out)) {
      file.begin(types, new ChunkStart(0, 0, SECOND));
      for (long number : numbers) {
        EncodedValues encoded =
            ValueOutput.encode(values -> values.number(number).number(~number).truth(true));
        file.event(types.id(SALE)).number(0).number(0).encoded(encoded);
        file.endEvent();
      }
      file.end(SECOND);
    }
    List<RecordedEvent> events = read(out.toByteArray());
    assertEquals(numbers.length, events.size());
    for (int i = 0; i < numbers.length; i++) {
      assertEquals(numbers[i], events.get(i).getLong("a"));
      assertEquals(~numbers[i], events.get(i).getLong("b"));
      assertTrue(events.get(i).getBoolean("c"));
    }
  }

  @Test
  void describesTypesToTools() throws IOException {
    WrittenTypes types =
        new WrittenTypes(
            List.of(
                sale(
                    FieldDescription.inPlace(
                        "age",
                        "long",
                        "Age",
                        AnnotationDescription.timespan("MILLISECONDS"),
                        AnnotationDescription.description("Since the harvest")),
                    FieldDescription.inPlace(
                        "weight", "long", "Weight", AnnotationDescription.bytes()),
                    FieldDescription.inPlace(
                        "harvest",
                        "long",
                        "Harvest",
                        AnnotationDescription.timestamp("MILLISECONDS_SINCE_EPOCH")))));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ChunkWriter file = new ChunkWriter(out)) {
      file.begin(types, new ChunkStart(0, 0, SECOND));
      file.event(types.id(SALE)).number(1).number(0).number(30).number(500).number(86_400_000);
      file.endEvent();
      file.end(0);
    }
    try (RecordingFile file = new RecordingFile(file(out.toByteArray()))) {
      RecordedEvent sale = file.readEvent();
      assertEquals(Duration.ofMillis(30), sale.getDuration("age"));
      assertEquals(Instant.ofEpochSecond(86_400), sale.getInstant("harvest"));
      EventType type = sale.getEventType();
      assertEquals("Sale", type.getLabel());
      assertEquals("Something was sold", type.getDescription());
      assertEquals(List.of("Shop", "Till"), type.getCategoryNames());
      ValueDescriptor age = type.getField("age");
      assertEquals("Age", age.getLabel());
      assertEquals("Since the harvest", age.getDescription());
      assertEquals("MILLISECONDS", age.getAnnotation(Timespan.class).value());
      assertEquals("jdk.jfr.DataAmount", type.getField("weight").getContentType());
      assertEquals("TICKS", type.getField("startTime").getAnnotation(Timestamp.class).value());
    }
  }

  @Test
  void eachChunkHasItsOwnTypesClocksAndPools() throws IOException {
    WrittenTypes first =
        new WrittenTypes(
            List.of(sale(FieldDescription.inPlace("fruit", "java.lang.String", "Fruit"))));
    WrittenTypes second =
        new WrittenTypes(
            List.of(
                CURRENCY,
                sale(
                    FieldDescription.pooled("in", "shop.Currency", "In"),
                    FieldDescription.inPlace("fruit", "java.lang.String", "Fruit"))));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long noon = NOON.getEpochSecond() * SECOND;
    try (ChunkWriter file = new ChunkWriter(out)) {
      file.begin(first, new ChunkStart(noon, 1000, SECOND));
      for (int i = 0; i < 5000; i++) {
        long name = file.pools().string("apple " + i % 100);
        file.event(first.id(SALE)).number(1000 + i).number(0).pooledText(name);
        file.endEvent();
      }
      assertTrue(file.size() > 5000, "of events: " + file.size());
      file.end(SECOND);
      // Another clock: a tick is a microsecond.
      file.begin(second, new ChunkStart(noon + 5 * SECOND, 7_000_000, 1_000_000));
      long euro = file.pools().word("shop.Currency", "EUR");
      long name = file.pools().string("pear");
      file.event(second.id(SALE)).number(7_000_003).number(2).number(euro).pooledText(name);
      file.endEvent();
      file.end(SECOND);
    }
    List<RecordedEvent> events = read(out.toByteArray());
    assertEquals(5001, events.size());
    for (int i = 0; i < 5000; i++) {
      assertEquals("apple " + i % 100, events.get(i).getString("fruit"));
      assertEquals(NOON.plusNanos(i), events.get(i).getStartTime());
    }
    RecordedEvent last = events.getLast();
    assertEquals("pear", last.getString("fruit"));
    assertEquals("EUR", last.getString("in"));
    // Its times are not asked for: the JDK's reader takes a file to have the clock of its first
    // chunk. Our own finds each chunk's clock in its header.
    try (ChunkReader reader = new ChunkReader(new ByteArrayInputStream(out.toByteArray()))) {
      assertEquals(noon, reader.next().header().startNanos());
      ChunkHeader header = reader.next().header();
      assertEquals(7_000_000, header.startTicks());
      assertEquals(1_000_000, header.ticksPerSecond());
      assertTrue(header.finished());
      assertNull(reader.next());
    }
  }

  @Test
  void writesThreadsOfBothKindsAndStacks() throws IOException {
    WrittenTypes types =
        new WrittenTypes(
            List.of(
                sale(
                    FieldDescription.pooled("eventThread", "java.lang.Thread", "Thread"),
                    FieldDescription.pooled("stackTrace", "jdk.types.StackTrace", "Stack"),
                    FieldDescription.pooled("type", "java.lang.Class", "Type"))));
    List<JavaFrame> frames =
        List.of(
            new JavaFrame("shop/till", "shop/till/Till", "sell", 7, 3, "JIT compiled"),
            new JavaFrame("", "Main", "main", 0, 0, "Interpreted"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ChunkWriter file = new ChunkWriter(out)) {
      // In two chunks, in which the pools are filled in another order.
      for (int chunk = 0; chunk < 2; chunk++) {
        file.begin(types, new ChunkStart(0, chunk * 10L, SECOND));
        JavaPools pools = file.pools();
        if (chunk == 1) {
          pools.type("", "Another");
          pools.stack("another", frames.subList(1, 2), false);
        }
        assertEquals(0, pools.knownStack("sale"));
        long stack = pools.stack("sale", frames, true);
        assertEquals(stack, pools.knownStack("sale"));
        long type = pools.type("shop/till", "shop/till/Till");
        assertEquals(type, pools.type("shop/till", "shop/till/Till"));
        for (int thread = 1; thread <= 2; thread++) {
          ValueOutput event = file.event(types.id(SALE)).number(chunk * 10L + thread).number(0);
          pools.thread(thread, new JavaThread("early", 1, "early", 1, null, false));
          pools.thread(
              thread,
              new JavaThread(
                  "os " + thread, 100 + thread, "java " + thread, thread, "tills", thread == 2));
          event.number(thread).number(stack).number(type);
          file.endEvent();
        }
        file.end(10);
      }
    }
    List<RecordedEvent> events = read(out.toByteArray());
    assertEquals(4, events.size());
    for (int i = 0; i < 4; i++) {
      RecordedEvent sale = events.get(i);
      int thread = i % 2 + 1;
      assertEquals("java " + thread, sale.getThread().getJavaName());
      assertEquals("os " + thread, sale.getThread().getOSName());
      assertEquals(thread, sale.getThread().getJavaThreadId());
      // The JDK's reader gives a virtual thread none.
      assertEquals(thread == 2 ? -1 : 101, sale.getThread().getOSThreadId());
      assertEquals(thread == 2, sale.getThread().isVirtual());
      assertEquals("tills", sale.getThread().getThreadGroup().getName());
      assertEquals("shop.till.Till", sale.getClass("type").getName());
      assertTrue(sale.getStackTrace().isTruncated());
      assertEquals(2, sale.getStackTrace().getFrames().size());
      assertEquals(
          "shop.till.Till",
          sale.getStackTrace().getFrames().getFirst().getMethod().getType().getName());
      assertEquals("sell", sale.getStackTrace().getFrames().getFirst().getMethod().getName());
      assertEquals(7, sale.getStackTrace().getFrames().getFirst().getLineNumber());
      assertEquals(3, sale.getStackTrace().getFrames().getFirst().getBytecodeIndex());
      assertEquals("JIT compiled", sale.getStackTrace().getFrames().getFirst().getType());
    }
  }

  @Test
  void refusesWhatWouldBeABrokenFile() throws IOException {
    WrittenTypes types =
        new WrittenTypes(
            List.of(sale(FieldDescription.inPlace("fruit", "java.lang.String", "Fruit"))));
    try (ChunkWriter file = new ChunkWriter(OutputStream.nullOutputStream())) {
      assertThrows(IllegalStateException.class, () -> file.event(types.id(SALE)));
      file.begin(types, new ChunkStart(0, 0, SECOND));
      ChunkStart next = new ChunkStart(0, 0, SECOND);
      assertThrows(IllegalStateException.class, () -> file.begin(types, next));
      file.event(types.id(SALE)).number(1).number(2);
      IllegalStateException few = assertThrows(IllegalStateException.class, file::endEvent);
      assertEquals("shop.Sale with 2 values, expected 3", few.getMessage());
    }
    FieldDescription unknown = FieldDescription.inPlace("price", "shop.Price", "Price");
    assertEquals(
        "no type has the name shop.Price",
        assertThrows(IllegalArgumentException.class, () -> new WrittenTypes(List.of(sale(unknown))))
            .getMessage());
    List<TypeDescription> twice = List.of(CURRENCY, CURRENCY);
    assertThrows(IllegalArgumentException.class, () -> new WrittenTypes(twice));
    assertThrows(IllegalArgumentException.class, () -> new ChunkStart(0, 0, 0));
  }

  @Test
  void aChunkWithoutEventsIsOne() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ChunkWriter file = new ChunkWriter(out)) {
      file.begin(new WrittenTypes(List.of()), new ChunkStart(0, 0, SECOND));
      file.end(0);
    }
    assertEquals(List.of(), read(out.toByteArray()));
  }
}
