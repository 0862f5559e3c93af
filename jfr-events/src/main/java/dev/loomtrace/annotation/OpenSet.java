package dev.loomtrace.annotation;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/**
 * What is open now and has to be announced when a chunk starts or ends. Any number of threads add
 * and remove; none ever waits for another.
 */
public final class OpenSet {
  // Slots in segments. Adding takes a free slot with one compare-and-set, near a place that a hash
  // chooses, so that threads seldom meet; removing clears it. When all segments are crowded there,
  // one of twice the size of the largest is put in front. A walk that finds the set nearly empty
  // retires the largest: nothing is added to it any more, and the next walk that finds it empty
  // drops it. An adder reads the mark after it took the slot, the walk reads the slots after it set
  // the mark: so one of them notices the other, and nothing is in a segment that was dropped.

  /**
   * Something open. Its handle is held weakly: an entry whose handle is unreachable can never be
   * ended, and is forgotten.
   *
   * @param <T> the handle that ends it
   */
  public abstract static class Node<T> extends WeakReference<T> {
    private Segment segment;
    private int slot;

    Node(T referent, OpenSet set) {
      super(referent, set.forgotten);
    }

    /** Writes that it is open. */
    abstract void announce();
  }

  private static final class Segment extends AtomicReferenceArray<Node<?>> {
    private static final long serialVersionUID = 1;

    private volatile boolean retired;

    Segment(int size) {
      super(size);
    }

    boolean add(Node<?> node, int start) {
      for (int i = 0; i < PROBES && !retired; i++) {
        int slot = (start + i) & (length() - 1);
        if (getPlain(slot) == null) {
          node.segment = this;
          node.slot = slot;
          if (compareAndSet(slot, null, node)) {
            return !retired || !compareAndSet(slot, node, null);
          }
        }
      }
      return false;
    }
  }

  private static final int SMALLEST = 1 << 10;
  private static final int LARGEST = 1 << 20;
  private static final int PROBES = 16;

  /** What this JVM's application has open. */
  static final OpenSet ANNOUNCED = new OpenSet();

  private final ReferenceQueue<Object> forgotten = new ReferenceQueue<>();
  // Largest first.
  private final AtomicReference<Segment[]> segments =
      new AtomicReference<>(new Segment[] {new Segment(SMALLEST)});

  /**
   * Adds a node that is in no set.
   *
   * @param id differs between nodes that are in the set at the same time
   */
  void add(Node<?> node, long id) {
    forget();
    int start = (int) ((id * 0x9E3779B97F4A7C15L) >>> 40);
    while (true) {
      Segment[] current = segments.get();
      for (Segment segment : current) {
        if (segment.add(node, start)) {
          return;
        }
      }
      grow(current);
    }
  }

  private void grow(Segment[] current) {
    Segment[] larger = new Segment[current.length + 1];
    System.arraycopy(current, 0, larger, 1, current.length);
    larger[0] = new Segment(Math.min(2 * current[0].length(), LARGEST));
    segments.compareAndSet(current, larger); // If this fails another thread made room.
  }

  /** Removes a node that was added, if it is still there. */
  void remove(Node<?> node) {
    Segment segment = node.segment;
    if (segment != null) {
      segment.compareAndSet(node.slot, node, null);
    }
  }

  private void forget() {
    for (Reference<?> node = forgotten.poll(); node != null; node = forgotten.poll()) {
      remove((Node<?>) node);
    }
  }

  /**
   * Passes on what is in the set; what is added or removed meanwhile may be included or not. Only
   * one thread at a time may walk.
   */
  void forEach(Consumer<? super Node<?>> action) {
    forget();
    Segment[] walked = segments.get();
    int slots = 0;
    int taken = 0;
    boolean[] empty = new boolean[walked.length];
    for (int s = 0; s < walked.length; s++) {
      boolean retired = walked[s].retired; // Before the slots are looked at.
      int found = walk(walked[s], action);
      empty[s] = retired && found == 0;
      slots += walked[s].length();
      taken += found;
    }
    shrink(walked, empty, slots, taken);
  }

  private static int walk(Segment segment, Consumer<? super Node<?>> action) {
    int found = 0;
    for (int i = 0; i < segment.length(); i++) {
      Node<?> node = segment.get(i);
      if (node != null) {
        found++;
        action.accept(node);
      }
    }
    return found;
  }

  private void shrink(Segment[] walked, boolean[] empty, int slots, int taken) {
    Segment[] kept = new Segment[walked.length];
    int count = 0;
    for (int s = 0; s < walked.length; s++) {
      if (!empty[s]) {
        kept[count++] = walked[s];
      }
    }
    if (count < walked.length) {
      segments.compareAndSet(walked, Arrays.copyOf(kept, count)); // Else at the next walk.
    } else if (count > 1 && taken < slots / 16) {
      walked[0].retired = true;
    }
  }

  /** Number of slots; for tests. */
  int slots() {
    return Arrays.stream(segments.get()).mapToInt(AtomicReferenceArray::length).sum();
  }
}
