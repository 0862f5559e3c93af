package dev.loomtrace.analysis;

/**
 * How much room the courses of open tasks may take. The first stretches of each are free: a task
 * that is open takes as much anyway. One that is longer takes of what there is for all, and may not
 * be longer than what is left for the others: so a task of the whole program, whose course changes
 * with each of its threads, does not keep others from having one. For one thread.
 */
final class CourseRoom {
  private static final int FREE = 8;
  private static final int LONGEST = 1 << 20;
  private static final long ALL = 1 << 22;
  // A stretch takes 16 bytes, and twice that while its array grows: an eighth of the heap.
  private static final int HEAP_OF_A_STRETCH = 256;

  private final int longest;
  private final long all;
  private long taken;

  /**
   * Some room.
   *
   * @param longest how many stretches a course may have
   * @param all how many all courses together may have, but for those that are free
   */
  CourseRoom(int longest, long all) {
    this.longest = longest;
    this.all = all;
  }

  /** As much as whoever reads a whole trace can spare, but for what it is asked for. */
  static CourseRoom ofHeap() {
    return new CourseRoom(
        LONGEST, Math.min(ALL, Runtime.getRuntime().maxMemory() / HEAP_OF_A_STRETCH));
  }

  /** As much as there is memory. */
  static CourseRoom unlimited() {
    return new CourseRoom(Integer.MAX_VALUE, Long.MAX_VALUE);
  }

  /**
   * Takes room for one more stretch of a course.
   *
   * @param stretches how many it has
   * @return false if there is none
   */
  boolean take(int stretches) {
    if (stretches >= longest) {
      return false;
    }
    if (stretches >= FREE) {
      if (stretches > all - taken) {
        return false;
      }
      taken++;
    }
    return true;
  }

  /** Gives back what a course took that has fewer stretches from now on, or none. */
  void give(int before, int now) {
    taken -= Math.max(0, before - FREE) - Math.max(0, now - FREE);
  }
}
