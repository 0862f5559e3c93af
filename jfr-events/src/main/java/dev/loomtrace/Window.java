package dev.loomtrace;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The moving window of a flight recorder that was started. This interface keeps {@link
 * FlightRecorder} free of the classes of {@code jdk.jfr}, which the run time may not have.
 */
interface Window {
  /** No window: not started, or stopped. */
  Window NONE =
      new Window() {
        @Override
        public void rotate() {}

        @Override
        public void mark(String reason) {}

        @Override
        public long copyTo(OutputStream out) {
          return 0;
        }

        @Override
        public long size() {
          return 0;
        }

        @Override
        public void close() {}
      };

  /**
   * Starts a new chunk, so that old ones can be dropped one by one.
   *
   * @throws IOException if it must not be done now
   */
  void rotate() throws IOException;

  /** Writes into the recording that somebody asked for a dump. */
  void mark(String reason);

  /** Writes the window up to now, and returns the number of bytes. */
  long copyTo(OutputStream out) throws IOException;

  /** Bytes that the window has on disk. */
  long size();

  /** Ends the recording and drops what it has. */
  void close();
}
