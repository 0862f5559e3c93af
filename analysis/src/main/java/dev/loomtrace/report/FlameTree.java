package dev.loomtrace.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The frames of a profile, each below the one that called it, with what was below it altogether.
 * Frames that have less than a hundred-thousandth of the whole are left out; of a profile that has
 * more than {@value #MAX_FRAMES} others, more of the small ones.
 */
final class FlameTree {
  private static final double LEAST_SHARE = 1e-5;
  private static final int MAX_FRAMES = 200_000;
  private static final int MAX_NAME = 500;
  private static final String ROOT = "all";

  private final List<String> names = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<Line> lines = new ArrayList<>();
  private List<Node> nodes = List.of();
  private long total;
  private long least;
  private long leftOut;

  /** A stack by the numbers of its names, outermost first. */
  private static final class Line {
    private final int[] stack;
    private final long value;

    private Line(int[] stack, long value) {
      this.stack = stack;
      this.value = value;
    }
  }

  /**
   * A frame; those it called come after it, those with the most first.
   *
   * @param name its number
   * @param value what was in it, or below it
   * @param callees how many of those that it called are in the tree
   */
  record Node(int name, long value, int callees) {}

  /** Lines that have the same frames up to a depth. */
  private record Group(int from, int to, int depth, int name, long value) {}

  /**
   * What a name has.
   *
   * @param name the name of a function, or why threads waited
   * @param total what was in frames of this name, or below them; nested ones count once
   * @param own what was in them alone
   */
  record Frame(String name, long total, long own) {}

  /** Without frames but for the one of which all are. */
  FlameTree() {
    number(ROOT);
  }

  private int number(String name) {
    String shown = Visible.shorten(name, MAX_NAME);
    return numbers.computeIfAbsent(
        shown,
        key -> {
          names.add(key);
          return names.size() - 1;
        });
  }

  /**
   * Adds what a stack has.
   *
   * @param stack names, outermost first
   * @param value at least 1
   */
  void add(List<String> stack, long value) {
    lines.add(new Line(stack.stream().mapToInt(this::number).toArray(), value));
    total += value;
  }

  /** Makes the tree of what was added. */
  void build() {
    lines.sort((a, b) -> Arrays.compare(a.stack, b.stack));
    least = (long) Math.ceil(total * LEAST_SHARE);
    while (!grow()) {
      least = Math.max(1, least) * 2;
    }
  }

  /** Whether the frames that have enough are few enough. */
  private boolean grow() {
    List<Node> grown = new ArrayList<>();
    leftOut = 0;
    Deque<Group> open = new ArrayDeque<>();
    open.push(new Group(0, lines.size(), 0, 0, total));
    while (!open.isEmpty()) {
      Group group = open.pop();
      List<Group> callees = callees(group);
      if (grown.size() + open.size() + callees.size() >= MAX_FRAMES) {
        return false;
      }
      grown.add(new Node(group.name, group.value, callees.size()));
      Collections.reverse(callees);
      callees.forEach(open::push);
    }
    nodes = List.copyOf(grown);
    return true;
  }

  private List<Group> callees(Group group) {
    List<Group> callees = new ArrayList<>();
    int depth = group.depth;
    int from = group.from;
    // What ends here comes first.
    while (from < group.to && lines.get(from).stack.length == depth) {
      from++;
    }
    while (from < group.to) {
      int name = lines.get(from).stack[depth];
      int to = from;
      long value = 0;
      while (to < group.to && lines.get(to).stack[depth] == name) {
        value += lines.get(to).value;
        to++;
      }
      if (value >= least) {
        callees.add(new Group(from, to, depth + 1, name, value));
      } else {
        leftOut += value;
      }
      from = to;
    }
    callees.sort(
        Comparator.comparingLong(Group::value)
            .reversed()
            .thenComparing(callee -> names.get(callee.name)));
    return callees;
  }

  /** The frames, each followed by what it called. The first one is that of which all are. */
  List<Node> nodes() {
    return nodes;
  }

  /** Names by their numbers. */
  List<String> names() {
    return Collections.unmodifiableList(names);
  }

  /** All there is. */
  long total() {
    return total;
  }

  /** What frames have that were left out, those below them with them. */
  long leftOut() {
    return leftOut;
  }

  /** What a frame has at least that was not left out. */
  long least() {
    return least;
  }

  /** Writes its frames as members of the object that is being written. */
  void json(JsonGenerator json) throws IOException {
    int count = nodes.size();
    int[] callers = new int[count];
    long[] own = new long[count];
    Map<Integer, Integer> used = new LinkedHashMap<>();
    Deque<int[]> open = new ArrayDeque<>();
    for (int i = 0; i < count; i++) {
      Node node = nodes.get(i);
      used.putIfAbsent(node.name(), used.size());
      while (!open.isEmpty() && open.peek()[1] == 0) {
        open.pop();
      }
      callers[i] = open.isEmpty() ? -1 : open.peek()[0];
      own[i] = node.value();
      if (!open.isEmpty()) {
        open.peek()[1]--;
        own[callers[i]] -= node.value();
      }
      open.push(new int[] {i, node.callees()});
    }
    json.writeArrayFieldStart("frames");
    for (int name : used.keySet()) {
      json.writeString(names.get(name));
    }
    json.writeEndArray();
    json.writeArrayFieldStart("nodes");
    for (int i = 0; i < count; i++) {
      json.writeStartArray();
      json.writeNumber(callers[i]);
      json.writeNumber(used.get(nodes.get(i).name()));
      json.writeNumber(nodes.get(i).value());
      json.writeNumber(own[i]);
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  /** All names, those with the most first. */
  List<Frame> frames() {
    long[] totals = new long[names.size()];
    long[] own = new long[names.size()];
    int[] lastLine = new int[names.size()];
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      for (int name : line.stack) {
        totals[name] += lastLine[name] == i + 1 ? 0 : line.value;
        lastLine[name] = i + 1;
      }
      own[line.stack.length == 0 ? 0 : line.stack[line.stack.length - 1]] += line.value;
    }
    List<Frame> frames = new ArrayList<>();
    for (int name = 0; name < totals.length; name++) {
      if (totals[name] > 0) {
        frames.add(new Frame(names.get(name), totals[name], own[name]));
      }
    }
    frames.sort(
        Comparator.comparingLong(Frame::total)
            .thenComparingLong(Frame::own)
            .reversed()
            .thenComparing(Frame::name));
    return frames;
  }
}
