package dev.loomtrace.analysis;

import dev.loomtrace.timeline.store.Track;
import dev.loomtrace.trace.WaitCause;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the chain behind a wait of what a walk finds. However long that is, the chain has at most
 * {@value #MAX_NODES} steps, of which at most {@value #MAX_DEPTH} follow each other: what comes
 * then is one step of unknown content.
 */
final class ChainNode implements PathFindings {
  private static final int MAX_NODES = 1000;
  private static final int MAX_DEPTH = 24;

  private final int depth;
  // How many nodes the chain has; of all of them the same.
  private final int[] nodes;
  private PathLink link;
  private final List<TaskWorker> threads = new ArrayList<>(1);
  private final Set<Long> ids = new HashSet<>();
  private long waits;
  private long begin = Long.MAX_VALUE;
  private long end = Long.MIN_VALUE;
  private long total;
  private final Map<PathStory, Long> own = new LinkedHashMap<>();
  private final Map<PathLink, ChainNode> next = new LinkedHashMap<>();

  /** Where a walk begins: of the thread that waits. */
  ChainNode() {
    this(0, new int[1], PathLink.MORE);
  }

  private ChainNode(int depth, int[] nodes, PathLink link) {
    this.depth = depth;
    this.nodes = nodes;
    this.link = link;
  }

  @Override
  public void in(PathState state, long time) {
    add(new PathStory(state), time);
  }

  @Override
  public void blocked(WaitCause cause, Optional<CodePlace> place, long time) {
    add(new PathStory(List.of(), PathState.BLOCKED, cause, place), time);
  }

  private void add(PathStory what, long time) {
    if (time > 0) {
      own.merge(what, time, Long::sum);
    }
  }

  @Override
  public PathFindings enter(PathStep step) {
    if (depth > 0 && (link.isLike(step.link()) || link.kind() == PathLink.Kind.OMITTED)) {
      link = link.kind() == PathLink.Kind.OMITTED ? link : link.several();
      come(step);
      return this;
    }
    ChainNode node = next.get(step.link());
    if (node == null) {
      boolean omitted = depth >= MAX_DEPTH || nodes[0] >= MAX_NODES;
      nodes[0]++;
      node =
          next.computeIfAbsent(
              omitted ? PathLink.MORE : step.link(), l -> new ChainNode(depth + 1, nodes, l));
    }
    node.come(step);
    node.total += step.to() - step.from();
    return node;
  }

  private void come(PathStep step) {
    Track owner = step.owner();
    if (ids.add(owner.id()) && threads.size() < ChainStep.MAX_THREADS) {
      threads.add(new TaskWorker(owner.id(), Optional.of(owner.threadKind())));
    }
    waits++;
    begin = Math.min(begin, step.from());
    end = Math.max(end, step.to());
  }

  @Override
  public void end() {
    // It has been in its place since it was entered.
  }

  /** The chain, if the wait was one for another thread and nothing else. */
  Optional<ChainStep> chain() {
    return own.isEmpty() && next.size() == 1
        ? Optional.of(next.values().iterator().next().step())
        : Optional.empty();
  }

  private ChainStep step() {
    List<ChainStep.Own> did = new ArrayList<>();
    own.forEach((what, time) -> did.add(new ChainStep.Own(what, time)));
    did.sort(Comparator.comparingLong(ChainStep.Own::time).reversed());
    List<ChainStep> steps = new ArrayList<>();
    next.values().forEach(node -> steps.add(node.step()));
    steps.sort(Comparator.comparingLong(ChainStep::total).reversed());
    return new ChainStep(link, threads, ids.size(), waits, begin, end, total, did, steps);
  }
}
