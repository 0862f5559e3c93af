package dev.loomtrace.jfr.simulation;

import dev.loomtrace.base.LongMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The open regions of a thread, which nest. However deep they do, nothing takes longer for it.
 *
 * <p>Most threads have few or none: the tables to find one of many are only made for those that
 * have many.
 */
final class OpenRegions {
  private static final int FEW = 16;

  /** Of a thread that has had none. */
  static final OpenRegions NONE = new OpenRegions();

  /**
   * A region that has begun; closed: it has ended too, but one inside it has not; until end: no
   * event says when it ends, since it does with its thread.
   */
  static final class Region {
    final long task;
    final long begin;
    final String name;
    boolean closed;
    boolean untilEnd;
    // The one outside it that began at the same time and is not closed.
    private Region outer;

    private Region(long task, long begin, String name) {
      this.task = task;
      this.begin = begin;
      this.name = name;
    }

    private boolean is(long otherTask, long otherBegin, Object otherName) {
      return begin == otherBegin && task == otherTask && name.equals(otherName);
    }
  }

  private record Key(long task, long begin, String name) {}

  private List<Region> nested = List.of();
  private Set<Key> known;
  private LongMap<Region> innermost;

  private OpenRegions() {}

  boolean isEmpty() {
    return nested.isEmpty();
  }

  /** The innermost one; there must be one. */
  Region last() {
    return nested.getLast();
  }

  /** Whether this very region is open. */
  boolean contains(long task, long begin, String name) {
    if (known != null) {
      return known.contains(new Key(task, begin, name));
    }
    for (Region region : nested) {
      if (region.is(task, begin, name)) {
        return true;
      }
    }
    return false;
  }

  /** A region begins inside all others; returns what has it. */
  OpenRegions with(long task, long begin, String name) {
    OpenRegions regions = this == NONE ? new OpenRegions() : this;
    regions.add(task, begin, name);
    return regions;
  }

  private void add(long task, long begin, String name) {
    if (nested.isEmpty()) {
      nested = new ArrayList<>(2);
    }
    Region region = new Region(task, begin, name);
    nested.add(region);
    if (known != null) {
      index(region);
    } else if (nested.size() > FEW) {
      known = new HashSet<>();
      innermost = new LongMap<>();
      nested.forEach(this::index);
    }
  }

  private void index(Region region) {
    known.add(new Key(region.task, region.begin, region.name));
    if (!region.closed) {
      region.outer = innermost.put(region.begin, region);
    }
  }

  /** Closes the innermost one that began then and is not closed; null if there is none. */
  Region close(long begin) {
    Region found = null;
    if (innermost == null) {
      for (Region region : nested) {
        if (region.begin == begin && !region.closed) {
          found = region;
        }
      }
    } else {
      found = innermost.remove(begin);
      if (found != null && found.outer != null) {
        innermost.put(begin, found.outer);
      }
    }
    if (found != null) {
      found.closed = true;
    }
    return found;
  }

  /** Takes the innermost one away, which must be closed unless all are taken away. */
  Region removeLast() {
    Region region = nested.removeLast();
    if (known != null) {
      known.remove(new Key(region.task, region.begin, region.name));
    }
    if (nested.isEmpty()) {
      nested = List.of();
      known = null;
      innermost = null;
    }
    return region;
  }
}
