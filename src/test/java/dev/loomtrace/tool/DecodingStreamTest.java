package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DecodingStreamTest {
  @Test
  void decodesBytesInParts() throws IOException {
    StringWriter out = new StringWriter();
    DecodingStream stream = new DecodingStream(out);
    for (byte b : "aλ漢😀".getBytes(StandardCharsets.UTF_8)) {
      stream.write(b);
    }
    stream.write(new byte[] {(byte) 0xFF, 'x'});
    assertEquals("aλ漢😀\ufffdx", out.toString());
  }
}
