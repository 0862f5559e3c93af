package dev.loomtrace.jfr.simulation;

import dev.loomtrace.jfr.operation.OpKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Annotations of a thread that wait for it to run, in order. */
final class DeferredAnnotations {
  /** An annotation, of this time; see {@link OpKind} for what its numbers are. */
  record Deferred(long time, OpKind kind, long other, long extra, Object ref) {}

  /** Of a thread that has had none. */
  static final DeferredAnnotations NONE = new DeferredAnnotations();

  private record Key(OpKind kind, long other, long extra) {}

  private List<Deferred> waiting = List.of();
  private Set<Key> keys = Set.of();

  private DeferredAnnotations() {}

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** One more; returns what has it. */
  DeferredAnnotations with(long time, OpKind kind, long other, long extra, Object ref) {
    DeferredAnnotations annotations = this == NONE ? new DeferredAnnotations() : this;
    annotations.add(time, kind, other, extra, ref);
    return annotations;
  }

  private void add(long time, OpKind kind, long other, long extra, Object ref) {
    if (waiting.isEmpty()) {
      waiting = new ArrayList<>(1);
      keys = new HashSet<>();
    }
    waiting.add(new Deferred(time, kind, other, extra, ref));
    keys.add(key(kind, other, extra));
  }

  /** Whether a task's or a region's begin is among them. */
  boolean contains(OpKind kind, long other, long extra) {
    return keys.contains(key(kind, other, extra));
  }

  // A task is known by its id alone.
  private static Key key(OpKind kind, long other, long extra) {
    return new Key(kind, other, kind == OpKind.TASK_BEGIN ? 0 : extra);
  }

  /** Takes all of them. */
  List<Deferred> take() {
    List<Deferred> taken = waiting;
    waiting = List.of();
    keys = Set.of();
    return taken;
  }
}
