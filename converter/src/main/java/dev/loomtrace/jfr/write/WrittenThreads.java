package dev.loomtrace.jfr.write;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.jfr.chunk.JavaThread;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.TraceThread;
import dev.loomtrace.trace.WaitCause;

/**
 * The goroutines that are alive, and the keys by which a chunk knows them and the threads that they
 * run on.
 *
 * <p>A goroutine is a thread whose Java id is its own, as is its operating system's id, which
 * several tools take for a thread's identity. A thread (M) has no Java id, and one of the operating
 * system that no goroutine has.
 */
public final class WrittenThreads {
  // Above the numbers that goroutines get; Linux gives its threads at most 2^22.
  private static final long FIRST_THREAD = 1L << 30;

  private static final int RECENT = 1 << 10;

  private final Recording recording;
  private final LongMap<Goroutine> goroutines = new LongMap<>();
  private LongMap<Long> threads = new LongMap<>();
  private int chunk;
  private long keys;
  // Those of the events before, by the last bits of their ids, which most events name again.
  private final Goroutine[] recent = new Goroutine[RECENT];
  private long accumulated;
  private long peak;

  /** A goroutine as far as it is known. */
  static final class Goroutine {
    private final long id;
    private String name = "";
    private ThreadKind kind = ThreadKind.GOROUTINE;
    private int chunk;
    private long key;
    private int keyChunk; // In which it got its key.

    // Of its wait, if it waits.
    boolean waiting;
    long waitingSince;
    WaitCause cause = WaitCause.NONE;
    Stack stack = Stack.NONE;

    private Goroutine(long id) {
      this.id = id;
    }

    long id() {
      return id;
    }
  }

  /** The threads of a recording. */
  public WrittenThreads(Recording recording) {
    this.recording = recording;
  }

  /** The goroutine of this id, which exists from now on. */
  Goroutine goroutine(long id) {
    Goroutine g = recent[place(id)];
    return g != null && g.id == id ? g : lookUp(id);
  }

  private static int place(long id) {
    return (int) id & (RECENT - 1);
  }

  private Goroutine lookUp(long id) {
    Goroutine g = goroutines.get(id);
    if (g == null) {
      g = new Goroutine(id);
      goroutines.put(id, g);
      accumulated++;
      peak = Math.max(peak, goroutines.size());
    }
    recent[place(id)] = g;
    return g;
  }

  /** How many goroutines are alive. */
  long alive() {
    return goroutines.size();
  }

  /** How many there have been. */
  long accumulated() {
    return accumulated;
  }

  /** How many were alive at a time. */
  long peak() {
    return peak;
  }

  /** Takes note of what an event says about goroutines; before it is written. */
  @SuppressWarnings("ReferenceEquality") // An equal one says nothing either, but takes longer.
  public void note(EventView e) {
    if (e.kind() != EventKind.GO_TRANSITION) {
      return;
    }
    Goroutine g = goroutine(e.resourceId());
    TraceThread described = e.goroutineThread();
    if (described == TraceThread.GOROUTINE && !g.name.isEmpty()) {
      return;
    }
    boolean changed = false;
    if (described.kind() != ThreadKind.GOROUTINE && described.kind() != g.kind) {
      g.kind = described.kind();
      changed = true;
    }
    if (g.name.isEmpty()) {
      g.name = described.name().isEmpty() ? start(described, e) : described.name();
      changed |= !g.name.isEmpty();
    }
    if (changed && g.key != 0) {
      describeAgain(g);
    }
  }

  // Readers keep what they know by a key from chunk to chunk: if it is told otherwise in a later
  // one, they disagree which of them counts.
  private void describeAgain(Goroutine g) {
    if (g.keyChunk != recording.chunk()) {
      g.key = 0;
      g.chunk = 0;
    } else {
      recording.pools().thread(g.key, describe(g));
    }
  }

  // Every stack of a goroutine ends in the function in which it began.
  private static String start(TraceThread described, EventView e) {
    if (!described.start().isNone()) {
      return described.start().function();
    }
    Stack stack = e.goroutineStack();
    Frame root = stack.frames().isEmpty() ? Frame.NONE : stack.frames().getLast();
    return root.function();
  }

  /** Forgets goroutines that have ended; after the event was written. */
  public void forget(EventView e) {
    if (e.kind() == EventKind.GO_TRANSITION && e.goTo() == GoState.NOT_EXIST) {
      goroutines.remove(e.resourceId());
      recent[place(e.resourceId())] = null;
    }
  }

  /** Key of the goroutine of a context, or of its thread; 0 if neither is known. */
  long context(EventView e) {
    if (e.goroutine() != Context.NO_GOROUTINE) {
      return key(goroutine(e.goroutine()));
    }
    return e.thread() == Context.NO_THREAD ? 0 : thread(e.thread());
  }

  /** Key of a goroutine. */
  long key(Goroutine g) {
    beginChunk();
    if (g.chunk != chunk) {
      g.chunk = chunk;
      if (g.key == 0) {
        g.key = ++keys;
        g.keyChunk = chunk;
      }
      recording.pools().thread(g.key, describe(g));
    }
    return g.key;
  }

  private static JavaThread describe(Goroutine g) {
    String name = (g.name.isEmpty() ? "goroutine" : g.name) + " " + g.id;
    String group =
        switch (g.kind) {
          case GOROUTINE -> "goroutines";
          case VIRTUAL -> "virtual threads";
          case PLATFORM -> "platform threads";
          case SYSTEM -> "system threads";
        };
    return new JavaThread(name, g.id, name, g.id, group, g.kind == ThreadKind.VIRTUAL);
  }

  private long thread(long id) {
    beginChunk();
    Long key = threads.get(id);
    if (key == null) {
      key = ++keys;
      threads.put(id, key);
      String name = "thread (M) " + id;
      recording.pools().thread(key, new JavaThread(name, FIRST_THREAD + id, null, 0, null, false));
    }
    return key;
  }

  private void beginChunk() {
    if (chunk != recording.chunk()) {
      chunk = recording.chunk();
      threads = new LongMap<>();
    }
  }
}
