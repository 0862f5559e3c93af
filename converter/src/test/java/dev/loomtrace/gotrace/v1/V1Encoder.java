package dev.loomtrace.gotrace.v1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Writes traces in the form before Go 1.22, legal ones and others: nothing is checked. */
final class V1Encoder {
  private static final int LENGTH_FOLLOWS = 3;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A trace of version 1.{@code minor}. */
  V1Encoder(int minor) {
    out.writeBytes(("go 1." + minor + " trace\0\0\0").getBytes(ISO_8859_1));
  }

  /** How long the trace is. */
  int size() {
    return out.size();
  }

  byte[] toBytes() {
    return out.toByteArray();
  }

  /** A batch of a P begins, at a time in ticks. */
  V1Encoder batch(long pid, long ticks) {
    head(V1Type.BATCH.ordinal(), 1);
    varint(pid);
    varint(ticks);
    return this;
  }

  /** An event with all its arguments: time first, stack last. */
  V1Encoder event(V1Type type, long... arguments) {
    if (arguments.length <= LENGTH_FOLLOWS) {
      head(type.ordinal(), arguments.length - 1);
      for (long argument : arguments) {
        varint(argument);
      }
    } else {
      lengthAndArguments(type, arguments);
    }
    return this;
  }

  /** The same with the arguments' length before them, however few they are. */
  V1Encoder lengthAndArguments(V1Type type, long... arguments) {
    V1Encoder bytes = new V1Encoder(0);
    bytes.out.reset();
    for (long argument : arguments) {
      bytes.varint(argument);
    }
    head(type.ordinal(), LENGTH_FOLLOWS);
    varint(bytes.size());
    out.writeBytes(bytes.toBytes());
    return this;
  }

  V1Encoder log(long dt, long task, long category, long stack, byte[] message) {
    lengthAndArguments(V1Type.USER_LOG, dt, task, category, stack);
    varint(message.length);
    out.writeBytes(message);
    return this;
  }

  V1Encoder string(long id, String text) {
    return string(id, text.getBytes(UTF_8));
  }

  V1Encoder string(long id, byte[] text) {
    head(V1Type.STRING.ordinal(), 0);
    varint(id);
    varint(text.length);
    out.writeBytes(text);
    return this;
  }

  /** A stack; each frame is PC, function, file and line. */
  V1Encoder stack(long id, long... frames) {
    long[] arguments = new long[2 + frames.length];
    arguments[0] = id;
    arguments[1] = frames.length / 4;
    System.arraycopy(frames, 0, arguments, 2, frames.length);
    return event(V1Type.STACK, arguments);
  }

  V1Encoder frequency(long ticksPerSecond) {
    return event(V1Type.FREQUENCY, ticksPerSecond);
  }

  /** Bytes as they are. */
  V1Encoder raw(int... octets) {
    for (int octet : octets) {
      out.write(octet);
    }
    return this;
  }

  private void head(int code, int argumentBits) {
    out.write(code | (argumentBits << 6));
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
