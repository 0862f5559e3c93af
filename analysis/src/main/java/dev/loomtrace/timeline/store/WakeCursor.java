package dev.loomtrace.timeline.store;

import dev.loomtrace.timeline.SpanView;
import java.util.Collections;
import java.util.Iterator;

/**
 * Walks whom a thread woke, in order of time. The other direction is {@link SpanView#waker} of the
 * wait that ended: {@link SpanCursor} finds it as the span of {@link #woken} that ends at {@link
 * #time}. A store has as many as wanted, each for one thread at a time.
 */
public final class WakeCursor {
  private final Tracks wakers;
  private final TrackBlock block;
  private final ByteCursor details = new ByteCursor();
  private Iterator<Track> lives = Collections.emptyIterator();
  private long waker;
  private long from;
  private long to;
  // What is left of the block.
  private int wake;
  private int wakes;
  private long time;
  private long woken;

  WakeCursor(StoreFile file, Tracks wakers) {
    this.wakers = wakers;
    block = new TrackBlock(file);
  }

  /**
   * Stands before the first thread that a thread woke in a stretch of time; {@link #next} moves to
   * it and to those that follow. If the thread's id was used again, it is about all of its lives.
   *
   * @param thread id of the waker
   * @param begin inclusive, in nanoseconds on the trace's clock
   * @param end exclusive
   */
  public void between(long thread, long begin, long end) {
    lives = wakers.of(thread).iterator();
    waker = thread;
    from = begin;
    to = end;
    wake = 0;
    wakes = 0;
  }

  /** Moves to the next thread that was woken; false if there is none, now and forever. */
  public boolean next() {
    while (wake < wakes || enter()) {
      long end = block.end(wake++);
      long thread = waker + details.signed();
      if (end >= to) {
        lives = Collections.emptyIterator();
        wake = wakes;
        return false;
      }
      if (end >= from) {
        time = end;
        woken = thread;
        return true;
      }
    }
    return false;
  }

  /** When the thread was woken. */
  public long time() {
    return time;
  }

  /** Id of the thread that was woken. */
  public long woken() {
    return woken;
  }

  private boolean enter() {
    if (wakes > 0 && block.number() + 1 < block.track().blocks()) {
      enter(block.track(), block.number() + 1);
      return true;
    }
    wakes = 0;
    while (lives.hasNext()) {
      Track track = lives.next();
      if (track.end() >= from) {
        enter(track, from == Long.MIN_VALUE ? 0 : track.blockAt(from - 1));
        return true;
      }
    }
    return false;
  }

  private void enter(Track track, int number) {
    block.load(track, number);
    block.details(details);
    wake = 0;
    wakes = block.size();
  }
}
