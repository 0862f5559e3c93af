package dev.loomtrace.annotation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Passes everything on to another executor, after wrapping what is to be run. */
public abstract class ForwardingExecutor implements ExecutorService {
  private final ExecutorService executor;

  /** Passes on to this executor. */
  protected ForwardingExecutor(ExecutorService executor) {
    this.executor = executor;
  }

  /** What is run in place of an action; called on the thread that hands the action in. */
  protected abstract Runnable wrapped(Runnable action);

  /** What is run in place of a callable; called on the thread that hands the callable in. */
  protected abstract <T> Callable<T> wrapped(Callable<T> callable);

  @Override
  public void execute(Runnable action) {
    executor.execute(wrapped(action));
  }

  @Override
  public Future<?> submit(Runnable action) {
    return executor.submit(wrapped(action));
  }

  @Override
  public <T> Future<T> submit(Runnable action, T result) {
    return executor.submit(wrapped(action), result);
  }

  @Override
  public <T> Future<T> submit(Callable<T> callable) {
    return executor.submit(wrapped(callable));
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

  private <T> List<Callable<T>> wrapAll(Collection<? extends Callable<T>> callables) {
    List<Callable<T>> wrapped = new ArrayList<>(callables.size());
    for (Callable<T> callable : callables) {
      wrapped.add(wrapped(callable));
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
