package dev.loomtrace.tool;

import java.io.IOException;
import java.io.OutputStream;

/** Takes so many bytes, and then no more. */
final class FailingOutput extends OutputStream {
  private final String message;
  private long room;

  /**
   * An output that fails.
   *
   * @param message of the exception
   * @param room how many bytes it takes before
   */
  FailingOutput(String message, long room) {
    this.message = message;
    this.room = room;
  }

  @Override
  public void write(int b) throws IOException {
    room--;
    if (room < 0) {
      throw new IOException(message);
    }
  }
}
