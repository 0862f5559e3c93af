package dev.loomtrace;

/**
 * An operation that returns a result and may throw. Unlike {@link java.util.concurrent.Callable} it
 * says what it throws, so that a lambda that throws nothing checked needs no {@code catch}. A
 * {@code Callable} {@code c} is handed over as {@code c::call}.
 *
 * @param <T> type of the result
 * @param <X> type of what may be thrown
 */
@FunctionalInterface
public interface CallableOp<T, X extends Throwable> {
  /** Runs the operation on the caller's thread. */
  T call() throws X;
}
