package dev.loomtrace.micrometer;

import dev.loomtrace.Task;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.observation.ObservationRegistry;

/**
 * Has Micrometer's context propagation hand over the current task, such as from one of Reactor's
 * threads to the next after {@code Hooks.enableAutomaticContextPropagation()}. It is found as a
 * service. A thread that is in an observation hands over that alone, by Micrometer's own accessor;
 * its task goes with it.
 *
 * <p>The system property {@code loomtrace.micrometer.context=false} switches it off, as does {@code
 * loomtrace.micrometer.enabled=false}; read when the first task is handed over. All methods are for
 * Micrometer, and act on the calling thread.
 */
public final class TaskAccessor implements ThreadLocalAccessor<Task> {
  private static final String KEY = "loomtrace.task";

  // Which observation a thread is in is the same for all registries.
  private static final ObservationRegistry OBSERVATIONS = ObservationRegistry.create();

  private static final ThreadLocal<Held> HELD = new ThreadLocal<>();

  private final boolean enabled = isOn("enabled") && isOn("context");

  /**
   * What was handed over to a thread.
   *
   * @param before what still is from before
   */
  private record Held(Task.Scope scope, Held before) {}

  /** For the loader of services. */
  public TaskAccessor() {}

  private static boolean isOn(String property) {
    return !"false".equalsIgnoreCase(System.getProperty("loomtrace.micrometer." + property));
  }

  @Override
  public Object key() {
    return KEY;
  }

  /** The task to hand over; null if the thread is in none, or in an observation. */
  @Override
  @SuppressWarnings("ReferenceEquality") // There is one such object.
  public Task getValue() {
    if (!enabled || !Task.isEnabled()) {
      return null;
    }
    Task task = Task.current();
    return task == Task.BACKGROUND || OBSERVATIONS.getCurrentObservation() != null ? null : task;
  }

  /** The thread works on a task from now on. */
  @Override
  public void setValue(Task task) {
    HELD.set(new Held(task.attach(), HELD.get()));
  }

  /**
   * The thread gets none. What it is in stays as it is: that is an observation, which is handed
   * over elsewhere, or a task that its own code has begun or inherited.
   */
  @Override
  public void setValue() {
    Held held = HELD.get();
    if (held != null) { // Else nothing is to be undone.
      HELD.set(new Held(null, held));
    }
  }

  /** The thread does again what it did before. */
  @Override
  public void restore(Task previous) {
    restore();
  }

  @Override
  public void restore() {
    Held held = HELD.get();
    if (held == null) {
      return;
    }
    if (held.before() == null) {
      HELD.remove();
    } else {
      HELD.set(held.before());
    }
    if (held.scope() != null) {
      held.scope().close();
    }
  }
}
