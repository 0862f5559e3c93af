package dev.loomtrace.truth.program;

import dev.loomtrace.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.FlightRecorder;

/**
 * Where one task goes through one scene, once. Its thread, the actor, exists before: it may be
 * older than the recording.
 */
final class Stage {
  private static final long MILLI = 1_000_000;
  private static final long HOLD_MILLIS = 70;
  private static final long CLOCKS_APART = 100_000;
  private static final long SECOND = 1_000_000_000;

  private final String task;
  private final boolean virtual;
  private final boolean cutting;
  private final Ledger ledger;
  private final Thread actor;
  private final CountDownLatch curtain = new CountDownLatch(1);
  private final CountDownLatch middle = new CountDownLatch(1);
  private final AtomicBoolean cut = new AtomicBoolean();
  private final List<Thread> others = new ArrayList<>();
  private final List<Cue> cues = new ArrayList<>();
  private volatile Action act = () -> {};
  private volatile Watch watch;
  private volatile Throwable failure;
  private volatile boolean over;

  /**
   * Starts the actor.
   *
   * @param task name of the task
   * @param virtual whether the actor is a virtual thread
   * @param cutting whether a new chunk is to begin in the middle
   */
  Stage(String task, boolean virtual, boolean cutting) {
    this.task = task;
    this.virtual = virtual;
    this.cutting = cutting;
    this.ledger = new Ledger(task);
    this.actor = start(virtual, () -> act());
  }

  private void act() throws Exception {
    curtain.await();
    act.run();
  }

  /** Starts a thread whose failure is that of the stage. */
  Thread start(boolean asVirtual, Action action) {
    Runnable run =
        () -> {
          try {
            action.run();
          } catch (Throwable e) { // To be thrown by the program's main thread.
            failure = e;
          }
        };
    return asVirtual ? Thread.ofVirtual().start(run) : Thread.ofPlatform().daemon().start(run);
  }

  boolean virtual() {
    return virtual;
  }

  boolean cutting() {
    return cutting;
  }

  Thread actor() {
    return actor;
  }

  Ledger ledger() {
    return ledger;
  }

  /** The task's name. */
  String task() {
    return task;
  }

  /** Fails if a thread has failed. */
  void check() {
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }

  // Other parts.

  /** What the thread does that ends the waits. */
  @FunctionalInterface
  interface Part {
    void play(Cue cue) throws Exception;
  }

  /** Starts a platform thread that ends the actor's waits, and is known to do so. */
  Cue ender(String words, Cue.Sight sight, Part part) {
    return ender(false, words, sight, Cue.Wake.DIRECT, part);
  }

  /** Starts a thread that ends the actor's waits, and is known to do so. */
  Cue ender(boolean asVirtual, String words, Cue.Sight sight, Cue.Wake wake, Part part) {
    Cue cue = new Cue(this, words, sight, wake);
    Thread thread = other(asVirtual, cue, part);
    ledger.waker(words, thread);
    return cue;
  }

  /** Starts a platform thread that ends the actor's waits, for which somebody else is known. */
  Cue helper(String words, Cue.Sight sight, Part part) {
    Cue cue = new Cue(this, words, sight, Cue.Wake.INDIRECT);
    other(false, cue, part);
    return cue;
  }

  private Thread other(boolean asVirtual, Cue cue, Part part) {
    cues.add(cue);
    Thread thread = start(asVirtual, () -> part.play(cue));
    others.add(thread);
    return thread;
  }

  /** Starts a thread that has to be over when the scene is. */
  Thread other(boolean asVirtual, Action action) {
    Thread thread = start(asVirtual, action);
    others.add(thread);
    return thread;
  }

  // The actor.

  /**
   * The actor does this in the task, from the task's begin to its end. Returns when all is over.
   */
  void task(Action inTask) throws Exception {
    thread(() -> within(inTask));
  }

  /** Does it in the task, which it begins and ends. */
  void within(Action inTask) throws Exception {
    long before = System.nanoTime();
    Task begun = Task.begin(task);
    ledger.begin(before, System.nanoTime());
    inTask.run();
    long ending = System.nanoTime();
    begun.end();
    ledger.end(ending, System.nanoTime());
  }

  /** The actor does this, with or without a task. Returns when all is over. */
  void thread(Action action) throws Exception {
    begin(action);
    actor.join();
    over = true;
    middle.countDown();
    for (Thread other : others) {
      other.join();
    }
    check();
    if (cutting && !cut.get()) {
      throw new IllegalStateException(task + ": not cut");
    }
    watch.end();
    if (ledger.endedBeforeCut()) {
      throw new Disturbed("it was over before the new chunk began");
    }
    cues.forEach(cue -> cue.tell(ledger));
  }

  /** The actor begins this. */
  void begin(Action action) throws Exception {
    for (Cue cue : cues) {
      while (!cue.isReady()) {
        check();
        LockSupport.parkNanos(MILLI);
      }
    }
    if (cutting) {
      others.add(start(false, this::cutInTheMiddle));
    }
    watch = new Watch();
    act = action;
    curtain.countDown();
  }

  private void cutInTheMiddle() throws Exception {
    middle.await();
    if (!over) {
      Thread.sleep(HOLD_MILLIS);
      cut();
    }
  }

  /** Goes on with what it does for a while, in which new chunks may begin. */
  void goesOnFor() throws Exception {
    Thread.sleep(HOLD_MILLIS);
    if (cutting) {
      cut();
      Thread.sleep(HOLD_MILLIS);
    }
  }

  /** A new chunk begins, and after a while one more, if none has yet. */
  void cut() throws InterruptedException {
    if (!cut.compareAndSet(false, true)) {
      return;
    }
    rotate();
    Thread.sleep(HOLD_MILLIS);
    rotate();
  }

  private void rotate() throws InterruptedException {
    // Where the caller is a virtual thread, JFR's own waits must not keep its carrier.
    Thread cutter =
        Thread.ofPlatform()
            .start(
                () -> {
                  Instant day;
                  long earliest;
                  long before;
                  do { // Both clocks at once: the system may run somebody else in between.
                    earliest = System.nanoTime();
                    day = Instant.now();
                    before = System.nanoTime();
                  } while (before - earliest > CLOCKS_APART);
                  FlightRecorder.getFlightRecorder().takeSnapshot().close();
                  long nanos = day.getEpochSecond() * SECOND + day.getNano();
                  ledger.cut(before, System.nanoTime(), nanos);
                });
    cutter.join();
  }

  /** How long what the actor does by itself lasts, in milliseconds. */
  long length() {
    return cutting ? 6 * HOLD_MILLIS : HOLD_MILLIS;
  }

  /** What the actor begins now is what a new chunk may begin in. */
  void middle() {
    middle.countDown();
  }

  /** Sleeps. */
  void sleeps(long millis) throws Exception {
    timesOut("sleep", millis, () -> Thread.sleep(millis));
  }

  /** Waits until a time limit is over. */
  void timesOut(String words, long millis, Action wait) throws Exception {
    middle();
    Watch.Wait watched = watch.about();
    long about = System.nanoTime();
    wait.run();
    long over = System.nanoTime();
    long due = Math.min(about + millis * MILLI, over);
    ledger.piece(words, about, watched.begun(over), due, over);
    ledger.mayHaveQueued(due, over, over);
  }

  /** Sees the waits begin that nobody else waits for. */
  Watch watch() {
    return watch;
  }

  /** Runs. */
  void works(long millis) {
    middle();
    Gaps gaps = new Gaps();
    long end = System.nanoTime() + millis * MILLI;
    while (gaps.goOn() < end) {
      Thread.onSpinWait();
    }
    ledger.mayHaveStopped(gaps.total());
  }
}
