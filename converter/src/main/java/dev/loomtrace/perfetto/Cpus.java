package dev.loomtrace.perfetto;

import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.UnsupportedTraceException;
import java.io.IOException;

/**
 * The cpus of a program. A proc is the cpu of its number, counted from the program's first one. The
 * last quarter is for guests: threads that run without a proc, or on one whose number is too great.
 * The last one is for what happens nowhere.
 */
final class Cpus {
  private final int first;
  private final int firstGuest;
  private final int outside;
  private final Cpu[] cpus;

  Cpus(Program program) {
    first = program.firstCpu();
    cpus = new Cpu[program.cpus()];
    outside = cpus.length - 1;
    firstGuest = cpus.length - cpus.length / 4;
  }

  /** Where nobody ever runs for longer than no time. */
  Cpu outside() {
    return cpu(outside);
  }

  /**
   * Where a thread is to run that has this proc; nobody runs there.
   *
   * @throws UnsupportedTraceException if more run at a time than a file can have
   */
  Cpu free(long proc) throws UnsupportedTraceException {
    if (proc >= 0 && proc < firstGuest && !cpu((int) proc).isBusy()) {
      return cpu((int) proc);
    }
    for (int i = firstGuest; i < outside; i++) {
      if (!cpu(i).isBusy()) {
        return cpu(i);
      }
    }
    throw new UnsupportedTraceException(
        MalformedTraceException.NO_OFFSET,
        "it cannot be written for Perfetto: more than "
            + (outside - firstGuest)
            + " threads run at a time on procs from "
            + firstGuest
            + " on");
  }

  private Cpu cpu(int number) {
    Cpu cpu = cpus[number];
    if (cpu == null) {
      cpu = new Cpu(first + number);
      cpus[number] = cpu;
    }
    return cpu;
  }

  /** Writes a bundle of each cpu on which something has happened. */
  void writeTo(Packets packets) throws IOException {
    for (Cpu cpu : cpus) {
      if (cpu != null) {
        cpu.writeTo(packets);
      }
    }
  }
}
