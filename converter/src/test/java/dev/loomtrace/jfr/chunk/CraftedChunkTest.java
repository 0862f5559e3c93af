package dev.loomtrace.jfr.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.trace.MalformedTraceException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Chunks that no JVM writes: they must cost no more than what their bytes are worth. */
@Timeout(60)
class CraftedChunkTest {
  private static final int LONG = 1;
  private static final int FIRST = 100;

  /** A field of a type in the metadata. */
  private record Field(String name, int type, boolean array) {}

  /** A type in the metadata. */
  private record Type(int id, String name, List<Field> fields) {}

  private static final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Bytes number(long value) {
      long rest = value;
      for (int i = 0; i < 8 && (rest & ~0x7fL) != 0; i++) {
        out.write((int) (rest & 0x7f) | 0x80);
        rest >>>= 7;
      }
      out.write((int) rest);
      return this;
    }

    private Bytes text(String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      out.write(3);
      number(utf8.length);
      out.writeBytes(utf8);
      return this;
    }

    private Bytes bytes(byte[] bytes) {
      out.writeBytes(bytes);
      return this;
    }

    private byte[] array() {
      return out.toByteArray();
    }
  }

  /** An event: its size, in four bytes, and what it has. */
  private static byte[] event(byte[] content) {
    int size = content.length + 4;
    byte[] whole = ByteBuffer.allocate(size).putInt(0).put(content).array();
    for (int i = 0; i < 4; i++) {
      whole[i] = (byte) (((size >>> (7 * i)) & 0x7f) | (i < 3 ? 0x80 : 0));
    }
    return whole;
  }

  private static byte[] metadata(List<Type> types) {
    List<String> strings = new ArrayList<>(List.of("root", "class", "field", "id", "name"));
    strings.addAll(List.of("dimension", "1"));
    Bytes tree = new Bytes().number(0).number(0).number(types.size());
    for (Type type : types) {
      tree.number(1).number(2);
      tree.number(3).number(string(strings, Integer.toString(type.id)));
      tree.number(4).number(string(strings, type.name));
      tree.number(type.fields.size());
      for (Field field : type.fields) {
        tree.number(2).number(field.array ? 3 : 2);
        tree.number(4).number(string(strings, field.name));
        tree.number(string(strings, "class")).number(string(strings, "" + field.type));
        if (field.array) {
          tree.number(5).number(6);
        }
        tree.number(0);
      }
    }
    Bytes all = new Bytes().number(0).number(0).number(0).number(0).number(strings.size());
    strings.forEach(all::text);
    return event(all.bytes(tree.array()).array());
  }

  private static int string(List<String> strings, String text) {
    int index = strings.indexOf(text);
    if (index < 0) {
      strings.add(text);
      index = strings.size() - 1;
    }
    return index;
  }

  /** A chunk whose checkpoint is the first of the events, or where it says. */
  private static byte[] chunk(List<Type> types, int checkpoint, byte[]... events) {
    Bytes body = new Bytes();
    for (byte[] event : events) {
      body.bytes(event);
    }
    int metadata = ChunkHeader.SIZE + body.array().length;
    body.bytes(metadata(types));
    int size = ChunkHeader.SIZE + body.array().length;
    ByteBuffer chunk = ByteBuffer.allocate(size);
    chunk.putInt(ChunkHeader.MAGIC).putShort((short) 2).putShort((short) 1);
    chunk.putLong(size).putLong(checkpoint).putLong(metadata);
    chunk.putLong(0).putLong(0).putLong(0).putLong(1_000_000_000).putInt(0);
    return chunk.put(body.array()).array();
  }

  private static byte[] checkpoint(long delta, byte[] pool) {
    Bytes content = new Bytes().number(1).number(0).number(0).number(delta).number(0).number(1);
    return event(content.bytes(pool).array());
  }

  private static long countEvents(byte[] file) throws IOException {
    long events = 0;
    try (ChunkReader reader = new ChunkReader(new ByteArrayInputStream(file))) {
      for (Chunk chunk = reader.next(); chunk != null; chunk = reader.next()) {
        while (chunk.nextEvent() != null) {
          events++;
        }
      }
    }
    return events;
  }

  private static List<Type> types(Type... own) {
    List<Type> types = new ArrayList<>(List.of(new Type(LONG, "long", List.of())));
    types.addAll(List.of(own));
    return types;
  }

  @Test
  void readsAChunkMadeByHand() throws IOException {
    Type type = new Type(FIRST, "made.ByHand", List.of(new Field("numbers", LONG, true)));
    byte[] event = event(new Bytes().number(FIRST).number(3).number(7).number(8).number(9).array());
    assertEquals(2, countEvents(chunk(types(type), 0, event, event)));
  }

  @Test
  void refusesValuesThatTakeNoBytes() {
    // Each level has a hundred times as many values as the one before, and none takes a byte.
    List<Type> types = types();
    int levels = 12;
    for (int level = 0; level < levels; level++) {
      List<Field> fields = new ArrayList<>();
      for (int i = 0; i < 100 && level + 1 < levels; i++) {
        fields.add(new Field("f" + i, FIRST + level + 1, false));
      }
      types.add(new Type(FIRST + level, "level" + level, fields));
    }
    byte[] file = chunk(types, 0, event(new Bytes().number(FIRST).array()));
    MalformedTraceException e =
        assertThrows(MalformedTraceException.class, () -> countEvents(file));
    assertTrue(e.getMessage().contains("without fields"), e.getMessage());
  }

  @Test
  void refusesConstantPoolsThatOverlap() {
    Type type = new Type(FIRST, "entry", List.of(new Field("number", LONG, false)));
    int entries = 1000;
    Bytes pool = new Bytes().number(FIRST).number(entries);
    for (int i = 0; i < entries; i++) {
      pool.number(i).number(1);
    }
    // The pools of the first one have more entries than it has, and go on in the second.
    byte[] first = checkpoint(0, new Bytes().number(FIRST).number(100).array());
    byte[] second = checkpoint(-first.length, pool.array());
    byte[] file = chunk(types(type), ChunkHeader.SIZE + first.length, first, second);
    MalformedTraceException e =
        assertThrows(MalformedTraceException.class, () -> countEvents(file));
    assertTrue(e.getMessage().contains("overlap"), e.getMessage());
  }
}
