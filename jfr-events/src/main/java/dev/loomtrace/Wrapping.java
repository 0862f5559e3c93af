package dev.loomtrace;

import java.util.concurrent.Callable;

/** What runs in a task that was current elsewhere. */
final class Wrapping {
  record InTask(Task task, Runnable action) implements Runnable {
    @Override
    public void run() {
      Task.Scope scope = task.attach();
      try {
        action.run();
      } finally {
        scope.close();
      }
    }
  }

  record CallInTask<T>(Task task, Callable<T> callable) implements Callable<T> {
    @Override
    public T call() throws Exception {
      Task.Scope scope = task.attach();
      try {
        return callable.call();
      } finally {
        scope.close();
      }
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
