package dev.loomtrace.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A trace for Perfetto as Perfetto's importer understands it: sorts by time, follows each cpu and
 * each thread, and fails where the importer would find a fault. It reads numbers of fields and
 * knows nothing of the writer.
 */
public final class PerfettoReplay {
  /** How a thread is, as a letter of the kernel's. */
  public static final String RUNNING = "Running";

  /** It could run. */
  public static final String RUNNABLE = "R";

  /** It waits. */
  public static final String SLEEPING = "S";

  /** It waits or is in the kernel, and is drawn apart. */
  public static final String UNINTERRUPTIBLE = "D";

  private static final String DEAD = "X";
  private static final int INTERRUPT = 8;

  private final Map<Long, String> names = new TreeMap<>();
  private final Map<Long, Map<String, Long>> sums = new TreeMap<>();
  private final List<Blocked> blocked = new ArrayList<>();
  private final List<Waking> wakings = new ArrayList<>();
  private final List<Slice> slices = new ArrayList<>();
  private final List<Instant> instants = new ArrayList<>();
  private final Map<String, List<Long>> counters = new TreeMap<>();
  private final List<Sample> samples = new ArrayList<>();
  private final List<Clock> clocks = new ArrayList<>();
  private final Map<Long, Long> runs = new HashMap<>();
  private final Map<Long, Set<String>> flows = new TreeMap<>();
  private final Map<Long, String> processes = new TreeMap<>();
  private final Map<Long, Long> processOf = new HashMap<>();

  private final List<Step> steps = new ArrayList<>();
  private final Map<Long, Track> tracks = new HashMap<>();
  private final Map<Long, Deque<Slice>> open = new HashMap<>();
  private final Map<Long, ThreadState> threads = new HashMap<>();
  private final Map<Long, CpuState> cpus = new HashMap<>();
  private final Map<Long, Map<Long, String>> symbolsOf = new HashMap<>();

  private interface Act {
    void run();
  }

  private record Step(long time, Act act) {}

  private record Track(String name, long tid, boolean counter) {}

  private static final class ThreadState {
    private String state = "";
    private long since;
    private boolean blockedExplained;
  }

  private static final class CpuState {
    private long running;
    private long since;
    private boolean seeded;
  }

  /** Why a thread was blocked, and since when. */
  public record Blocked(long time, String thread, String state, String reason) {}

  /** Who made whom runnable; the waker is empty if that was no thread. */
  public record Waking(long time, String thread, String waker) {}

  /**
   * A slice; its end is -1 if it has none. {@code thread} is empty if it is on no thread's track.
   */
  public static final class Slice {
    private final long begin;
    private final String track;
    private final String thread;
    private final String name;
    private final int depth;
    private final Map<String, Long> details;
    private long end = -1;

    private Slice(
        long begin,
        String track,
        String thread,
        String name,
        int depth,
        Map<String, Long> details) {
      this.details = details;
      this.begin = begin;
      this.track = track;
      this.thread = thread;
      this.name = name;
      this.depth = depth;
    }

    /** What else is said of it. */
    public Map<String, Long> details() {
      return details;
    }

    @Override
    public String toString() {
      return begin
          + ".."
          + end
          + " "
          + (thread.isEmpty() ? "[" + track + "]" : thread)
          + " "
          + "> ".repeat(depth)
          + name;
    }
  }

  /** Something at a time. */
  public record Instant(long time, String thread, String name) {}

  /** A sample; its functions from the outermost one on. */
  public record Sample(long time, String thread, List<String> functions) {}

  /** A reading of the clocks. */
  public record Clock(long time, long wall) {}

  /** Reads a trace, which must have no fault. */
  public PerfettoReplay(byte[] trace) {
    for (Protobuf packet : Protobuf.of(trace).messages(1)) {
      packet(packet);
    }
    // As the importer does: those of one time stay in the file's order.
    steps.sort(Comparator.comparingLong(Step::time));
    steps.forEach(step -> step.act.run());
  }

  private void packet(Protobuf packet) {
    assertTrue(packet.number(10) > 0, "each packet is of a sequence");
    long flags = packet.number(13, 0);
    if (flags == 1) {
      symbolsOf.put(packet.number(10), new HashMap<>());
    }
    Map<Long, String> symbols = symbolsOf.get(packet.number(10));
    if (packet.has(12)) {
      assertTrue(symbols != null && flags == 2);
      for (Protobuf symbol : packet.message(12).messages(26)) {
        assertNull(symbols.put(symbol.number(1), symbol.text(2)), "a number has one text");
      }
    }
    packet.messages(1).forEach(bundle -> bundle(bundle, symbols));
    packet.messages(2).forEach(tree -> processTree(packet.number(8), tree));
    packet.messages(6).forEach(this::clocks);
    packet.messages(60).forEach(this::track);
    packet.messages(11).forEach(event -> trackEvent(packet.number(8), event));
    packet.messages(135).forEach(sample -> sample(packet.number(8), sample));
  }

  private void step(long time, Act act) {
    assertTrue(time > 0, "time " + time);
    steps.add(new Step(time, act));
  }

  private void processTree(long time, Protobuf tree) {
    for (Protobuf each : tree.messages(1)) {
      assertNull(processes.put(each.number(1), each.text(3)), "a process is described once");
    }
    for (Protobuf thread : tree.messages(2)) {
      long tid = thread.number(1);
      assertTrue(tid > 0 && tid <= Integer.MAX_VALUE, "tid " + tid);
      long pid = thread.number(3);
      assertTrue(processes.containsKey(pid), "process " + pid);
      Long before = processOf.put(tid, pid);
      assertTrue(before == null || before == pid, "a thread has one process");
      step(time, () -> names.put(tid, thread.text(2)));
    }
  }

  private void clocks(Protobuf snapshot) {
    long time = 0;
    long wall = 0;
    for (Protobuf clock : snapshot.messages(1)) {
      if (clock.number(1) == 6) {
        time = clock.number(2);
      } else {
        assertEquals(1, clock.number(1));
        wall = clock.number(2);
      }
    }
    assertTrue(clocks.isEmpty() || clocks.getLast().time < time, "clocks go on");
    clocks.add(new Clock(time, wall));
  }

  // The scheduler.

  private void bundle(Protobuf bundle, Map<Long, String> texts) {
    assertNotNull(texts, "texts are numbered before they are used");
    long number = bundle.number(1);
    assertTrue(number >= 0 && number < 1024, "cpu " + number);
    CpuState cpu = cpus.computeIfAbsent(number, key -> new CpuState());
    for (Protobuf compact : bundle.messages(4)) {
      assertFalse(compact.text(5).isEmpty());
      switches(cpu, number, compact);
      wakings(cpu, compact);
    }
    for (Protobuf event : bundle.messages(2)) {
      assertTrue(event.has(2), "an event without a pid is refused");
      Protobuf reason = event.message(18);
      String text = texts.get(reason.number(2));
      assertNotNull(text, "the text has a number before it is used");
      long time = event.number(1);
      step(time, () -> blocked(time, reason.number(1), text));
    }
  }

  private void switches(CpuState cpu, long number, Protobuf compact) {
    long[] times = compact.packed(1);
    long[] states = compact.packed(2);
    long[] next = compact.packed(3);
    for (int column : new int[] {2, 3, 4, 6}) {
      assertEquals(times.length, compact.packed(column).length, "column " + column);
    }
    long time = 0;
    for (int i = 0; i < times.length; i++) {
      assertTrue(times[i] >= 0, "times of a cpu go on");
      time += times[i];
      long at = time;
      long tid = next[i];
      long state = states[i];
      step(at, () -> switched(cpu, number, at, tid, state));
    }
  }

  private void wakings(CpuState cpu, Protobuf compact) {
    long[] times = compact.packed(7);
    long[] woken = compact.packed(8);
    long[] flags = compact.packed(12);
    for (int column : new int[] {8, 9, 10, 11, 12}) {
      assertEquals(times.length, compact.packed(column).length, "column " + column);
    }
    long time = 0;
    for (int i = 0; i < times.length; i++) {
      time += times[i];
      long at = time;
      long tid = woken[i];
      boolean thread = flags[i] == 0;
      assertTrue(thread || flags[i] == INTERRUPT);
      step(at, () -> woken(cpu, at, tid, thread));
    }
  }

  private void switched(CpuState cpu, long number, long time, long next, long state) {
    if (!cpu.seeded) {
      assertEquals(0, next, "the first switch of a cpu says only who runs");
      cpu.seeded = true;
      cpu.since = time;
      return;
    }
    assertTrue(time >= cpu.since);
    String where = "cpu " + number + " at " + time;
    assertTrue((cpu.running == 0) != (next == 0), where + ": switches alternate");
    if (next == 0) {
      ThreadState thread = thread(cpu.running);
      assertEquals(RUNNING, thread.state, where);
      String letter =
          switch ((int) state) {
            case 0 -> RUNNABLE;
            case 1 -> SLEEPING;
            case 2 -> UNINTERRUPTIBLE;
            case 16 -> DEAD;
            default -> throw new AssertionError(where + ": state " + state);
          };
      become(cpu.running, letter, time);
      runs.merge(cpu.running, 1L, Long::sum);
    } else {
      ThreadState thread = thread(next);
      assertNotEquals(RUNNING, thread.state, where + ": runs on one cpu at a time");
      assertNotEquals(DEAD, thread.state, where + ": has ended");
      become(next, RUNNING, time);
    }
    cpu.running = next;
    cpu.since = time;
  }

  private void woken(CpuState cpu, long time, long tid, boolean byThread) {
    assertTrue(cpu.seeded, "a waking on a cpu of which nothing is known is dropped");
    ThreadState thread = thread(tid);
    String where = names.get(tid) + " at " + time;
    assertNotEquals(RUNNING, thread.state, where + ": a waking follows the switch-out");
    assertNotEquals(RUNNABLE, thread.state, where + ": woken twice");
    assertNotEquals(DEAD, thread.state, where);
    assertTrue(!byThread || cpu.running != 0, where + ": the waker runs there");
    become(tid, RUNNABLE, time);
    wakings.add(new Waking(time, names.get(tid), byThread ? names.get(cpu.running) : ""));
  }

  private void blocked(long time, long tid, String text) {
    ThreadState thread = thread(tid);
    assertTrue(
        thread.state.equals(SLEEPING) || thread.state.equals(UNINTERRUPTIBLE),
        () -> names.get(tid) + " at " + time + " is blocked: " + text + ", but is " + thread.state);
    assertFalse(thread.blockedExplained, "one reason for a wait");
    thread.blockedExplained = true;
    blocked.add(new Blocked(thread.since, names.get(tid), thread.state, text));
  }

  private ThreadState thread(long tid) {
    assertTrue(names.containsKey(tid), () -> "thread " + tid + " has a name");
    return threads.computeIfAbsent(tid, key -> new ThreadState());
  }

  private void become(long tid, String state, long time) {
    ThreadState thread = thread(tid);
    if (!thread.state.isEmpty()) {
      sums.computeIfAbsent(tid, key -> new TreeMap<>())
          .merge(thread.state, time - thread.since, Long::sum);
    }
    thread.state = state;
    thread.since = time;
    thread.blockedExplained = false;
  }

  // Tracks.

  private void track(Protobuf track) {
    long tid = 0;
    String name = track.text(2);
    for (Protobuf thread : track.messages(4)) {
      assertTrue(processes.isEmpty() || thread.number(1) >= 1000);
      tid = thread.number(2);
    }
    for (Protobuf of : track.messages(3)) {
      name = of.text(6);
    }
    assertTrue(tid != 0 || !name.isEmpty());
    if (track.has(5)) {
      assertTrue(tracks.containsKey(track.number(5)), "a parent comes first");
    }
    Track before = tracks.put(track.number(1), new Track(name, tid, track.has(8)));
    assertNull(before, "a track is described once");
  }

  private void trackEvent(long time, Protobuf event) {
    long uuid = event.number(11);
    Track track = tracks.get(uuid);
    assertNotNull(track, "a track is described before it is used");
    step(
        time,
        () -> {
          String thread = track.tid == 0 ? "" : names.get(track.tid);
          Deque<Slice> stack = open.computeIfAbsent(uuid, key -> new ArrayDeque<>());
          String name = event.text(23);
          for (long flow : event.numbers(47)) {
            flows
                .computeIfAbsent(flow, key -> new java.util.LinkedHashSet<>())
                .add((thread.isEmpty() ? "[" + track.name + "]" : thread) + " " + name);
          }
          switch ((int) event.number(9)) {
            case 1 -> {
              Slice slice = new Slice(time, track.name, thread, name, stack.size(), details(event));
              stack.push(slice);
              slices.add(slice);
            }
            case 2 -> {
              assertFalse(stack.isEmpty(), () -> thread + " at " + time + ": nothing to end");
              stack.pop().end = time;
            }
            case 3 -> instants.add(new Instant(time, thread, name));
            case 4 -> {
              assertTrue(track.counter);
              counters.computeIfAbsent(track.name, key -> new ArrayList<>()).add(event.number(30));
            }
            default -> throw new AssertionError("type " + event.number(9));
          }
        });
  }

  private static Map<String, Long> details(Protobuf event) {
    Map<String, Long> details = new TreeMap<>();
    for (Protobuf each : event.messages(4)) {
      details.put(each.text(10), each.number(3, 0));
    }
    return details;
  }

  private void sample(long time, Protobuf sample) {
    long tid = sample.message(1).number(3);
    List<String> functions =
        sample.message(5).messages(1).stream().map(frame -> frame.text(1)).toList();
    step(time, () -> samples.add(new Sample(time, names.get(tid), functions)));
  }

  // What there is.

  /** Nanoseconds in each state by the name of the thread, of states that ended. */
  public Map<String, Map<String, Long>> sums() {
    Map<String, Map<String, Long>> byName = new TreeMap<>();
    sums.forEach(
        (tid, states) -> {
          String of = processes.size() == 1 ? "" : processes.get(processOf.get(tid)) + ": ";
          Map<String, Long> ended = new TreeMap<>(states);
          ended.remove(DEAD);
          ended.values().removeIf(nanos -> nanos == 0);
          if (!ended.isEmpty()) {
            assertNull(byName.put(of + names.get(tid), ended), "names differ");
          }
        });
    return byName;
  }

  /** Names of all threads. */
  public Set<String> threadNames() {
    return new HashSet<>(names.values());
  }

  /** Why threads were blocked, in order of time. */
  public List<Blocked> blocked() {
    return blocked;
  }

  /** Who made whom runnable, in order of time. */
  public List<Waking> wakings() {
    return wakings;
  }

  /** All slices, in order of their begin. */
  public List<Slice> slices() {
    return slices;
  }

  /** All instants. */
  public List<Instant> instants() {
    return instants;
  }

  /** The values of each counter. */
  public Map<String, List<Long>> counters() {
    return counters;
  }

  /** All samples. */
  public List<Sample> samples() {
    return samples;
  }

  /** All readings of the clocks. */
  public List<Clock> clocks() {
    return clocks;
  }

  /** What arrows of each number connect. */
  public Map<Long, Set<String>> flows() {
    return flows;
  }

  /** Names of the processes, in order of their numbers. */
  public List<String> processes() {
    return List.copyOf(processes.values());
  }
}
