package dev.loomtrace.truth.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Between the task's thread, which waits, and another thread, which ends its waits and has first
 * seen each of them begin.
 */
final class Cue {
  /** After which time a wait that nobody can see from outside is taken to have begun. */
  private static final long UNSEEN = 5_000_000;

  private static final long LOOK = 100_000;

  /** The JDK's methods in which a thread waits in the system. */
  private static final Set<String> SYSTEM =
      Set.of("open0", "read0", "readBytes", "readBytes0", "write0", "poll", "accept", "wait");

  /** How another thread finds out that the wait has begun. */
  enum Sight {
    /** By its state. */
    STATE,
    /** It is in a method of the JDK's native code. */
    NATIVE,
    /** Not at all. */
    NONE
  }

  /** When the thread that was woken is known to have gone on. */
  enum Wake {
    /** While it was being woken. */
    DIRECT,
    /**
     * Something between the two takes its time: a poller, or the JDK's thread that tells virtual
     * threads of monitors.
     */
    INDIRECT
  }

  /** A wait: when it was about to begin, was seen, was ended, had been ended, and was over. */
  private static final class Round {
    private volatile long about;
    private volatile long seen;
    private volatile long waking;
    private volatile long woken;
    private volatile long over;
  }

  private final Stage stage;
  private final String words;
  private final Sight sight;
  private final Wake wake;
  private final List<Round> rounds = new ArrayList<>();
  private volatile int ready;
  private volatile Round now;
  private Round ending;

  Cue(Stage stage, String words, Sight sight, Wake wake) {
    this.stage = stage;
    this.words = words;
    this.sight = sight;
    this.wake = wake;
  }

  // The task's thread.

  /** Waits, once the other is ready. */
  void waits(Action wait) throws Exception {
    while (ready <= rounds.size()) {
      Thread.onSpinWait();
    }
    Round round = new Round();
    rounds.add(round);
    round.about = System.nanoTime();
    now = round;
    wait.run();
    round.over = System.nanoTime();
  }

  // The other thread.

  /** The next wait may begin. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
  void ready() {
    ready++;
  }

  boolean isReady() {
    return ready > 0;
  }

  /** Returns when the wait that it has ended is over, so that the next one may be prepared. */
  void awaitOver() {
    while (ending.over == 0) {
      stage.check();
      LockSupport.parkNanos(LOOK);
    }
  }

  /** Returns when the wait has begun. */
  void awaitWait() {
    Round round = now;
    while (round == null || round.over != 0 || !visible(round)) {
      stage.check();
      LockSupport.parkNanos(LOOK);
      round = now;
    }
    round.seen = System.nanoTime();
    ending = round;
  }

  private boolean visible(Round round) {
    Thread actor = stage.actor();
    return switch (sight) {
      case STATE ->
          switch (actor.getState()) {
            case WAITING, TIMED_WAITING, BLOCKED -> true;
            default -> false;
          };
      case NATIVE -> {
        StackTraceElement[] stack = actor.getStackTrace();
        boolean inSystem =
            stack.length > 0
                && stack[0].isNativeMethod()
                && SYSTEM.contains(stack[0].getMethodName());
        yield inSystem || (stage.virtual() && actor.getState() == Thread.State.WAITING);
      }
      case NONE -> System.nanoTime() - round.about > UNSEEN;
    };
  }

  /** Returns when the wait has lasted a while. */
  void awaitLongWait() throws Exception {
    awaitWait();
    stage.goesOnFor();
  }

  /** It is about to end the wait. */
  void waking() {
    ending.waking = System.nanoTime();
  }

  /** It has ended it. */
  void woken() {
    ending.woken = System.nanoTime();
  }

  // When both are done.

  /** Writes all waits down. */
  void tell(Ledger ledger) {
    for (Round round : rounds) {
      // Of a platform thread not every event says when it could go on: then it is blocked until it
      // does.
      boolean known = wake == Wake.DIRECT && stage.virtual();
      long end = known ? Math.min(round.woken, round.over) : round.over;
      ledger.piece(words, round.about, round.seen, round.waking, end);
      if (stage.virtual()) {
        // Some give way some times before they wait.
        ledger.mayHaveQueued(round.about, round.about, round.seen);
      }
      ledger.mayHaveQueued(round.waking, end, round.over);
    }
  }
}
