package dev.loomtrace.bridge.boot.request;

import java.lang.ref.WeakReference;
import java.util.function.Consumer;

/**
 * A request that has begun. It ends when it is answered and no thread is in it any more. A server
 * may tell it so as a listener.
 */
final class OpenRequest implements Consumer<Throwable> {
  private static final long NOBODY = 0;

  /** What is to be done with a request. */
  interface Handling {
    /** Makes it what the calling thread works on. */
    Object attach(OpenRequest open) throws Throwable;

    /** What the calling thread worked on before, it does again; with what {@code attach} gave. */
    void detach(Object scope) throws Throwable;

    /** Whether it ends when its method is left, which threw this; null: nothing. */
    boolean isOver(Throwable thrown);

    /**
     * It has ended.
     *
     * @param request null: it is not known any more, nor is its response
     */
    void end(OpenRequest open, Object request, Object response, Throwable failure) throws Throwable;
  }

  private final Handling handling;
  private final Object task;
  private final String method;
  private final String name;

  private volatile Object place;

  // Guarded by this.
  private int inside;
  private long thread; // Of who entered last.
  private boolean answered;
  private boolean ended;
  private Throwable failure;
  private WeakReference<Object> request; // Null until the first thread has left it.
  private WeakReference<Object> response;
  private String status; // Null: not told.
  private String route;
  private boolean brokenOff;

  OpenRequest(Handling handling, Object task, String method, String name) {
    this.handling = handling;
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

  Handling handling() {
    return handling;
  }

  /** Its status as it was told; null: it was not. */
  synchronized String status() {
    return status;
  }

  /** Its route as it was told; null: it was not. */
  synchronized String route() {
    return route;
  }

  /** Whether it has ended without an answer. */
  synchronized boolean isBrokenOff() {
    return brokenOff;
  }

  synchronized void setStatus(String told) {
    status = told;
  }

  synchronized void setRoute(String told) {
    route = told;
  }

  synchronized void breakOff() {
    brokenOff = true;
  }

  /** Where it is among those that are open; null: nowhere. */
  Object place() {
    return place;
  }

  void setPlace(Object among) {
    place = among;
  }

  /** Reads what it is from these when it ends, unless the server has forgotten them by then. */
  synchronized void remember(Object asked, Object answer) {
    if (asked != null) {
      request = new WeakReference<>(asked);
      response = new WeakReference<>(answer);
    }
  }

  private static Object get(WeakReference<Object> reference) {
    return reference == null ? null : reference.get();
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
   * @param asked the request; null: that which is remembered
   * @param over whether that is its end
   * @param thrown what the server's method threw; null: nothing
   * @return whether it has ended
   */
  boolean leave(Object asked, Object answer, boolean over, Throwable thrown) throws Throwable {
    Object known = asked;
    Object response = answer;
    synchronized (this) {
      inside--;
      thread = NOBODY;
      if (thrown != null) {
        failure = thrown;
      }
      answered |= over;
      if (inside > 0 || !answered || ended) {
        remember(asked, answer);
        return ended;
      }
      ended = true;
      if (asked == null) {
        known = get(request);
        response = get(this.response);
      }
    }
    handling.end(this, known, response, failure);
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
      asked = get(request);
      answer = get(response);
    }
    handling.end(this, asked, answer, failure);
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
