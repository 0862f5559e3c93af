package dev.loomtrace.tool;

import dev.loomtrace.timeline.store.BuildProgress;
import java.io.Closeable;
import java.util.Optional;

/** Shows to whoever watches how far the store of a trace is, while it is made. */
final class StoreProgress implements BuildProgress, Closeable {
  private final String name;
  private final Console console;
  // From the first event on: a store that exists is not made.
  private Optional<ProgressLine> line = Optional.empty();

  StoreProgress(String name, Console console) {
    this.name = name;
    this.console = console;
  }

  @Override
  public void made(long bytes, long size, long events) {
    if (!console.showsProgress()) {
      return;
    }
    if (line.isEmpty()) {
      line = Optional.of(new ProgressLine(name, size, console));
    }
    line.get().stepTo(bytes);
  }

  @Override
  public void close() {
    line.ifPresent(ProgressLine::close);
  }
}
