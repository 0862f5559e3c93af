package dev.loomtrace.bridge;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Very many virtual threads with large ids, all alive at once. Those of a group wake each other in
 * a ring, one group after another.
 */
public final class ManyThreads {
  private static final int FIRST_ID = 1_000_000;
  private static final int GROUP = 100;

  private final Member[] members;
  private final int rounds;

  private ManyThreads(int size, int rounds) {
    members = new Member[size];
    this.rounds = rounds;
  }

  private static final class Member {
    private final Thread thread;
    private volatile int turn;

    private Member(Runnable task) {
      thread = Thread.ofVirtual().unstarted(task);
    }

    private void awaitTurn(int number) {
      while (turn < number) {
        LockSupport.park(this);
      }
    }

    private void giveTurn(int number) {
      turn = number;
      LockSupport.unpark(thread);
    }
  }

  /**
   * Arguments: threads (a multiple of 100), rounds.
   *
   * @throws InterruptedException never
   */
  public static void main(String[] args) throws InterruptedException {
    new ManyThreads(Integer.parseInt(args[0]), Integer.parseInt(args[1])).run();
  }

  private void run() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    Thread.startVirtualThread(() -> {}).join(); // As ever the carriers are older than most threads.
    Thread unused = Thread.ofVirtual().unstarted(() -> {});
    while (unused.threadId() < FIRST_ID) {
      unused = Thread.ofVirtual().unstarted(() -> {}); // Ids are given in order.
    }
    for (int i = 0; i < members.length; i++) {
      int index = i;
      members[i] = new Member(() -> pass(index));
      threads.add(members[i].thread);
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
    members[0].giveTurn(1);
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println("parks=" + (long) members.length * rounds);
  }

  private void pass(int index) {
    int place = index % GROUP;
    int group = index - place;
    for (int round = 1; round <= rounds; round++) {
      members[index].awaitTurn(round);
      if (place < GROUP - 1) {
        members[index + 1].giveTurn(round);
      } else if (round < rounds) {
        members[group].giveTurn(round + 1);
      } else if (group + GROUP < members.length) {
        members[group + GROUP].giveTurn(1);
      }
    }
  }
}
