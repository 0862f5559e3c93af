package dev.loomtrace.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Pairs of virtual threads hand a ball to each other, so that a recording of it holds hardly
 * anything but waits: one for each hand-over that had to be waited for.
 *
 * <p>Arguments: the number of pairs, and how often each thread has the ball.
 */
public final class HandOvers {
  /** A pair's ball, and who of the two may have it. */
  private static final class Ball {
    private final Thread[] players = new Thread[2];
    private volatile int side;

    private void play(int mine, int times) {
      for (int i = 0; i < times; i++) {
        while (side != mine) {
          LockSupport.park(this);
        }
        side = 1 - mine;
        LockSupport.unpark(players[1 - mine]);
      }
    }
  }

  private HandOvers() {}

  /** Plays until all hand-overs are done. */
  public static void main(String[] arguments) throws InterruptedException {
    int pairs = Integer.parseInt(arguments[0]);
    int times = Integer.parseInt(arguments[1]);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      Ball ball = new Ball();
      for (int side = 0; side < 2; side++) {
        int mine = side;
        ball.players[side] = Thread.ofVirtual().unstarted(() -> ball.play(mine, times));
        threads.add(ball.players[side]);
      }
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
