package dev.loomtrace.explorer;

import dev.loomtrace.timeline.store.StoreCache;
import java.nio.file.Path;
import java.util.List;

/**
 * What an explorer shows, and where.
 *
 * @param files recordings and traces, and folders of such
 * @param host the address or name at which it listens
 * @param port 0 for one that is free
 * @param cache where what is made of traces is kept
 * @param version of the program, for the page
 * @param listener hears of what was read
 */
public record ExplorerOptions(
    List<Path> files, String host, int port, StoreCache cache, String version, Listener listener) {
  /** The machine itself, and nobody else. */
  public static final String LOOPBACK = "127.0.0.1";

  /** Keeps a copy of the list. */
  public ExplorerOptions {
    files = List.copyOf(files);
  }

  /** Hears of what must be known about files, on any thread. */
  @FunctionalInterface
  public interface Listener {
    /** A sentence about a file: that it cannot be read, or breaks off. */
    void say(String sentence);
  }
}
