package dev.loomtrace.gotrace.v1;

import static dev.loomtrace.gotrace.v1.V1Type.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A program that runs at random, and the trace that Go's runtime would have written of it: each P
 * writes batches of its own, which come into the file when they happen to be full.
 */
final class RandomV1Trace {
  private static final int PROCS = 4;
  private static final int MOST_GOROUTINES = 200;
  private static final int MOST_TASKS = 50;
  private static final int STRINGS = 5;
  private static final int STACKS = 6;

  // The runtime prefers the forms without numbers where a goroutine stays on its P.
  private static final V1Type[] BLOCKS = {
    GO_SLEEP,
    GO_BLOCK,
    GO_BLOCK_SEND,
    GO_BLOCK_RECV,
    GO_BLOCK_SELECT,
    GO_BLOCK_SYNC,
    GO_BLOCK_COND,
    GO_BLOCK_NET,
    GO_BLOCK_GC
  };

  private final Random random;
  private final int minor;
  private final int longestStep;
  private final List<Proc> procs = new ArrayList<>();
  private final List<Goroutine> goroutines = new ArrayList<>();
  private final List<V1Encoder> batches = new ArrayList<>();
  private long time = 1000;
  private long collections;
  private boolean collecting;
  private Goroutine stopper;
  private long threads;
  private final boolean[] tasks = new boolean[MOST_TASKS];

  /** A P, with the batch that it writes. */
  private static final class Proc {
    private final int id;
    private V1Encoder batch;
    private long lastTime;
    private boolean running;
    private boolean sweeping;
    private Goroutine goroutine;

    private Proc(int id) {
      this.id = id;
    }
  }

  /** A goroutine; its state is that of the order, 1 runnable, 2 running, 3 waiting. */
  private static final class Goroutine {
    private final long id;
    private long number = 1;
    private int state = GoroutineOrder.RUNNABLE;
    private Proc lastProc;
    private long blockedSince;
    private final List<long[]> regions = new ArrayList<>();

    private Goroutine(long id) {
      this.id = id;
    }
  }

  private RandomV1Trace(long seed, int minor, int longestStep) {
    this.random = new Random(seed);
    this.minor = minor;
    this.longestStep = longestStep;
  }

  /**
   * A trace.
   *
   * @param minor version 1.{@code minor}
   * @param longestStep most ticks between two events; many are of one time if that is little
   */
  static byte[] of(long seed, int minor, int steps, int longestStep) {
    RandomV1Trace trace = new RandomV1Trace(seed, minor, longestStep);
    trace.begin();
    for (int i = 0; i < steps; i++) {
      trace.step();
    }
    return trace.end();
  }

  private void begin() {
    for (int i = 0; i < PROCS; i++) {
      procs.add(new Proc(i));
    }
    Proc first = procs.getFirst();
    for (int i = 1; i <= 6; i++) {
      Goroutine g = create(first);
      if (i == 2 || i == 3) {
        write(first, i == 2 ? GO_WAITING : GO_IN_SYSCALL, g.id);
        g.number++;
        g.state = GoroutineOrder.WAITING;
        g.blockedSince = i == 2 ? 0 : time;
      }
    }
    hold(first);
    // Without a label: Go's reader takes a labelled one for a start that the trace saw.
    run(first, goroutines.getFirst(), GO_START, 1, 1);
    write(first, GOMAXPROCS, PROCS, stack());
  }

  private byte[] end() {
    procs.forEach(this::flush);
    V1Encoder definitions = new V1Encoder(minor).batch(0, time);
    for (int i = 1; i <= STRINGS; i++) {
      definitions.string(i, "string " + i + " \u00e9\u6f22");
    }
    for (int i = 1; i <= STACKS; i++) {
      long[] frames = new long[4 * i];
      for (int k = 0; k < i; k++) {
        frames[4 * k] = 0x1000L + k * 16L + i;
        frames[4 * k + 1] = 1L + k % STRINGS;
        frames[4 * k + 2] = 1L + (k + i) % STRINGS;
        frames[4 * k + 3] = 10L * k + 1;
      }
      definitions.stack(i, frames);
    }
    batches.add(definitions.frequency(1_000_000_000L / (1 + random.nextInt(64))));
    V1Encoder trace = new V1Encoder(minor);
    for (V1Encoder batch : batches) {
      byte[] bytes = batch.toBytes();
      byte[] body = Arrays.copyOfRange(bytes, new V1Encoder(minor).size(), bytes.length);
      for (byte b : body) {
        trace.raw(b);
      }
    }
    return trace.toBytes();
  }

  private void step() {
    time += random.nextInt(longestStep + 1);
    Proc p = procs.get(random.nextInt(PROCS));
    if (random.nextInt(12) == 0) {
      flush(p);
    }
    if (!p.running) {
      hold(p);
    } else if (p.goroutine == null) {
      stepOfIdle(p);
    } else {
      stepOfBusy(p, p.goroutine);
    }
  }

  private void stepOfIdle(Proc p) {
    Goroutine g = goroutines.get(random.nextInt(goroutines.size()));
    if (g.state == GoroutineOrder.RUNNABLE) {
      start(p, g);
    } else if (g.state == GoroutineOrder.WAITING && g.blockedSince != 0) {
      exit(p, g);
    } else if (g.state == GoroutineOrder.WAITING) {
      wake(p, g);
    } else if (random.nextInt(4) == 0 && !p.sweeping) {
      release(p);
    }
  }

  /** A new thread, since those before may be in system calls. */
  private void hold(Proc p) {
    write(p, PROC_START, 50 + threads++);
    p.running = true;
  }

  private void release(Proc p) {
    write(p, PROC_STOP);
    p.running = false;
  }

  private void stepOfBusy(Proc p, Goroutine g) {
    switch (random.nextInt(16)) {
      case 0 -> {
        if (goroutines.size() < MOST_GOROUTINES) {
          create(p);
        }
      }
      case 1, 2 -> {
        Goroutine other = goroutines.get(random.nextInt(goroutines.size()));
        if (other.state == GoroutineOrder.WAITING && other.blockedSince == 0) {
          wake(p, other);
        }
      }
      case 3, 4 -> stop(p, BLOCKS[random.nextInt(BLOCKS.length)], GoroutineOrder.WAITING, stack());
      case 5 ->
          stop(p, random.nextBoolean() ? GO_SCHED : GO_PREEMPT, GoroutineOrder.RUNNABLE, stack());
      case 6 -> {
        if (g != stopper && random.nextInt(4) == 0) {
          if (random.nextBoolean()) {
            stop(p, GO_END, GoroutineOrder.DEAD);
          } else {
            stop(p, GO_STOP, GoroutineOrder.DEAD, stack());
          }
        }
      }
      case 7 -> write(p, GO_SYS_CALL, stack());
      case 8 -> {
        write(p, GO_SYS_CALL, stack());
        time += random.nextInt(longestStep + 1);
        g.blockedSince = time;
        stop(p, GO_SYS_BLOCK, GoroutineOrder.WAITING);
        release(p);
      }
      case 9 -> garbage(p);
      case 10 -> write(p, random.nextBoolean() ? HEAP_ALLOC : HEAP_GOAL, random.nextInt(1 << 30));
      case 11 -> region(p, g);
      case 12 -> task(p);
      case 13 -> log(p);
      case 14 -> {
        if (minor >= 19) {
          long at = Math.max(1, time - random.nextInt(50));
          write(p, CPU_SAMPLE, at, random.nextInt(PROCS + 1) - 1, random.nextInt(7), stack());
        }
      }
      default -> write(p, GOMAXPROCS, 1 + random.nextInt(9), stack());
    }
  }

  /** What nothing but the clock tells the order of, comes later than all else. */
  private void tellOrder() {
    time++;
  }

  /** A stack's id; 0 is none, and the greatest is not defined. */
  private long stack() {
    return random.nextInt(STACKS + 2);
  }

  private Goroutine create(Proc p) {
    Goroutine g = new Goroutine(goroutines.size() + 1);
    goroutines.add(g);
    g.lastProc = p;
    write(p, GO_CREATE, g.id, random.nextInt(STACKS + 1), stack());
    return g;
  }

  private void start(Proc p, Goroutine g) {
    if (g.lastProc == p && random.nextBoolean()) {
      run(p, g, GO_START_LOCAL, g.id);
    } else if (random.nextInt(5) == 0) {
      run(p, g, GO_START_LABEL, g.id, g.number, 1 + random.nextInt(STRINGS));
    } else {
      run(p, g, GO_START, g.id, g.number);
    }
  }

  private void run(Proc p, Goroutine g, V1Type type, long... arguments) {
    write(p, type, arguments);
    g.number++;
    g.state = GoroutineOrder.RUNNING;
    g.lastProc = p;
    p.goroutine = g;
  }

  private void stop(Proc p, V1Type type, int state, long... arguments) {
    write(p, type, arguments);
    p.goroutine.state = state;
    p.goroutine.lastProc = p;
    p.goroutine = null;
  }

  private void wake(Proc p, Goroutine g) {
    if (g.lastProc == p && random.nextBoolean()) {
      write(p, GO_UNBLOCK_LOCAL, g.id, stack());
    } else {
      write(p, GO_UNBLOCK, g.id, g.number, stack());
    }
    g.number++;
    g.state = GoroutineOrder.RUNNABLE;
    g.lastProc = p;
  }

  private void exit(Proc p, Goroutine g) {
    boolean known = random.nextInt(4) > 0;
    long at = g.blockedSince + random.nextInt((int) (time - g.blockedSince) + 1);
    write(p, GO_SYS_EXIT, g.id, g.number, known ? at : 0);
    g.number++;
    g.state = GoroutineOrder.RUNNABLE;
    g.blockedSince = 0;
    g.lastProc = p;
  }

  private void garbage(Proc p) {
    tellOrder();
    if (random.nextInt(3) == 0) {
      if (p.sweeping) {
        write(p, GC_SWEEP_DONE, random.nextInt(10_000), random.nextInt(10_000));
      } else {
        write(p, GC_SWEEP_START, stack());
      }
      p.sweeping = !p.sweeping;
    } else if (random.nextBoolean()) {
      if (stopper == null) {
        write(p, STW_START, random.nextInt(20));
        stopper = p.goroutine;
      } else if (stopper == p.goroutine) {
        write(p, STW_DONE);
        stopper = null;
      }
    } else if (collecting) {
      write(p, GC_DONE);
      collecting = false;
    } else {
      write(p, GC_START, collections++, stack());
      collecting = true;
    }
  }

  private void region(Proc p, Goroutine g) {
    if (!g.regions.isEmpty() && random.nextBoolean()) {
      long[] region = g.regions.removeLast();
      write(p, USER_REGION, region[0], 1, region[1], stack());
    } else {
      long[] region = {random.nextInt(3), 1 + random.nextInt(STRINGS)};
      g.regions.add(region);
      write(p, USER_REGION, region[0], 0, region[1], stack());
    }
  }

  private void task(Proc p) {
    tellOrder();
    int task = random.nextInt(MOST_TASKS);
    if (tasks[task] || random.nextInt(10) == 0) {
      write(p, USER_TASK_END, task + 1, stack());
      tasks[task] = false;
    } else {
      long parent = random.nextInt(3);
      write(p, USER_TASK_CREATE, task + 1, parent, 1 + random.nextInt(STRINGS), stack());
      tasks[task] = true;
    }
  }

  private void log(Proc p) {
    byte[] message = new byte[random.nextInt(30)];
    random.nextBytes(message);
    long dt = open(p);
    p.batch.log(dt, random.nextInt(3), random.nextInt(STRINGS + 1), stack(), message);
  }

  private void write(Proc p, V1Type type, long... arguments) {
    long[] all = new long[arguments.length + 1];
    all[0] = open(p);
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    if (type == CPU_SAMPLE) {
      p.lastTime -= all[0];
    }
    p.batch.event(type, all);
  }

  /** The time since the P's last event. */
  private long open(Proc p) {
    if (p.batch == null) {
      p.batch = new V1Encoder(minor).batch(p.id, time);
      p.lastTime = time;
    }
    long dt = time - p.lastTime;
    p.lastTime = time;
    return dt;
  }

  private void flush(Proc p) {
    if (p.batch != null) {
      batches.add(p.batch);
      p.batch = null;
    }
  }
}
