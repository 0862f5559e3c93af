package dev.loomtrace.benchmarks;

import dev.loomtrace.gotrace.GoTraceWriter;
import dev.loomtrace.trace.ClockSnapshot;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ProcState;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Writes a Go trace of goroutines that are all there at once: each wakes another one and waits. It
 * is made up, with the same events whenever it is made, since no program of this size can be traced
 * on a small machine.
 *
 * <p>Arguments: how many spans of states and procs there are to be, how many goroutines are alive,
 * and the file. Half of the goroutines start in one function, the others in {@value #FUNCTIONS}.
 */
public final class CrowdTrace extends TraceReader {
  private static final int PROCS = 16;
  private static final int FUNCTIONS = 60;
  // A goroutine that wakes another, waits, and has its proc taken by the next one, ends a span of
  // each of the three, and one of the proc.
  private static final int SPANS_PER_STEP = 4;
  private static final int PARTS = 25;
  // One of so many steps ends a goroutine and starts a new one.
  private static final int STEPS_PER_LIFE = 500;
  // One of so many wakes is of a busy one.
  private static final int WAKES_PER_BUSY = 4;
  private static final int BUSY = 500;
  // How many wait for a proc, once all have had one.
  private static final int READY = 200;
  private static final int MOST_NANOS = 260;

  private static final WaitCause[] CAUSES = {
    WaitCause.ofText(WaitReason.CHANNEL_RECEIVE, "chan receive"),
    WaitCause.ofText(WaitReason.SELECT, "select"),
    WaitCause.ofText(WaitReason.SYNCHRONIZER, "sync"),
    WaitCause.ofText(WaitReason.SOCKET, "network"),
  };

  // What comes next on the proc.
  private enum Phase {
    WAKE,
    STOP,
    REPLACE,
    START
  }

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
  private final long steps;
  private final int crowd;
  // Of each place in the crowd, who has it.
  private final long[] ids;
  private final boolean[] waits;
  // Places whose goroutine can run, first come first served.
  private final int[] ready;
  private int readyBegin;
  private int readySize;
  // Of each proc, the place of the one that runs; negative: none.
  private final int[] running = new int[PROCS];
  private final Stack[] starts = new Stack[FUNCTIONS + 1];
  private final Stack[] stops = new Stack[FUNCTIONS + 1];
  private Phase phase = Phase.WAKE;
  private long time = 1000;
  private long parts;
  private int procs;
  private int created;
  private long lastId;
  private long done;
  private int proc;

  private CrowdTrace(long spans, int crowd) {
    this.steps = spans / SPANS_PER_STEP;
    this.crowd = crowd;
    ids = new long[crowd];
    waits = new boolean[crowd];
    ready = new int[crowd];
    Arrays.fill(running, -1);
    for (int i = 0; i <= FUNCTIONS; i++) {
      Frame function = new Frame(0x1000 + i, i == 0 ? "shop.serve" : "shop.work" + i, "shop.go", i);
      starts[i] = Stack.of(List.of(function));
      stops[i] = Stack.of(List.of(new Frame(0x9000, "shop.await", "await.go", 7), function));
    }
  }

  @Override
  protected boolean advance() {
    time += 1 + random.nextInt(MOST_NANOS);
    if (parts * steps <= done * PARTS && phase == Phase.WAKE && parts < PARTS) {
      parts++;
      sync(time, parts, Optional.of(reading()), Map.of());
    } else if (procs < PROCS) {
      at(procs, Context.NO_PROC, Context.NO_GOROUTINE);
      procTransition(time, procs++, ProcState.UNDETERMINED, ProcState.RUNNING);
    } else if (created < crowd) {
      create(created++, 0);
    } else {
      return step();
    }
    return true;
  }

  private ClockSnapshot reading() {
    return new ClockSnapshot(time, time, Instant.ofEpochSecond(1_700_000_000, time));
  }

  private boolean step() {
    if (phase == Phase.WAKE) {
      if (done == steps) {
        return false;
      }
      done++;
      proc = random.nextInt(PROCS);
      int woken = running[proc] < 0 ? -1 : someoneWaiting();
      phase = Phase.STOP;
      if (woken >= 0) {
        become(woken, GoState.WAITING, GoState.RUNNABLE);
        waits[woken] = false;
        isReady(woken);
        return true;
      }
    }
    int place = running[proc];
    if (phase == Phase.STOP) {
      phase = place < 0 ? Phase.START : stop(place);
      if (place >= 0) {
        return true;
      }
    }
    if (phase == Phase.REPLACE) {
      phase = Phase.START;
      create(place, proc);
      return true;
    }
    phase = Phase.WAKE;
    int next = ready[readyBegin];
    readyBegin = (readyBegin + 1) % crowd;
    readySize--;
    become(next, GoState.RUNNABLE, GoState.RUNNING);
    running[proc] = next;
    return true;
  }

  private Phase stop(int place) {
    if (done % STEPS_PER_LIFE == 0) {
      become(place, GoState.RUNNING, GoState.NOT_EXIST);
      return Phase.REPLACE;
    }
    become(place, GoState.RUNNING, GoState.WAITING);
    withCause(CAUSES[place % CAUSES.length]);
    withStack(stops[function(place)]);
    withGoroutineStack(stops[function(place)]);
    waits[place] = true;
    running[proc] = -1;
    return Phase.START;
  }

  /** One that waits; negative while all that run for the first time have not had their turn. */
  private int someoneWaiting() {
    if (readySize > READY) {
      return -1;
    }
    int place;
    do {
      place = random.nextInt(random.nextInt(WAKES_PER_BUSY) == 0 ? BUSY : crowd);
    } while (!waits[place]);
    return place;
  }

  private void create(int place, int creator) {
    ids[place] = ++lastId;
    at(creator, creator, Context.NO_GOROUTINE);
    goTransition(time, lastId, GoState.NOT_EXIST, GoState.RUNNABLE);
    withGoroutineStack(starts[function(place)]);
    isReady(place);
    running[creator] = -1;
  }

  private void become(int place, GoState from, GoState to) {
    at(proc, proc, running[proc] < 0 ? Context.NO_GOROUTINE : ids[running[proc]]);
    goTransition(time, ids[place], from, to);
  }

  private void isReady(int place) {
    ready[(readyBegin + readySize) % crowd] = place;
    readySize++;
  }

  /** Where a goroutine starts: half of them in the first function. */
  private static int function(int place) {
    return place % 2 == 0 ? 0 : 1 + place / 2 % FUNCTIONS;
  }

  /** Writes it. */
  public static void main(String[] arguments) throws IOException {
    long begin = System.nanoTime();
    Path file = Path.of(arguments[2]);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20);
        CrowdTrace crowd =
            new CrowdTrace(Long.parseLong(arguments[0]), Integer.parseInt(arguments[1]));
        GoTraceWriter writer = new GoTraceWriter(out)) {
      crowd.copyTo(writer);
    }
    System.out.printf(
        "made in %.0f s, %,d bytes%n", (System.nanoTime() - begin) / 1e9, Files.size(file));
  }
}
