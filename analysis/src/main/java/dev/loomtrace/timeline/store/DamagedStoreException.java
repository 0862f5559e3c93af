package dev.loomtrace.timeline.store;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A store's file was changed by someone else after it was written. It is no longer used: whoever
 * opens the trace again gets a new one.
 */
public final class DamagedStoreException extends UncheckedIOException {
  private static final long serialVersionUID = 1;

  DamagedStoreException(String message) {
    super(new IOException(message));
  }
}
