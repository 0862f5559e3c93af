package dev.loomtrace.timeline.store;

import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WakeKind;
import java.util.Optional;

/**
 * Finds and walks the spans of tracks: states of a thread, carrier spans of a proc. It is a view of
 * the span that it stands on. A store has as many as wanted, each for one thread at a time.
 */
public final class SpanCursor extends SpanView {
  private static final SpanState[] STATES = SpanState.values();
  private static final WakeKind[] WAKE_KINDS = WakeKind.values();

  private final StoreFile file;
  private final Tracks threads;
  private final Tracks procs;
  private final Dictionary dictionary;
  private final TrackBlock block;
  private final ByteCursor details = new ByteCursor();
  private int span;
  private int stack;
  // The span whose details come next in the block.
  private int detailed;
  private long until;

  SpanCursor(StoreFile file, Dictionary dictionary, Tracks threads, Tracks procs) {
    this.file = file;
    this.dictionary = dictionary;
    this.threads = threads;
    this.procs = procs;
    block = new TrackBlock(file);
  }

  /** Moves to what a thread did at a time; false if it did not exist. See {@link #seek}. */
  public boolean seekThread(long id, long time) {
    Optional<Track> track = threads.at(id, time);
    return track.isPresent() && seek(track.get(), time);
  }

  /** Moves to who ran on a proc at a time; false if nobody did. See {@link #seek}. */
  public boolean seekProc(long id, long time) {
    Optional<Track> track = procs.at(id, time);
    return track.isPresent() && seek(track.get(), time);
  }

  /**
   * Moves to the span of a track that has begun and not ended at a time. {@link #next} goes on from
   * there to the track's end.
   *
   * @return false if there is none; then there is no next one, and the view shows what it showed
   */
  public boolean seek(Track track, long time) {
    until = Long.MIN_VALUE;
    if (track.blocks() == 0 || time < track.begin() || time >= track.end()) {
      return false;
    }
    enter(track, track.blockAt(time));
    int i = 0;
    while (block.end(i) <= time) {
      i++;
    }
    if (block.state(i) == StoreFormat.GAP) {
      return false;
    }
    until = Long.MAX_VALUE;
    span = i;
    fill();
    return true;
  }

  /**
   * Stands before the first span of a track that reaches into a stretch of time; {@link #next}
   * moves to it and to those that follow.
   *
   * @param from inclusive; spans without length count if they begin in the stretch
   * @param to exclusive
   */
  public void between(Track track, long from, long to) {
    until = to;
    if (track.blocks() == 0) {
      until = Long.MIN_VALUE;
      return;
    }
    // A span without length at the end of the block before begins at that time, too.
    enter(track, from == Long.MIN_VALUE ? 0 : track.blockAt(from - 1));
    span = -1;
    while (true) {
      int i = span + 1;
      if (i == block.size()) {
        if (block.number() + 1 == track.blocks()) {
          until = Long.MIN_VALUE;
          return;
        }
        enter(track, block.number() + 1);
        span = -1;
      } else if (block.end(i) > from || block.begin(i) >= from) {
        return;
      } else {
        span = i;
      }
    }
  }

  /** Moves to the next span; false if there is none, now and forever. */
  public boolean next() {
    if (until == Long.MIN_VALUE || block.track() == null) {
      return false;
    }
    do {
      if (span + 1 == block.size()) {
        if (block.number() + 1 == block.track().blocks()) {
          until = Long.MIN_VALUE;
          return false;
        }
        enter(block.track(), block.number() + 1);
        span = -1;
      }
      span++;
      if (block.begin(span) >= until) {
        until = Long.MIN_VALUE;
        return false;
      }
    } while (block.state(span) == StoreFormat.GAP);
    fill();
    return true;
  }

  /**
   * Moves to the longest span of a track that reaches into a stretch of time, the first one of
   * those that are equally long.
   *
   * @return false if there is none
   */
  public boolean seekLongest(Track track, long from, long to) {
    Optional<LongestSpan> longest = LongestSpan.of(file, block, track, from, to);
    if (longest.isEmpty()) {
      return false;
    }
    enter(track, longest.get().blockNumber());
    until = Long.MAX_VALUE;
    span = longest.get().index();
    fill();
    return true;
  }

  /** The track of the span. */
  public Track track() {
    return block.track();
  }

  /** Number of the stack that is its place, for {@link SpanStore#stack}; 0: none. */
  public int stackNumber() {
    return stack;
  }

  private void enter(Track track, int number) {
    block.load(track, number);
    block.details(details);
    detailed = 0;
  }

  private void fill() {
    int i = span;
    Track track = block.track();
    if (i < detailed) {
      block.details(details);
      detailed = 0;
    }
    for (; detailed < i; detailed++) {
      skip(block.head(detailed));
    }
    detailed++;
    int head = block.head(i);
    boolean proc = track.isProc();
    become(proc ? SpanKind.CARRIER : SpanKind.STATE, block.begin(i), block.end(i));
    boolean last = i + 1 == block.size() && block.number() + 1 == track.blocks();
    cut(i == 0 && block.number() == 0 && track.beganBefore(), last && track.open());
    in(STATES[head & StoreFormat.STATE_MASK]);
    stack = 0;
    if (proc) {
      of(details.signed(), track.id());
    } else {
      state(head, track.id());
    }
  }

  private void state(int head, long thread) {
    if ((head & StoreFormat.HAS_CAUSE) != 0) {
      becauseRef((int) details.number());
    }
    if ((head & StoreFormat.HAS_PLACE) != 0) {
      long place = details.number();
      stack = (int) (place >>> 1);
      whereRef(stack, (place & 1) == 0 ? 1 : Double.longBitsToDouble(details.int64()));
    }
    boolean woken = (head & StoreFormat.HAS_WAKER) != 0;
    long waker = woken ? thread + details.signed() : Context.NO_GOROUTINE;
    if ((head & StoreFormat.HAS_WAKE_KIND) != 0) {
      long wake = details.number();
      int frame = (int) (wake / WAKE_KINDS.length);
      byRef(WAKE_KINDS[(int) (wake % WAKE_KINDS.length)], waker, frame);
    } else if (woken) {
      by(WakeKind.THREAD, waker, Frame.NONE);
    }
    of(thread, (head & StoreFormat.HAS_PROC) != 0 ? details.signed() : Context.NO_PROC);
  }

  private void skip(int head) {
    if ((head & StoreFormat.STATE_MASK) == StoreFormat.GAP) {
      return;
    }
    if ((head & StoreFormat.HAS_CAUSE) != 0) {
      details.number();
    }
    if ((head & StoreFormat.HAS_PLACE) != 0 && (details.number() & 1) != 0) {
      details.skip(Long.BYTES);
    }
    if ((head & StoreFormat.HAS_WAKER) != 0) {
      details.number();
    }
    if ((head & StoreFormat.HAS_WAKE_KIND) != 0) {
      details.number();
    }
    if ((head & StoreFormat.HAS_PROC) != 0) {
      details.number();
    }
  }

  @Override
  protected WaitCause resolveCause(int ref) {
    return dictionary.cause(ref);
  }

  @Override
  protected Frame resolveFrame(int ref) {
    return dictionary.frame(ref);
  }

  @Override
  protected Stack resolveStack(int ref) {
    return dictionary.stack(ref);
  }
}
