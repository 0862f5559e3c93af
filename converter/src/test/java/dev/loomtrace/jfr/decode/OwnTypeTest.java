package dev.loomtrace.jfr.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.event.EventNames;
import dev.loomtrace.event.EventSchema;
import dev.loomtrace.event.EventSpec;
import dev.loomtrace.event.FieldSpec;
import dev.loomtrace.event.FieldType;
import dev.loomtrace.jfr.chunk.Chunk;
import dev.loomtrace.jfr.chunk.ChunkReader;
import dev.loomtrace.jfr.chunk.ChunkType;
import dev.loomtrace.jfr.chunk.ChunkValue;
import dev.loomtrace.jfr.forge.ForgedChunk;
import dev.loomtrace.jfr.forge.ForgedType;
import dev.loomtrace.jfr.forge.JfrBytes;
import dev.loomtrace.jfr.operation.Operations;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The reader and the schema: a chunk is made of the schema, with one event of each type. */
class OwnTypeTest {
  /**
   * What a reader of traces has no use for: what is announced is in events of its own, a dump and a
   * trigger say why the file was written, a primer says nothing.
   */
  private static final Set<String> NOT_READ =
      Set.of(EventNames.ANNOTATIONS, EventNames.DUMP, EventNames.PRIMER, EventNames.TRIGGER);

  private static final long FIRST_ID = 1000;
  private static final String UNKNOWN = "ofALaterVersion";

  private static List<ChunkType> types() throws IOException {
    ForgedChunk forged = new ForgedChunk();
    Map<String, Long> ids = new HashMap<>();
    for (ForgedType type : ForgedType.catalog()) {
      if (EventSchema.event(type.name()) == null) {
        forged.types.add(type);
        ids.put(type.name(), type.id());
      }
    }
    for (EventSpec event : EventSchema.events()) {
      long id = FIRST_ID + forged.types.size();
      List<ForgedType.Field> fields = new ArrayList<>();
      JfrBytes values = new JfrBytes().number(id);
      for (FieldSpec field : event.fields()) {
        FieldType type = field.type();
        fields.add(
            new ForgedType.Field(field.name(), ids.get(type.jfrName()), type.pooled(), false));
        values.octet(0); // Zero, false and null are one byte, whatever the type.
      }
      fields.add(new ForgedType.Field(UNKNOWN, ids.get("long"), false, false));
      values.octet(0);
      forged.types.add(new ForgedType(id, event.name(), fields));
      forged.events.add(JfrBytes.event(values.array()));
    }
    List<ChunkType> types = new ArrayList<>();
    try (ChunkReader reader = new ChunkReader(new ByteArrayInputStream(forged.bytes()))) {
      Chunk chunk = reader.next();
      for (ChunkValue event = chunk.nextEvent(); event != null; event = chunk.nextEvent()) {
        types.add(event.type());
      }
    }
    return types;
  }

  private static RecorderEvents reader() {
    Pools pools = new Pools();
    JavaStacks stacks = new JavaStacks(pools);
    GoroutineNames names = new GoroutineNames();
    Operations ops = new Operations();
    PlatformThreads threads = new PlatformThreads(ops);
    ToldTwice toldTwice = new ToldTwice(ops, threads);
    return new RecorderEvents(
        ops, pools, stacks, names, new Causes(), new Totals(), threads, toldTwice);
  }

  @Test
  void eachEventIsReadOrKnowinglyNot() throws IOException {
    Set<String> notRead = new TreeSet<>();
    List<ChunkType> types = types();
    for (ChunkType type : types) {
      if (reader().handler(type) == null) {
        notRead.add(type.name());
      }
    }
    assertEquals(new TreeSet<>(NOT_READ), notRead);
    assertEquals(EventSchema.events().size(), types.size());
  }

  @Test
  void eachFieldOfTheSchemaFits() throws IOException {
    for (ChunkType type : types()) {
      for (FieldSpec field : EventSchema.event(type.name()).fields()) {
        int index = OwnType.of(type).field(field.name());
        assertEquals(type.field(field.name()), index, type + "." + field.name());
        assertTrue(index >= 0, type + "." + field.name());
      }
      assertTrue(type.field(UNKNOWN) >= 0);
      assertEquals(-1, OwnType.of(type).field(UNKNOWN), "the schema does not have it");
      assertEquals(-1, OwnType.of(type).field("none"));
    }
  }

  /**
   * What is read is forged too: a new event or field must not be the one that nobody lied about.
   */
  @Test
  void theForgeHasEachEventThatIsRead() {
    Map<String, ForgedType> forged = new HashMap<>();
    ForgedType.catalog().forEach(type -> forged.put(type.name(), type));
    for (EventSpec event : EventSchema.events()) {
      if (!NOT_READ.contains(event.name())) {
        Set<String> names = new TreeSet<>();
        forged.get(event.name()).fields().forEach(field -> names.add(field.name()));
        for (FieldSpec field : event.ownFields()) {
          assertTrue(names.contains(field.name()), event.name() + "." + field.name());
        }
      }
    }
  }

  @Test
  void eventsOfOthersAreNone() throws IOException {
    ForgedChunk forged = new ForgedChunk();
    forged.types.addAll(ForgedType.catalog());
    ForgedType start =
        forged.types.stream().filter(t -> t.name().equals("jdk.ThreadStart")).findAny().get();
    JfrBytes values = new JfrBytes().number(start.id());
    start.fields().forEach(field -> values.octet(0));
    forged.events.add(JfrBytes.event(values.array()));
    try (ChunkReader reader = new ChunkReader(new ByteArrayInputStream(forged.bytes()))) {
      assertNull(OwnType.of(reader.next().nextEvent().type()));
    }
  }
}
