package dev.loomtrace;

import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * What runs in a task that was current elsewhere. The recorder asks what is wrapped, as the
 * goroutine is to be named after that: by the interface of the JDK, since it does not know these
 * classes.
 */
final class Wrapping {
  record InTask(Task task, Runnable action) implements Runnable, Supplier<Object> {
    @Override
    public void run() {
      Task.Scope scope = task.attach();
      try {
        action.run();
      } finally {
        scope.close();
      }
    }

    @Override
    public Object get() {
      return action;
    }
  }

  record CallInTask<T>(Task task, Callable<T> callable) implements Callable<T>, Supplier<Object> {
    @Override
    public T call() throws Exception {
      Task.Scope scope = task.attach();
      try {
        return callable.call();
      } finally {
        scope.close();
      }
    }

    @Override
    public Object get() {
      return callable;
    }
  }

  private Wrapping() {}

  static Runnable wrap(Task task, Runnable action) {
    return new InTask(task, action);
  }

  static <T> Callable<T> wrap(Task task, Callable<T> callable) {
    return new CallInTask<>(task, callable);
  }
}
