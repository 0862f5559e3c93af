package dev.loomtrace.jfr.forge;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes JFR's encodings. */
public final class JfrBytes {
  private static final int SIZE_BYTES = 4;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A number of up to nine bytes. */
  public JfrBytes number(long value) {
    long rest = value;
    for (int i = 0; i < 8 && (rest & ~0x7fL) != 0; i++) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
    return this;
  }

  /** A byte. */
  public JfrBytes octet(int value) {
    out.write(value);
    return this;
  }

  /** Bytes as they are. */
  public JfrBytes bytes(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /** A number in as many bytes as a {@code long} has. */
  public JfrBytes fixed(long value) {
    return bytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  /** A string in UTF-8. */
  public JfrBytes text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return octet(3).number(utf8.length).bytes(utf8);
  }

  /** What has been written. */
  public byte[] array() {
    return out.toByteArray();
  }

  /** Number of bytes written. */
  public int size() {
    return out.size();
  }

  /** An event of this content, behind its size. */
  public static byte[] event(byte[] content) {
    return event(content, content.length + SIZE_BYTES);
  }

  /** An event that says it is of another size. */
  public static byte[] event(byte[] content, int size) {
    byte[] whole = ByteBuffer.allocate(content.length + SIZE_BYTES).putInt(0).put(content).array();
    for (int i = 0; i < SIZE_BYTES; i++) {
      whole[i] = (byte) (((size >>> (7 * i)) & 0x7f) | (i < SIZE_BYTES - 1 ? 0x80 : 0));
    }
    return whole;
  }
}
