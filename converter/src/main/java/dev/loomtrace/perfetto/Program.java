package dev.loomtrace.perfetto;

/**
 * A program of the file, which may have several: a process, with numbers that no other one has.
 *
 * @param number which it is, from 0 on
 * @param of how many there are
 * @param numbers what they have in common
 */
record Program(int number, int of, FileNumbers numbers) {
  /** Programs that a file can have: each needs some cpus. */
  static final int MOST = 16;

  // Perfetto refuses a file with greater numbers.
  private static final int CPUS = 1024;
  private static final int FIRST_PID = 1000;
  private static final int SEQUENCES = 2;

  /** The only program of a file. */
  static Program only() {
    return new Program(0, 1, new FileNumbers());
  }

  /** Its process. No thread has its number: it has no thread that is more than the others. */
  int pid() {
    return FIRST_PID + number;
  }

  /** The track of its process; less than the number of any thread. */
  long track() {
    return 1L + number;
  }

  /** The sequence of what its scheduler does, whose texts have numbers. */
  int schedulerSequence() {
    return 1 + SEQUENCES * number;
  }

  /** The sequence of everything else that it does. */
  int trackSequence() {
    return 2 + SEQUENCES * number;
  }

  /** The first of its cpus. */
  int firstCpu() {
    return number * cpus();
  }

  /** How many cpus it has. */
  int cpus() {
    return CPUS / of;
  }
}
