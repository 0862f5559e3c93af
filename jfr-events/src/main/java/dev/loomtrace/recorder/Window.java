package dev.loomtrace.recorder;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The moving window of a flight recorder that was started. This interface keeps those who use it
 * free of the classes of {@code jdk.jfr}, which the run time may not have.
 */
public interface Window {
  /** No window: not started, or stopped. */
  Window NONE =
      new Window() {
        @Override
        public void rotate() {}

        @Override
        public void mark(String reason) {}

        @Override
        public void mark(Cause cause) {}

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
   * @throws IOException if no chunk may be started now
   */
  void rotate() throws IOException;

  /** Writes into the recording that a dump was requested. */
  void mark(String reason);

  /** Writes into the recording that a trigger fired, and that a dump was requested for it. */
  void mark(Cause cause);

  /** Writes the window up to now, and returns the number of bytes. */
  long copyTo(OutputStream out) throws IOException;

  /** Size of the window on disk, in bytes. */
  long size();

  /** Ends the recording and drops its data. */
  void close();
}
