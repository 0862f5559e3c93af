package dev.loomtrace.tool;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Decodes bytes as UTF-8 and writes the text; what is not UTF-8 becomes U+FFFD. */
final class DecodingStream extends OutputStream {
  private static final int LONGEST = 4;

  private final Writer out;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);

  // The first bytes of a code point that is not complete yet.
  private byte[] rest = {};

  DecodingStream(Writer out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer in =
        ByteBuffer.allocate(rest.length + length).put(rest).put(bytes, offset, length).flip();
    CharBuffer text = CharBuffer.allocate(in.remaining() + LONGEST);
    decoder.decode(in, text, false);
    rest = new byte[in.remaining()];
    in.get(rest);
    out.append(text.flip());
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }
}
