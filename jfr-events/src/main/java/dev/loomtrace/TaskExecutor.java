package dev.loomtrace;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs everything in the task that is current where it is handed in. */
final class TaskExecutor implements ExecutorService {
  private final ExecutorService executor;

  TaskExecutor(ExecutorService executor) {
    this.executor = executor;
  }

  @Override
  public void execute(Runnable action) {
    executor.execute(Task.wrap(action));
  }

  @Override
  public Future<?> submit(Runnable action) {
    return executor.submit(Task.wrap(action));
  }

  @Override
  public <T> Future<T> submit(Runnable action, T result) {
    return executor.submit(Task.wrap(action), result);
  }

  @Override
  public <T> Future<T> submit(Callable<T> callable) {
    return executor.submit(Task.wrap(callable));
  }

  @Override
  public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> callables)
      throws InterruptedException {
    return executor.invokeAll(wrapAll(callables));
  }

  @Override
  public <T> List<Future<T>> invokeAll(
      Collection<? extends Callable<T>> callables, long timeout, TimeUnit unit)
      throws InterruptedException {
    return executor.invokeAll(wrapAll(callables), timeout, unit);
  }

  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> callables)
      throws InterruptedException, ExecutionException {
    return executor.invokeAny(wrapAll(callables));
  }

  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> callables, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return executor.invokeAny(wrapAll(callables), timeout, unit);
  }

  private static <T> List<Callable<T>> wrapAll(Collection<? extends Callable<T>> callables) {
    List<Callable<T>> wrapped = new ArrayList<>(callables.size());
    for (Callable<T> callable : callables) {
      wrapped.add(Task.wrap(callable));
    }
    return wrapped;
  }

  @Override
  public void shutdown() {
    executor.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    return executor.shutdownNow();
  }

  @Override
  public boolean isShutdown() {
    return executor.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return executor.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return executor.awaitTermination(timeout, unit);
  }

  @Override
  public void close() {
    executor.close();
  }
}
