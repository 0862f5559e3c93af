package dev.loomtrace.annotation;

import dev.loomtrace.internal.ProblemLog;

/**
 * The open regions of a thread, linked from the innermost outwards. It is announced while it has
 * any and its thread lives, but does not keep the thread reachable: what a thread leaves open is
 * dropped with the thread.
 */
public final class RegionStack extends OpenSet.Node<Thread> {
  /** Most open regions of a thread: with so many it has forgotten to end them. */
  public static final int MAX_DEPTH = 1000;

  private static final ThreadLocal<RegionStack> STACK = new ThreadLocal<>();

  private final long thread;
  private volatile OpenRegion innermost; // Written by its thread, read by threads that announce.
  private int depth;

  private RegionStack(Thread thread) {
    super(thread, OpenSet.ANNOUNCED);
    this.thread = thread.threadId();
  }

  /** The calling thread's. All methods but {@link #announce} are for that thread only. */
  public static RegionStack ofThisThread() {
    RegionStack stack = STACK.get();
    if (stack == null) {
      stack = new RegionStack(Thread.currentThread());
      STACK.set(stack);
    }
    return stack;
  }

  /**
   * Starts a region inside the innermost one. Where there are too many, all are given up first.
   *
   * @param task id of its task; 0: none
   */
  public OpenRegion begin(long task, String name) {
    if (depth >= MAX_DEPTH) {
      giveUpAll();
    }
    OpenRegion region = Journals.JOURNAL.beginRegion(task, name, thread, innermost);
    innermost = region;
    depth++;
    if (depth == 1) {
      OpenSet.ANNOUNCED.add(this, -thread); // Tasks have the positive numbers.
    }
    return region;
  }

  private void giveUpAll() {
    ProblemLog.misuse("a thread has " + MAX_DEPTH + " regions open and all were given up; begun");
    for (OpenRegion region = innermost; region != null; region = region.outer()) {
      region.giveUp();
    }
    emptied();
  }

  /**
   * Ends a region and everything open inside it. Has no effect if it has ended. May be called by
   * another thread, which is reported and has no effect either.
   */
  @SuppressWarnings("ReferenceEquality") // Each region has one object.
  public void end(OpenRegion region) {
    if (Thread.currentThread().threadId() != thread) {
      ProblemLog.misuse(
          "region \"" + region.name() + "\" ended on a thread other than the one that began it");
      return;
    }
    if (region.ended()) {
      return;
    }
    if (region != innermost) {
      ProblemLog.misuse(
          "region \"" + region.name() + "\" ended before \"" + innermost.name() + "\" inside it");
    }
    while (!region.ended()) {
      OpenRegion inner = innermost;
      inner.end();
      innermost = inner.outer();
      depth--;
    }
    if (depth == 0) {
      emptied();
    }
  }

  /**
   * Ends a region of the calling thread wherever it lies among the open ones: those inside it go
   * on. Has no effect if it has ended.
   */
  @SuppressWarnings("ReferenceEquality") // Each region has one object.
  public void endAlone(OpenRegion region) {
    if (region.ended()) {
      return;
    }
    region.end();
    if (region == innermost) {
      innermost = region.outer();
    } else {
      OpenRegion inner = innermost;
      while (inner.outer() != region) {
        inner = inner.outer();
      }
      inner.leaveOutOuter();
    }
    depth--;
    if (depth == 0) {
      emptied();
    }
  }

  private void emptied() {
    OpenSet.ANNOUNCED.remove(this);
    innermost = null;
    depth = 0;
  }

  @Override
  void announce() {
    Thread owner = get();
    if (owner == null || !owner.isAlive()) {
      return; // It may be reachable long after its end, but can no longer end any region.
    }
    for (OpenRegion region = innermost; region != null; region = region.outer()) {
      region.announce();
    }
  }
}
