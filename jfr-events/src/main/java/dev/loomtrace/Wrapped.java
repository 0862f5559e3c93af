package dev.loomtrace;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * What runs in a task that was current elsewhere. The agent names virtual threads after what is
 * wrapped: it cannot see these classes, so it asks for the value of a map's entry.
 */
abstract class Wrapped<A> implements Map.Entry<Task, A> {
  private final Task task;
  private final A action;

  private Wrapped(Task task, A action) {
    this.task = task;
    this.action = action;
  }

  @Override
  public final Task getKey() {
    return task;
  }

  @Override
  public final A getValue() {
    return action;
  }

  @Override
  public final A setValue(A value) {
    throw new UnsupportedOperationException();
  }

  static final class Action extends Wrapped<Runnable> implements Runnable {
    Action(Task task, Runnable action) {
      super(task, action);
    }

    @Override
    public void run() {
      Task.Scope scope = getKey().attach();
      try {
        getValue().run();
      } finally {
        scope.close();
      }
    }
  }

  static final class Call<T> extends Wrapped<Callable<T>> implements Callable<T> {
    Call(Task task, Callable<T> callable) {
      super(task, callable);
    }

    @Override
    public T call() throws Exception {
      Task.Scope scope = getKey().attach();
      try {
        return getValue().call();
      } finally {
        scope.close();
      }
    }
  }

  static final class Get<T> extends Wrapped<Supplier<T>> implements Supplier<T> {
    Get(Task task, Supplier<T> supplier) {
      super(task, supplier);
    }

    @Override
    public T get() {
      Task.Scope scope = getKey().attach();
      try {
        return getValue().get();
      } finally {
        scope.close();
      }
    }
  }
}
