package dev.loomtrace.opentelemetry;

import dev.loomtrace.Task;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * Begins and ends a task for each span. There is one for all processors of a class loader, so that
 * a span that two of them tell of has one task.
 */
final class SpanTasks {
  static final SpanTasks ALL = new SpanTasks();

  // Of 32 that a task may have; the others are ours.
  private static final int MAX_ATTRIBUTES = 24;
  private static final int MAX_VALUE = 256; // Characters.

  private final OpenSpans spans = new OpenSpans();
  private final SpanNames names = new SpanNames();

  private static final Map<SpanKind, String> KINDS = words(SpanKind.class);
  private static final Map<StatusCode, String> STATUSES = words(StatusCode.class);

  // Those of statuses, mostly.
  private static final String[] CODES =
      IntStream.range(0, 600).mapToObj(Integer::toString).toArray(String[]::new);

  private SpanTasks() {}

  private static <E extends Enum<E>> Map<E, String> words(Class<E> type) {
    Map<E, String> words = new EnumMap<>(type);
    for (E each : type.getEnumConstants()) {
      words.put(each, each.name().toLowerCase(Locale.ROOT));
    }
    return words;
  }

  /** A span has begun on this thread. */
  void begun(ReadWriteSpan span) {
    SpanContext context = span.getSpanContext();
    if (!context.isValid() || spans.contains(context)) {
      return;
    }
    if (!spans.hasRoom()) {
      Notices.once(
          "more than "
              + OpenSpans.MAX_OPEN
              + " spans are open: further ones are not recorded as tasks");
      return;
    }
    Task task = Task.open(names.of(span.getName()), parent(span.getParentSpanContext()));
    if (task != Task.BACKGROUND) {
      // Not by +, which costs a buffer that grows.
      task.externalId(String.join("-", context.getTraceId(), context.getSpanId()));
      spans.add(span, context, task);
    }
  }

  /**
   * The task of the parent. A span that has none here, since its parent is in another process, is
   * not recorded or does not exist, belongs to what its thread works on: a task that the
   * application itself began, or that the thread inherits. A span that is current now is none of
   * these: that it is not the parent was the application's will.
   */
  private Task parent(SpanContext parent) {
    if (parent.isValid() && !parent.isRemote()) {
      Task task = spans.latestTask(parent);
      if (task != null) {
        return task;
      }
    }
    Span current = Span.fromContextOrNull(Context.current());
    return current != null && spans.task(current.getSpanContext()) != null
        ? Task.BACKGROUND
        : Task.current();
  }

  /** A span has ended. */
  void ended(ReadableSpan span, AttributeChoice attributes) {
    OpenSpans.Entry entry = spans.remove(span.getSpanContext());
    if (entry == null) {
      return; // It has no task.
    }
    Task task = entry.task();
    try {
      describe(task, span.toSpanData(), attributes);
    } finally {
      task.end();
    }
  }

  private void describe(Task task, SpanData data, AttributeChoice attributes) {
    if (!task.name().equals(data.getName())) {
      task.rename(names.of(data.getName()));
    }
    StatusCode status = data.getStatus().getStatusCode();
    if (status == StatusCode.ERROR) {
      task.fail(null); // First: the span may have the type of the error among its attributes.
    }
    Pairs pairs = new Pairs(attributes, data.getAttributes().size());
    if (data.getKind() != SpanKind.INTERNAL) {
      pairs.add("kind", KINDS.get(data.getKind()));
    }
    if (status != StatusCode.UNSET) {
      pairs.add("status", STATUSES.get(status));
    }
    data.getAttributes().forEach(pairs);
    task.attributes(pairs.toArray());
  }

  /** Attributes of a task: all at once cost less than each by itself. */
  private static final class Pairs implements BiConsumer<AttributeKey<?>, Object> {
    private final AttributeChoice choice;
    private final String[] pairs; // Key, value, key, value, …
    private int length;
    private int left = MAX_ATTRIBUTES;

    /** For all attributes of a span, and two of ours. */
    Pairs(AttributeChoice choice, int count) {
      this.choice = choice;
      this.pairs = new String[2 * (2 + Math.min(count, MAX_ATTRIBUTES))];
    }

    @Override
    public void accept(AttributeKey<?> key, Object value) {
      if (left > 0 && choice.includes(key.getKey())) {
        add(key.getKey(), text(value));
        left--;
      }
    }

    void add(String key, String value) {
      pairs[length++] = key;
      pairs[length++] = value;
    }

    String[] toArray() {
      return Arrays.copyOf(pairs, length);
    }
  }

  private static String text(Object value) {
    if (value instanceof Long number && number >= 0 && number < CODES.length) {
      return CODES[number.intValue()];
    }
    String text = String.valueOf(value);
    if (text.length() <= MAX_VALUE) {
      return text;
    }
    boolean splits = Character.isHighSurrogate(text.charAt(MAX_VALUE - 1));
    return text.substring(0, splits ? MAX_VALUE - 1 : MAX_VALUE);
  }

  /** The task of a context's span, if that is open and recorded; else null. */
  Task of(Context context) {
    Span span = context == null ? null : Span.fromContextOrNull(context);
    return span == null ? null : spans.task(span.getSpanContext());
  }

  /** Number of spans that are open and have a task. */
  int open() {
    return spans.size();
  }
}
