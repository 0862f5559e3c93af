package dev.loomtrace.opentelemetry;

import dev.loomtrace.Task;
import io.opentelemetry.api.trace.SpanContext;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The tasks of spans: of all that are open, and of some that have ended, since a span may be begun
 * in one that has. Nothing here keeps a span reachable: one that nobody can end any more is
 * forgotten, and so is its task.
 */
final class OpenSpans {
  /** Most open spans that have a task. */
  static final int MAX_OPEN = 200_000;

  private static final int ENDED = 1 << 10; // A power of two.

  /** A span that has a task. */
  static final class Entry extends WeakReference<Object> {
    private final String traceId;
    private final String spanId;
    private final Task task;

    private Entry(Object span, ReferenceQueue<Object> lost, SpanContext context, Task task) {
      super(span, lost);
      this.traceId = context.getTraceId();
      this.spanId = context.getSpanId();
      this.task = task;
    }

    Task task() {
      return task;
    }

    private boolean is(SpanContext context) {
      return spanId.equals(context.getSpanId()) && traceId.equals(context.getTraceId());
    }
  }

  private final ConcurrentHashMap<String, Entry> open = new ConcurrentHashMap<>();
  private final ReferenceQueue<Object> lost = new ReferenceQueue<>();
  // By the hash of the id: a later one takes the place.
  private final AtomicReferenceArray<Entry> ended = new AtomicReferenceArray<>(ENDED);

  /** Whether another span may have a task. */
  boolean hasRoom() {
    for (Reference<?> gone = lost.poll(); gone != null; gone = lost.poll()) {
      Entry entry = (Entry) gone;
      open.remove(entry.spanId, entry);
    }
    return open.mappingCount() < MAX_OPEN;
  }

  /** Whether a span is here and open. */
  boolean contains(SpanContext context) {
    Entry entry = open.get(context.getSpanId());
    return entry != null && entry.is(context);
  }

  /** Enters a span that has just begun. */
  void add(Object span, SpanContext context, Task task) {
    open.put(context.getSpanId(), new Entry(span, lost, context, task));
  }

  /** Takes out a span that ends; null if it is not here. */
  Entry remove(SpanContext context) {
    if (open.isEmpty()) {
      return null; // Without a recording: not even the id is looked at.
    }
    Entry entry = open.get(context.getSpanId());
    if (entry == null || !entry.is(context) || !open.remove(entry.spanId, entry)) {
      return null;
    }
    // Not cleared, which is a native call up to JDK 23: it is weak, and found lost later does no
    // harm.
    ended.setRelease(slot(entry.spanId), entry);
    return entry;
  }

  /** The task of an open span; null if it has none. */
  Task task(SpanContext context) {
    Entry entry = open.get(context.getSpanId());
    return entry != null && entry.is(context) ? entry.task : null;
  }

  /** The same, also of a span that has just ended. */
  Task latestTask(SpanContext context) {
    Task task = task(context);
    if (task != null) {
      return task;
    }
    Entry entry = ended.get(slot(context.getSpanId()));
    return entry != null && entry.is(context) ? entry.task : null;
  }

  /** Number of spans that are open and have a task. */
  int size() {
    hasRoom();
    return open.size();
  }

  private static int slot(String spanId) {
    return spanId.hashCode() & (ENDED - 1);
  }
}
