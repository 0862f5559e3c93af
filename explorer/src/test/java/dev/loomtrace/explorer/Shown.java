package dev.loomtrace.explorer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.testing.RandomTrace;
import dev.loomtrace.timeline.store.SpanStore;
import dev.loomtrace.timeline.store.StoreCache;
import dev.loomtrace.trace.ListTraceReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An explorer of some files, with a cache of its own, and all that it has said. */
public final class Shown implements Closeable {
  private final Explorer explorer;
  private final StoreCache cache;
  private final List<String> said;

  private Shown(Explorer explorer, StoreCache cache, List<String> said) {
    this.explorer = explorer;
    this.cache = cache;
    this.said = said;
  }

  /** Shows files, once they are read. */
  public static Shown of(Path cacheFolder, Path... files) throws IOException {
    StoreCache cache = new StoreCache(cacheFolder, Long.MAX_VALUE);
    List<String> said = Collections.synchronizedList(new ArrayList<>());
    Explorer explorer =
        Explorer.start(
            new ExplorerOptions(
                List.of(files), ExplorerOptions.LOOPBACK, 0, cache, "test", said::add));
    assertTrue(explorer.await(1, TimeUnit.MINUTES), "it is read");
    return new Shown(explorer, cache, said);
  }

  /** Writes a Go trace in which threads do legal things at random. */
  public static Path random(Path folder, long seed, int size) throws IOException {
    Path file = folder.resolve("random-" + seed + ".trace");
    Traces.writeGo(new ListTraceReader(RandomTrace.of(seed, size, 3)), Files.newOutputStream(file));
    return file;
  }

  /** The explorer. */
  public Explorer explorer() {
    return explorer;
  }

  /** A client with its token. */
  public Client client() {
    return new Client(explorer.address());
  }

  /** The store of a file, as the explorer has it. */
  public SpanStore store(Path file) throws IOException {
    return cache.open(file);
  }

  /** What it said about files. */
  public List<String> said() {
    return List.copyOf(said);
  }

  @Override
  public void close() throws IOException {
    explorer.close();
  }
}
