package dev.loomtrace.timeline.store;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.trace.Context;
import java.io.Closeable;
import java.io.IOException;

/**
 * Writes who was woken by whom: of each thread that woke others a track, in which a span ends
 * whenever it did. Needs memory for those that live.
 */
final class WakeWriter implements Closeable {
  private final FileOutput out;
  private final IndexWriter index;
  private final DirectoryWriter directory;
  private final LongMap<TrackWriter> wakers = new LongMap<>();

  WakeWriter(FileOutput out, IndexWriter index, DirectoryWriter directory) {
    this.out = out;
    this.index = index;
    this.directory = directory;
  }

  DirectoryWriter directory() {
    return directory;
  }

  /** A thread was woken by another one, not before what was said already. */
  void woke(long waker, long woken, long time) throws IOException {
    TrackWriter track = wakers.get(waker);
    if (track == null) {
      track = new TrackWriter();
      wakers.put(waker, track);
    }
    long since = track.isEmpty() ? time : track.end();
    track.add(StoreFormat.HAS_WAKER, since, time, out, index).signed(woken - waker);
  }

  /** A thread has ended: what has its id from now on is another one. */
  void ended(long thread) throws IOException {
    TrackWriter track = wakers.remove(thread);
    if (track != null) {
      finish(thread, track);
    }
  }

  /** The trace has ended. */
  void end() throws IOException {
    for (long waker : wakers.sortedKeys()) {
      finish(waker, wakers.get(waker));
    }
  }

  private void finish(long waker, TrackWriter track) throws IOException {
    track.flush(out, index);
    directory.add(
        waker, track.begin(), track.end(), Context.NO_GOROUTINE, track, 0, 0, StoreFormat.NO_FLAGS);
  }

  @Override
  public void close() throws IOException {
    directory.close();
  }
}
