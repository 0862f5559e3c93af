package dev.loomtrace.jfr.write;

import dev.loomtrace.jfr.chunk.EncodedValues;
import dev.loomtrace.jfr.chunk.ValueOutput;
import dev.loomtrace.jfr.write.WrittenThreads.Goroutine;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.WaitCause;
import java.io.IOException;

/**
 * The lives and waits of goroutines in the JDK's words: a start, an end, and for each wait a park
 * or, at a lock, the entering of a monitor, from its begin until the goroutine is made runnable.
 * The class that it waits for is its reason, or what it waited for if that is known.
 */
final class Waits implements EventSink {
  private static final long NOT_GIVEN = Long.MIN_VALUE; // As the JDK has it.

  // Neither how long it may last nor until when, and no address.
  private static final EncodedValues PARK_END =
      ValueOutput.encode(out -> out.number(NOT_GIVEN).number(NOT_GIVEN).number(0));

  private final Recording recording;
  private final WrittenStacks stacks;
  private final WrittenThreads threads;
  private final int threadStart = Recording.type(JdkTypes.THREAD_START);
  private final int threadEnd = Recording.type(JdkTypes.THREAD_END);
  private final int threadPark = Recording.type(JdkTypes.THREAD_PARK);
  private final int monitorEnter = Recording.type(JdkTypes.MONITOR_ENTER);
  private final RecentKeys types = new RecentKeys(); // By cause.
  private int chunk;

  Waits(Recording recording, WrittenStacks stacks, WrittenThreads threads) {
    this.recording = recording;
    this.stacks = stacks;
    this.threads = threads;
  }

  /** Takes a transition of a goroutine. */
  @Override
  public void accept(EventView e) throws IOException {
    Goroutine g = threads.goroutine(e.resourceId());
    if (e.goFrom() == GoState.NOT_EXIST) {
      start(g, e);
    }
    if (e.goTo() == GoState.WAITING) {
      if (!g.waiting) {
        g.waiting = true;
        g.waitingSince = e.time();
        g.cause = e.cause();
        g.stack = e.goroutineStack();
      } else if (g.stack.isNone()) {
        g.stack = e.goroutineStack();
      }
    } else if (g.waiting) {
      g.waiting = false;
      waited(g, e);
    }
    if (e.goTo() == GoState.NOT_EXIST) {
      long key = threads.key(g);
      recording.event(threadEnd).numbers(e.time(), key, key);
      recording.endEvent();
    }
  }

  private void start(Goroutine g, EventView e) throws IOException {
    long key = threads.key(g);
    long parent =
        e.goroutine() == Context.NO_GOROUTINE ? 0 : threads.key(threads.goroutine(e.goroutine()));
    long stack = stacks.key(e.stack(), e.time());
    recording.event(threadStart).numbers(e.time(), key, stack).number(key).number(parent);
    recording.endEvent();
  }

  private void waited(Goroutine g, EventView e) throws IOException {
    boolean atLock =
        switch (g.cause.reason()) {
          case LOCK, MONITOR, SYNCHRONIZER -> true;
          default -> false;
        };
    long thread = threads.key(g);
    long stack = stacks.key(g.stack, e.time());
    long what = type(g.cause);
    // Who left a lock is who makes the next one runnable.
    long waker = e.wakerThread();
    long owner =
        atLock && waker != Context.NO_GOROUTINE ? threads.key(threads.goroutine(waker)) : 0;
    ValueOutput event =
        recording
            .event(atLock ? monitorEnter : threadPark)
            .numbers(g.waitingSince, e.time() - g.waitingSince, thread)
            .number(stack)
            .number(what);
    if (atLock) {
      event.number(owner).number(0); // The address is not known.
    } else {
      event.encoded(PARK_END);
    }
    recording.endEvent();
    g.stack = Stack.NONE;
  }

  private long type(WaitCause cause) {
    if (chunk != recording.chunk()) {
      chunk = recording.chunk();
      types.clear();
    }
    long key = types.get(cause);
    if (key == 0) {
      key = recording.pools().type("", className(cause));
      types.put(cause, key);
    }
    return key;
  }

  private static String className(WaitCause cause) {
    String name =
        !cause.resource().isEmpty()
            ? cause.resource()
            : !cause.text().isEmpty() ? cause.text() : cause.word();
    return name.isEmpty() ? "unknown" : name.replace('.', '/');
  }
}
