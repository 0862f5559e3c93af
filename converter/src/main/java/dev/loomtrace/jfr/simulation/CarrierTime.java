package dev.loomtrace.jfr.simulation;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.jfr.operation.CarrierCpu;
import dev.loomtrace.jfr.operation.OpKind;
import dev.loomtrace.jfr.operation.Operations;
import dev.loomtrace.trace.CpuUse;
import java.util.function.LongPredicate;

/**
 * Adds up how long virtual threads run on carriers between two looks at these, while the world is
 * not stopped: a look ahead, since a part's use of processors is told when it begins.
 */
final class CarrierTime {
  private static final long WAITS = -1;
  private static final double NANOS_PER_SECOND = 1e9;

  private final CarrierCpu cpu;
  // Of those that run since when, less what the world was stopped until then; WAITS: it does not.
  private final LongMap<Long> since = new LongMap<>();
  private long ran;
  private long stopped;
  private long stopBegan;
  private int stops;

  private CarrierTime(CarrierCpu cpu) {
    this.cpu = cpu;
  }

  /**
   * What virtual threads will use.
   *
   * @param cpu what the carriers will use
   * @param ops from their position on what will happen
   * @param goroutines what has happened; empty if nothing is known of that
   * @param isBound of a thread, whether it is none of these
   */
  static CpuUse of(
      CarrierCpu cpu,
      Operations ops,
      LongMap<Goroutine> goroutines,
      LongPredicate isBound,
      long ticksPerSecond) {
    if (cpu.equals(CarrierCpu.UNKNOWN)) {
      return CpuUse.UNKNOWN;
    }
    CarrierTime time = new CarrierTime(cpu);
    goroutines.forEach(
        g -> {
          if (!g.bound) {
            time.since.put(g.id, g.executing() && !g.state.keepsThread() ? cpu.from() : WAITS);
          }
        });
    for (int i = ops.position(); i < ops.size() && ops.time(i) < cpu.to(); i++) {
      time.apply(ops, i, isBound);
    }
    time.end();
    long running = (long) (time.ran * (NANOS_PER_SECOND / ticksPerSecond));
    return running > 0 ? new CpuUse(running, cpu.nanos()) : CpuUse.UNKNOWN;
  }

  private void apply(Operations ops, int i, LongPredicate isBound) {
    OpKind kind = ops.kind(i);
    long at = Math.max(ops.time(i), cpu.from());
    switch (kind) {
      case STOP_THE_WORLD_BEGIN -> {
        if (stops++ == 0) {
          stopBegan = at;
        }
      }
      case STOP_THE_WORLD_END -> {
        if (stops > 0 && --stops == 0) {
          stopped += at - stopBegan;
        }
      }
      case RESUME, RESUME_UNSEEN, SYSCALL_END, SEEN_RUNNING -> {
        if (!isBound.test(ops.thread(i))) {
          runs(ops.thread(i), at);
        }
      }
      case BLOCK, YIELD, END, SYSCALL_BEGIN -> {
        if (!isBound.test(ops.thread(i))) {
          waits(ops.thread(i), at);
        }
      }
      default -> {
        // Says nothing of who runs.
      }
    }
  }

  private long unstopped(long time) {
    return time - stopped - (stops > 0 ? time - stopBegan : 0);
  }

  private void runs(long thread, long time) {
    Long running = since.get(thread);
    if (running == null || running == WAITS) {
      since.put(thread, unstopped(time));
    }
  }

  private void waits(long thread, long time) {
    Long running = since.put(thread, WAITS);
    if (running == null) {
      ran += unstopped(time) - cpu.from(); // It is older than what is known.
    } else if (running != WAITS) {
      ran += unstopped(time) - running;
    }
  }

  private void end() {
    long end = unstopped(cpu.to());
    since.forEach(
        begun -> {
          if (begun != WAITS) {
            ran += end - begun;
          }
        });
  }
}
