package dev.loomtrace;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the library reports while this is open. */
public final class Warnings implements AutoCloseable {
  private final Logger logger = Logger.getLogger("dev.loomtrace");
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          messages.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private Warnings() {}

  /** Starts to collect them. */
  public static Warnings capture() {
    Warnings warnings = new Warnings();
    warnings.logger.setUseParentHandlers(false);
    warnings.logger.addHandler(warnings.handler);
    return warnings;
  }

  /** What has been reported so far. */
  public List<String> messages() {
    return List.copyOf(messages);
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }
}
