package dev.loomtrace.opentelemetry;

import dev.loomtrace.Task;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * Records each span as a task, whose {@linkplain Task#externalId external id} is the span's trace
 * id, a hyphen, and its span id. A local root is a task without parent, or a child of the task that
 * the application itself has begun around it; a child is a child of its parent's task. Threads that
 * make a span current work on its task.
 *
 * <p>With the SDK's auto-configuration, and with OpenTelemetry's Java agent, it is found by itself.
 * Otherwise:
 *
 * <pre>{@code
 * SdkTracerProvider.builder().addSpanProcessor(LoomtraceSpanProcessor.create())
 * }</pre>
 *
 * <p>The processor must be made before the application first uses a {@link Context}: OpenTelemetry
 * does not let contexts be followed that are in use.
 *
 * <p>Without a recording a span costs a branch. A span that began while no recording was on is not
 * recorded. At its end a task gets the span's name, its kind unless that is internal, its status if
 * it was set, and some of its attributes: those that the system property {@code
 * loomtrace.otel.attributes} lists. {@code loomtrace.otel.enabled=false} switches the processor
 * off. All methods may be called by any thread; none throws.
 */
public final class LoomtraceSpanProcessor implements SpanProcessor {
  /** Says whether spans are recorded as tasks; {@code false}: no. */
  static final String ENABLED = "loomtrace.otel.enabled";

  /** Lists the attributes that are recorded. */
  static final String ATTRIBUTES = "loomtrace.otel.attributes";

  /** Set while spans are recorded: then Micrometer's observations of the same need not be. */
  static final String ACTIVE = "loomtrace.otel.active";

  // Processors that record, in this class loader.
  private static final AtomicInteger RECORDING = new AtomicInteger();

  private final boolean enabled;
  private final AttributeChoice attributes;
  private final AtomicBoolean shutDown = new AtomicBoolean();

  private LoomtraceSpanProcessor(boolean enabled, AttributeChoice attributes) {
    this.enabled = enabled;
    this.attributes = attributes;
  }

  /** A processor as the system properties say. */
  public static LoomtraceSpanProcessor create() {
    return configured(System::getProperty);
  }

  /**
   * A processor with options from elsewhere.
   *
   * @param options gives the value of {@code loomtrace.otel.enabled} and {@code
   *     loomtrace.otel.attributes}; null: not given
   */
  public static LoomtraceSpanProcessor configured(UnaryOperator<String> options) {
    boolean enabled = !"false".equalsIgnoreCase(options.apply(ENABLED));
    if (enabled) {
      FollowedContexts.install();
      RECORDING.incrementAndGet();
      System.setProperty(ACTIVE, "true");
    }
    State.set(enabled ? "installed" : "off, by " + ENABLED);
    return new LoomtraceSpanProcessor(enabled, AttributeChoice.of(options.apply(ATTRIBUTES)));
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {
    if (!Task.isEnabled()) {
      return;
    }
    try {
      FollowedContexts.areFollowed();
      SpanTasks.ALL.begun(span);
    } catch (RuntimeException | LinkageError e) {
      declined(e);
    }
  }

  @Override
  public boolean isStartRequired() {
    return enabled;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    try {
      SpanTasks.ALL.ended(span, attributes);
    } catch (RuntimeException | LinkageError e) {
      declined(e);
    }
  }

  // Another version of the SDK: the application's spans are not to suffer.
  private static void declined(Throwable e) {
    Notices.once("a span is not, or not completely, recorded as a task: " + e);
  }

  @Override
  public boolean isEndRequired() {
    return enabled;
  }

  @Override
  public CompletableResultCode shutdown() {
    if (enabled && shutDown.compareAndSet(false, true) && RECORDING.decrementAndGet() == 0) {
      System.clearProperty(ACTIVE);
      State.set("shut down");
    }
    return CompletableResultCode.ofSuccess();
  }
}
