package dev.loomtrace;

/**
 * The open regions of a thread, linked from the innermost outwards. One is announced as long as it
 * has any and lives; it does not keep its thread reachable, so what a thread leaves open goes with
 * it.
 */
final class RegionStack extends OpenSet.Node<Thread> {
  static final int MAX_DEPTH = 1000;

  private static final ThreadLocal<RegionStack> STACK = new ThreadLocal<>();

  private final long thread;
  private volatile Region innermost; // Written by its thread, read by who announces.
  private int depth;

  private RegionStack(Thread thread) {
    super(thread, OpenSet.ANNOUNCED);
    this.thread = thread.threadId();
  }

  static RegionStack ofThisThread() {
    RegionStack stack = STACK.get();
    if (stack == null) {
      stack = new RegionStack(Thread.currentThread());
      STACK.set(stack);
    }
    return stack;
  }

  long thread() {
    return thread;
  }

  Region innermost() {
    return innermost;
  }

  /** Gives up all regions if there are too many. */
  void makeRoom() {
    if (depth < MAX_DEPTH) {
      return;
    }
    Report.misuse("a thread has " + MAX_DEPTH + " regions open and all were given up; begun");
    for (Region region = innermost; region != null; region = region.outer()) {
      region.giveUp();
    }
    emptied();
  }

  /** Puts a region inside what was the innermost. */
  void push(Region region) {
    innermost = region;
    depth++;
    if (depth == 1) {
      OpenSet.ANNOUNCED.add(this, -thread); // Tasks have the positive numbers.
    }
  }

  /** Ends a region and what is open inside it. */
  void end(Region region) {
    if (Thread.currentThread().threadId() != thread) {
      Report.misuse("region \"" + region.name() + "\" ended on another thread than began it");
      return;
    }
    if (region.ended()) {
      return;
    }
    if (region != innermost) {
      Report.misuse(
          "region \"" + region.name() + "\" ended before \"" + innermost.name() + "\" inside it");
    }
    while (!region.ended()) {
      Region inner = innermost;
      inner.complete();
      innermost = inner.outer();
      depth--;
    }
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
      return; // It may be reachable long after its end, but ends no region any more.
    }
    for (Region region = innermost; region != null; region = region.outer()) {
      region.announce();
    }
  }
}
