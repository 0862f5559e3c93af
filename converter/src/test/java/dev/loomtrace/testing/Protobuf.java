package dev.loomtrace.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A message of protocol buffers, read by the numbers of its fields. */
public final class Protobuf {
  private final List<Field> fields = new ArrayList<>();

  private record Field(int number, int type, long value, ByteBuffer bytes) {}

  private Protobuf() {}

  /** The message that these bytes are; an error if they are none. */
  public static Protobuf of(byte[] bytes) {
    return of(ByteBuffer.wrap(bytes));
  }

  private static Protobuf of(ByteBuffer bytes) {
    ByteBuffer in = bytes.duplicate();
    Protobuf message = new Protobuf();
    while (in.hasRemaining()) {
      long tag = varint(in);
      int type = (int) (tag & 7);
      long value = 0;
      ByteBuffer content = null;
      switch (type) {
        case 0 -> value = varint(in);
        case 1 -> {
          in.order(ByteOrder.LITTLE_ENDIAN);
          value = in.getLong();
        }
        case 2 -> {
          int length = Math.toIntExact(varint(in));
          content = in.slice(in.position(), length);
          in.position(in.position() + length);
        }
        default -> throw new AssertionError("type " + type + " of field " + (tag >>> 3));
      }
      message.fields.add(new Field(Math.toIntExact(tag >>> 3), type, value, content));
    }
    return message;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = in.get();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new AssertionError("a number of more than ten bytes");
  }

  /** The numbers of the fields that it has, in ascending order. */
  public List<Integer> fieldNumbers() {
    return fields.stream().map(Field::number).distinct().sorted().toList();
  }

  /** Whether it has the field. */
  public boolean has(int number) {
    return fields.stream().anyMatch(field -> field.number == number);
  }

  /** The number that a field holds; an error if there is not exactly one. */
  public long number(int number) {
    List<Long> all = numbers(number);
    if (all.size() != 1) {
      throw new AssertionError(all.size() + " times field " + number);
    }
    return all.getFirst();
  }

  /** The number that a field holds; another one if it is not there. */
  public long number(int number, long missing) {
    return has(number) ? number(number) : missing;
  }

  /** Numbers of a field that is repeated and not packed. */
  public List<Long> numbers(int number) {
    return fields.stream()
        .filter(field -> field.number == number && field.type != 2)
        .map(Field::value)
        .toList();
  }

  /** Numbers of a packed field; none if it is not there. */
  public long[] packed(int number) {
    List<Long> all = new ArrayList<>();
    for (Field field : fields) {
      if (field.number == number) {
        ByteBuffer in = field.bytes.duplicate();
        while (in.hasRemaining()) {
          all.add(varint(in));
        }
      }
    }
    return all.stream().mapToLong(Long::longValue).toArray();
  }

  /** The messages that a field holds. */
  public List<Protobuf> messages(int number) {
    return fields.stream()
        .filter(field -> field.number == number)
        .map(field -> of(field.bytes))
        .toList();
  }

  /** The message that a field holds; an error if there is not exactly one. */
  public Protobuf message(int number) {
    List<Protobuf> all = messages(number);
    if (all.size() != 1) {
      throw new AssertionError(all.size() + " times field " + number);
    }
    return all.getFirst();
  }

  /** The text that a field holds; empty if it is not there. */
  public String text(int number) {
    StringBuilder text = new StringBuilder();
    for (Field field : fields) {
      if (field.number == number) {
        text.append(StandardCharsets.UTF_8.decode(field.bytes.duplicate()));
      }
    }
    return text.toString();
  }
}
