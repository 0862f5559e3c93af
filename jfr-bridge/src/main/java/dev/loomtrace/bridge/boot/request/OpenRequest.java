package dev.loomtrace.bridge.boot.request;

import java.lang.ref.WeakReference;
import java.util.function.Consumer;

/**
 * A request that has begun. It ends when it is answered and no thread is in it any more. A server
 * may tell it so as a listener.
 */
final class OpenRequest implements Consumer<Throwable> {
  private static final long NOBODY = 0;

  /** What is to be done when a request has ended. */
  interface Ending {
    /**
     * Does it.
     *
     * @param request null: it is not known any more, nor is its response
     */
    void end(OpenRequest open, Object request, Object response, Throwable failure) throws Throwable;
  }

  private final Ending ending;
  private final Object task;
  private final String method;
  private final String name;

  // Guarded by this.
  private int inside;
  private long thread; // Of who entered last.
  private boolean answered;
  private boolean ended;
  private Throwable failure;
  private WeakReference<Object> request; // Null as long as a thread is inside.
  private WeakReference<Object> response;

  OpenRequest(Ending ending, Object task, String method, String name) {
    this.ending = ending;
    this.task = task;
    this.method = method;
    this.name = name;
  }

  Object task() {
    return task;
  }

  String method() {
    return method;
  }

  String name() {
    return name;
  }

  /** Whether the calling thread is in it from now on, and was not before. */
  synchronized boolean enter() {
    long self = Thread.currentThread().threadId();
    if (ended || (inside > 0 && thread == self)) {
      return false;
    }
    inside++;
    thread = self;
    return true;
  }

  /**
   * The calling thread is in it no more.
   *
   * @param over whether that is its end
   * @param thrown what the server's method threw; null: nothing
   * @return whether it has ended
   */
  boolean leave(Object request, Object response, boolean over, Throwable thrown) throws Throwable {
    synchronized (this) {
      inside--;
      thread = NOBODY;
      if (thrown != null) {
        failure = thrown;
      }
      answered |= over;
      if (inside > 0 || !answered || ended) {
        this.request = new WeakReference<>(request);
        this.response = new WeakReference<>(response);
        return ended;
      }
      ended = true;
    }
    ending.end(this, request, response, failure);
    return true;
  }

  /** It is answered. Whoever is in it may go on for a while. */
  void answered(Throwable thrown) throws Throwable {
    Object asked;
    Object answer;
    synchronized (this) {
      answered = true;
      if (thrown != null) {
        failure = thrown;
      }
      if (inside > 0 || ended) {
        return;
      }
      ended = true;
      asked = request == null ? null : request.get();
      answer = response == null ? null : response.get();
    }
    ending.end(this, asked, answer, failure);
  }

  @Override
  public void accept(Throwable thrown) {
    try {
      answered(thrown);
    } catch (Throwable t) {
      Suppressed.count();
    }
  }
}
