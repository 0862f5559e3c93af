package dev.loomtrace.opentelemetry;

import dev.loomtrace.Task;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;

/**
 * Makes the task of a span current wherever the span is. Around the storage of contexts that there
 * is, whichever that is: of two that are provided OpenTelemetry uses neither.
 */
final class FollowedContexts implements ContextStorage {
  private static boolean installed; // Guarded by the class.
  private static volatile boolean used;

  private final ContextStorage storage;

  private FollowedContexts(ContextStorage storage) {
    this.storage = storage;
  }

  /** Follows contexts from now on; that must be before the first of them is used. */
  static synchronized void install() {
    if (!installed) {
      installed = true;
      ContextStorage.addWrapper(FollowedContexts::around);
    }
  }

  private static ContextStorage around(ContextStorage storage) {
    used = true;
    return new FollowedContexts(storage);
  }

  /** Whether contexts are followed; says so if they are not. */
  static boolean areFollowed() {
    if (!used) {
      ContextStorage.get(); // Whoever comes here uses contexts.
      if (!used) {
        Notices.once(
            "which threads work on a span is not recorded: OpenTelemetry's contexts were used"
                + " before LoomtraceSpanProcessor was made");
      }
    }
    return used;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // The scope that does nothing is one object.
  public Scope attach(Context context) {
    if (!Task.isEnabled()) {
      return storage.attach(context);
    }
    Context before = storage.current();
    Scope scope = storage.attach(context);
    return scope == Scope.noop() ? scope : followed(before, context, scope);
  }

  private static Scope followed(Context before, Context context, Scope scope) {
    Task task = SpanTasks.ALL.of(context);
    if (task == null) {
      if (SpanTasks.ALL.of(before) == null) {
        return scope; // What the application itself began stays as it is.
      }
      task = Task.BACKGROUND; // The thread leaves a span.
    }
    Task.Scope inner = task.attach();
    return () -> {
      try {
        inner.close();
      } finally {
        scope.close();
      }
    };
  }

  @Override
  public Context current() {
    return storage.current();
  }

  @Override
  public Context root() {
    return storage.root();
  }
}
