package dev.loomtrace.bridge.boot.request;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Requests that go on, by an object of the server's. That object is not kept: a request of which
 * the server forgets to say that it is answered is forgotten with it.
 */
final class OpenRequests {
  static final int MOST = 100_000;

  private final Map<Object, OpenRequest> open = new ConcurrentHashMap<>();
  private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

  /** Null if there is none. */
  OpenRequest find(Object key) {
    return open.isEmpty() ? null : open.get(new Probe(key));
  }

  /** Whether there is no room for more. */
  boolean isFull() {
    forgetWhatIsGone();
    return open.size() >= MOST;
  }

  void add(Object key, OpenRequest request) {
    Key place = new Key(key, gone);
    request.setPlace(place);
    open.put(place, request);
  }

  /** Forgets it, if it is here. */
  void remove(OpenRequest request) {
    Object place = request.place();
    if (place != null) {
      open.remove(place);
    }
  }

  private void forgetWhatIsGone() {
    for (Reference<?> each = gone.poll(); each != null; each = gone.poll()) {
      open.remove(each);
    }
  }

  /** Forgets it; null if there is none. */
  OpenRequest take(Object key) {
    return open.isEmpty() ? null : open.remove(new Probe(key));
  }

  int size() {
    return open.size();
  }

  private static final class Key extends WeakReference<Object> {
    private final int hash;

    Key(Object key, ReferenceQueue<Object> gone) {
      super(key, gone);
      hash = System.identityHashCode(key);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      return this == other || (other instanceof Probe probe && refersTo(probe.key()));
    }
  }

  /** Equal to the key of the same object, for looking it up. */
  private record Probe(Object key) {
    @Override
    public int hashCode() {
      return System.identityHashCode(key);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key that && that.refersTo(key);
    }
  }
}
