package dev.loomtrace.e2e;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.loomtrace.gotrace.GoProjection;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a trace says about each goroutine: when it lived, and each time that it stopped. */
final class Census implements EventSink {
  /** A goroutine's name where none is known. */
  static final String NAMELESS = "";

  /**
   * A time during which a goroutine did not run, or was in a system call.
   *
   * @param to the state it went to: waiting, runnable, in a system call
   * @param detail what a recording says beyond the reason; empty in Go's traces
   * @param wake when it was made runnable; 0: it is not known to have been
   * @param waker goroutine that made it runnable, or {@link Context#NO_GOROUTINE}
   * @param wakerName function of whoever that was, empty if unknown
   * @param end when it ran again; 0: never
   * @param borders parts of the trace that began within it
   */
  record Stop(
      GoState to,
      String reason,
      String detail,
      Stack stack,
      long begin,
      long wake,
      long waker,
      String wakerName,
      long end,
      long borders) {
    long duration() {
      return end - begin;
    }
  }

  /** A goroutine's life. */
  static final class Life {
    private final long id;
    private String name = NAMELESS;
    private GoState first;
    private boolean ended;
    private final List<Stop> stops = new ArrayList<>();
    private Stop open;
    private long partsAtBegin;

    private Life(long id) {
      this.id = id;
    }

    long id() {
      return id;
    }

    String name() {
      return name;
    }

    /** The state in which it first was. */
    GoState first() {
      return first;
    }

    boolean ended() {
      return ended;
    }

    List<Stop> stops() {
      return stops;
    }
  }

  private final Map<Long, Life> lives = new TreeMap<>();
  private final List<Life> all = new ArrayList<>();
  private final Map<String, Long> ranges = new TreeMap<>();
  private final Map<String, Long> metrics = new TreeMap<>();
  private final List<Long> procs = new ArrayList<>();
  private long parts;
  private long samples;

  @Override
  public void accept(EventView event) {
    switch (event.kind()) {
      case SYNC -> parts++;
      case RANGE_BEGIN -> ranges.merge(event.rangeName(), 1L, Long::sum);
      case METRIC -> metrics.merge(event.metricName(), event.metricValue(), Math::max);
      case STACK_SAMPLE -> samples++;
      case PROC_TRANSITION -> {
        if (!procs.contains(event.resourceId())) {
          procs.add(event.resourceId());
        }
      }
      default -> {
        if (event.kind() == EventKind.GO_TRANSITION) {
          transition(event);
        }
      }
    }
  }

  private void transition(EventView event) {
    GoState from = event.goFrom();
    GoState to = event.goTo();
    Life life = lives.get(event.resourceId());
    if (life == null) {
      life = new Life(event.resourceId());
      lives.put(life.id, life);
      all.add(life);
      life.first = to;
      life.name = root(GoProjection.goroutineStack(event));
    }
    if (to == GoState.NOT_EXIST) {
      life.ended = true;
      lives.remove(life.id);
    } else if (from == GoState.RUNNING) {
      life.open =
          new Stop(
              to,
              GoProjection.reason(event),
              event.cause().toString(),
              event.stack(),
              event.time(),
              0,
              Context.NO_GOROUTINE,
              "",
              0,
              0);
      life.partsAtBegin = parts;
    } else if (life.open != null && to == GoState.RUNNABLE) {
      Stop s = life.open;
      life.open =
          new Stop(
              s.to(),
              s.reason(),
              s.detail(),
              s.stack(),
              s.begin(),
              event.time(),
              event.goroutine(),
              root(GoProjection.stack(event)),
              0,
              0);
    } else if (life.open != null && to == GoState.RUNNING) {
      life.stops.add(closed(life, event.time()));
      life.open = null;
    }
  }

  private Stop closed(Life life, long end) {
    Stop s = life.open;
    return new Stop(
        s.to(),
        s.reason(),
        s.detail(),
        s.stack(),
        s.begin(),
        s.wake(),
        s.waker(),
        s.wakerName(),
        end,
        parts - life.partsAtBegin);
  }

  private static String root(Stack stack) {
    List<Frame> frames = stack.frames();
    return frames.isEmpty() ? NAMELESS : frames.getLast().function();
  }

  /** All goroutines there ever were, in the order of their first events. */
  List<Life> lives() {
    return all;
  }

  /** Those that run a method of this class. */
  Stream<Life> ofClass(String className) {
    return all.stream().filter(life -> life.name.startsWith(className + "."));
  }

  /** The goroutine with this id that lived last. */
  Life life(long id) {
    return all.stream()
        .filter(life -> life.id == id)
        .reduce((a, b) -> b)
        .orElseThrow(() -> new AssertionError("no goroutine " + id));
  }

  /** All stops of theirs that came to an end. */
  Stream<Stop> stops(String className) {
    return ofClass(className).flatMap(life -> life.stops.stream());
  }

  /** How many stops there are with each reason; those without one are counted by their state. */
  Map<String, Long> reasons(String className) {
    return stops(className)
        .collect(
            groupingBy(
                s -> s.reason().isEmpty() ? GoProjection.state(s.to()) : s.reason(), counting()));
  }

  /** Parts of the trace. */
  long parts() {
    return parts - 1;
  }

  long samples() {
    return samples;
  }

  /** How often a range of each name began. */
  Map<String, Long> ranges() {
    return ranges;
  }

  /** The highest value of each metric. */
  Map<String, Long> metrics() {
    return metrics;
  }

  /** Ids of the procs, in the order of their first events. */
  List<Long> procs() {
    return procs;
  }
}
