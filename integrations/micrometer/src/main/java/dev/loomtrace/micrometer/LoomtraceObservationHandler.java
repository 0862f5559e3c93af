package dev.loomtrace.micrometer;

import dev.loomtrace.Task;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationView;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Records each observation of Micrometer as a task. A child is a child of its parent's task; one
 * without parent is a child of the task that is current, if there is one. Threads that open a scope
 * of the observation work on its task.
 *
 * <pre>{@code
 * registry.observationConfig().observationHandler(LoomtraceObservationHandler.create());
 * }</pre>
 *
 * <p>If Micrometer Tracing makes a span of the observation, the task's {@linkplain Task#externalId
 * external id} is the trace id, a hyphen, and the span id. If that span is one of OpenTelemetry's
 * and {@code loomtrace-opentelemetry} records it, this handler leaves the observation to that: add
 * the handler after those of Micrometer Tracing.
 *
 * <p>Without a recording an observation costs a branch. At its end a task gets the observation's
 * contextual name, its key values of low cardinality, and the class of its error. System
 * properties, read once: {@code loomtrace.micrometer.enabled=false} switches the handler off,
 * {@code loomtrace.micrometer.attributes} lists the keys that are recorded, between commas ({@code
 * *} at the end stands for anything), and {@code loomtrace.micrometer.high-cardinality=true} adds
 * the key values of high cardinality, which may hold personal data. All methods may be called by
 * any thread; none throws.
 */
public final class LoomtraceObservationHandler implements ObservationHandler<Observation.Context> {
  private static final int MAX_ATTRIBUTES = 24; // Of 32 that a task may have.
  private static final int MAX_VALUE = 256; // Characters, as are the next.
  private static final int MAX_NAME = 200;
  private static final int MAX_NAMES = 2_000;
  private static final String OTHERS = "(observation of another name)";

  private static final String NONE = "io.micrometer.observation.NullObservation$NullContext";

  // The SpanProcessor of loomtrace-opentelemetry says so.
  private static final String OPENTELEMETRY = "loomtrace.otel.active";

  // In the observation's context, so that nothing is kept longer than that.
  private static final Object KEY =
      new Object() {
        @Override
        public String toString() {
          return "loomtrace";
        }
      };

  private final boolean enabled;
  private final boolean highCardinality;
  private final Predicate<String> attributes;
  private final Set<String> names = ConcurrentHashMap.newKeySet();
  private volatile boolean doubled;
  private volatile boolean declined;

  private LoomtraceObservationHandler(
      boolean enabled, boolean highCardinality, Predicate<String> attributes) {
    this.enabled = enabled;
    this.highCardinality = highCardinality;
    this.attributes = attributes;
  }

  /** A handler as the system properties say. */
  public static LoomtraceObservationHandler create() {
    return configured(System::getProperty);
  }

  /**
   * A handler with options from elsewhere.
   *
   * @param options gives the values of the properties that are described above; null: not given
   */
  public static LoomtraceObservationHandler configured(UnaryOperator<String> options) {
    boolean enabled = !"false".equalsIgnoreCase(options.apply("loomtrace.micrometer.enabled"));
    tell(enabled ? "installed" : "off, by loomtrace.micrometer.enabled");
    return new LoomtraceObservationHandler(
        enabled,
        "true".equalsIgnoreCase(options.apply("loomtrace.micrometer.high-cardinality")),
        keys(options.apply("loomtrace.micrometer.attributes")));
  }

  // Loomtrace's agent, for its doctor.
  private static void tell(String state) {
    try {
      System.setProperty("loomtrace.state.micrometer", state);
    } catch (SecurityException e) {
      // Then it is not told.
    }
  }

  private static Predicate<String> keys(String option) {
    if (option == null) {
      return key -> true;
    }
    Predicate<String> any = key -> false;
    int begin = 0;
    while (begin <= option.length()) {
      int comma = option.indexOf(',', begin);
      int end = comma < 0 ? option.length() : comma;
      String wanted = option.substring(begin, end).strip();
      if (wanted.endsWith("*")) {
        String prefix = wanted.substring(0, wanted.length() - 1);
        any = any.or(key -> key.startsWith(prefix));
      } else if (!wanted.isEmpty()) {
        any = any.or(wanted::equals);
      }
      begin = end + 1;
    }
    return any;
  }

  @Override
  public boolean supportsContext(Observation.Context context) {
    return enabled;
  }

  @Override
  public void onStart(Observation.Context observation) {
    try {
      begin(observation);
    } catch (RuntimeException | LinkageError e) {
      declined(e);
    }
  }

  private void begin(Observation.Context observation) {
    if (!Task.isEnabled() || (Tracing.isOpenTelemetrys(observation) && openTelemetryIsRecorded())) {
      return;
    }
    Task parent = parent(observation);
    String name = name(observation);
    Task task = parent == null ? Task.open(name) : Task.open(name, parent);
    if (task != Task.BACKGROUND) {
      task.externalId(Tracing.id(observation));
      observation.put(KEY, task);
    }
  }

  private static boolean openTelemetryIsRecorded() {
    return Boolean.getBoolean(OPENTELEMETRY);
  }

  /** The task of the nearest observation around it that has one; null: there is none. */
  private static Task parent(Observation.Context observation) {
    ObservationView parent = observation.getParentObservation();
    for (int depth = 0; parent != null && depth < 100; depth++) {
      Task task = parent.getContextView().get(KEY);
      if (task != null) {
        return task;
      }
      parent = parent.getContextView().getParentObservation();
    }
    return null;
  }

  private String name(Observation.Context observation) {
    String contextual = observation.getContextualName();
    String name = contextual == null ? String.valueOf(observation.getName()) : contextual;
    name = cut(name, MAX_NAME);
    if (!names.contains(name)) {
      if (names.size() >= MAX_NAMES) {
        return OTHERS;
      }
      names.add(name);
    }
    return name;
  }

  private static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    boolean splits = Character.isHighSurrogate(text.charAt(length - 1));
    return text.substring(0, splits ? length - 1 : length);
  }

  @Override
  public void onError(Observation.Context observation) {
    Task task = observation.get(KEY);
    Throwable error = observation.getError();
    if (task != null && error != null) {
      task.fail(error);
    }
  }

  @Override
  public void onScopeOpened(Observation.Context observation) {
    Task task = observation.get(KEY);
    if (task != null) {
      OpenScopes.open(observation, task);
    } else if (isNone(observation) && OpenScopes.areAny()) {
      // The thread leaves an observation. What the application itself began stays as it is.
      OpenScopes.open(observation, Task.BACKGROUND);
    }
  }

  // Micrometer's observation that means none, whose context is not public.
  private static boolean isNone(Observation.Context observation) {
    return observation.getClass().getName().equals(NONE);
  }

  @Override
  public void onScopeClosed(Observation.Context observation) {
    OpenScopes.close(observation);
  }

  @Override
  @SuppressWarnings("deprecation") // Registries still call it.
  public void onScopeReset(Observation.Context observation) {
    OpenScopes.closeAll();
  }

  @Override
  public void onStop(Observation.Context observation) {
    Task task = observation.get(KEY); // It stays there: another may begin in this one.
    if (task == null) {
      return;
    }
    try {
      describe(task, observation);
    } catch (RuntimeException | LinkageError e) {
      declined(e);
    } finally {
      task.end();
    }
  }

  private void describe(Task task, Observation.Context observation) {
    String name = name(observation);
    if (!name.equals(task.name())) {
      task.rename(name);
    }
    String id = Tracing.id(observation);
    if (id != null) {
      task.externalId(id);
    }
    if (!doubled && Tracing.isOpenTelemetrys(observation) && openTelemetryIsRecorded()) {
      doubled = true;
      warn(
          "observations are recorded twice, as spans of OpenTelemetry too: add"
              + " LoomtraceObservationHandler after the handlers of Micrometer Tracing");
    }
    List<String> pairs = new ArrayList<>();
    add(observation.getLowCardinalityKeyValues(), pairs);
    if (highCardinality) {
      add(observation.getHighCardinalityKeyValues(), pairs);
    }
    task.attributes(pairs.toArray(String[]::new)); // All at once cost less than each by itself.
  }

  private void add(KeyValues values, List<String> pairs) {
    for (KeyValue value : values) {
      if (pairs.size() < 2 * MAX_ATTRIBUTES && attributes.test(value.getKey())) {
        pairs.add(value.getKey());
        pairs.add(cut(value.getValue(), MAX_VALUE));
      }
    }
  }

  // Another version of Micrometer, or contexts and spans that are somebody's own: the application's
  // observations are not to suffer.
  private void declined(Throwable e) {
    if (!declined) {
      declined = true;
      warn("an observation is not, or not completely, recorded as a task: " + e);
    }
  }

  private static void warn(String text) {
    try {
      System.getLogger("dev.loomtrace").log(System.Logger.Level.WARNING, text);
    } catch (RuntimeException | ServiceConfigurationError | LinkageError e) {
      System.err.println("dev.loomtrace: " + text); // The application's logging is broken.
    }
  }
}
