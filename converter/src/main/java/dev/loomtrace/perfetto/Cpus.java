package dev.loomtrace.perfetto;

import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.UnsupportedTraceException;
import java.io.IOException;

/**
 * The cpus of the file. A proc is the cpu of its number. Those above are for guests: threads that
 * run without a proc, or on one whose number is too great. The last one is for what happens
 * nowhere.
 */
final class Cpus {
  // Perfetto refuses a file with greater numbers.
  private static final int COUNT = 1024;
  private static final int OUTSIDE = COUNT - 1;
  private static final int FIRST_GUEST = 768;

  private final Cpu[] cpus = new Cpu[COUNT];

  /** Where nobody ever runs for longer than no time. */
  Cpu outside() {
    return cpu(OUTSIDE);
  }

  /**
   * Where a thread is to run that has this proc; nobody runs there.
   *
   * @throws UnsupportedTraceException if more run at a time than a file can have
   */
  Cpu free(long proc) throws UnsupportedTraceException {
    if (proc >= 0 && proc < FIRST_GUEST && !cpu((int) proc).isBusy()) {
      return cpu((int) proc);
    }
    for (int i = FIRST_GUEST; i < OUTSIDE; i++) {
      if (!cpu(i).isBusy()) {
        return cpu(i);
      }
    }
    throw new UnsupportedTraceException(
        MalformedTraceException.NO_OFFSET,
        "it cannot be written for Perfetto: more than "
            + (OUTSIDE - FIRST_GUEST)
            + " threads run at a time on procs from "
            + FIRST_GUEST
            + " on");
  }

  private Cpu cpu(int number) {
    Cpu cpu = cpus[number];
    if (cpu == null) {
      cpu = new Cpu(number);
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
