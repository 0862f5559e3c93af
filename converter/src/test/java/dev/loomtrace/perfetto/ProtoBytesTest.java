package dev.loomtrace.perfetto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.base.ProtoBytes;
import dev.loomtrace.testing.Protobuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wire format, as a reader that knows nothing of the writer has it. */
class ProtoBytesTest {
  private static byte[] written(ProtoBytes bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    bytes.writeTo(out);
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        1,
        127,
        128,
        16_383,
        16_384,
        Integer.MAX_VALUE,
        Long.MAX_VALUE,
        -1,
        Long.MIN_VALUE
      })
  void numbersOfAnySize(long value) throws IOException {
    ProtoBytes bytes = new ProtoBytes(1);
    bytes.number(5, value);
    bytes.fixed64(500, value);
    Protobuf message = Protobuf.of(written(bytes));
    assertEquals(value, message.number(5));
    assertEquals(value, message.number(500));
  }

  /** As the specification of the format has it: 150 in field 1. */
  @Test
  void isTheFormatOfTheSpecification() throws IOException {
    ProtoBytes bytes = new ProtoBytes();
    bytes.number(1, 150);
    assertArrayEquals(new byte[] {0x08, (byte) 0x96, 0x01}, written(bytes));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 128, 129, 16_380, 16_384, 16_385, 2_097_153})
  void messagesOfAnyLength(int length) throws IOException {
    String text = "x".repeat(length);
    ProtoBytes bytes = new ProtoBytes(1);
    int outer = bytes.begin(1);
    int inner = bytes.begin(2);
    bytes.text(3, text);
    bytes.end(inner);
    bytes.number(4, 7);
    bytes.end(outer);
    bytes.repeated(9, 300, 3);
    Protobuf message = Protobuf.of(written(bytes));
    assertEquals(text, message.message(1).message(2).text(3));
    assertEquals(7, message.message(1).number(4));
    assertArrayEquals(new long[] {300, 300, 300}, message.packed(9));
    assertEquals(List.of(), message.numbers(8));
  }
}
