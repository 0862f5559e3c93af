package dev.loomtrace.benchmarks.overhead;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What virtual threads may do at most, with nothing else between one switch and the next. */
@SuppressWarnings("ThreadPriorityCheck") // Yielding is what is measured.
enum WorstCase {
  /** A thread yields to another; an operation is one yield. */
  YIELD("yield", 150_000) {
    @Override
    void run(int operations) throws InterruptedException {
      both(() -> yields(operations / 2), () -> yields(operations / 2));
    }
  },

  /** Two threads hand something to each other; an operation is one park and what ends it. */
  PARK("park, hand over", 100_000) {
    @Override
    void run(int operations) throws InterruptedException {
      Ball ball = new Ball();
      both(() -> ball.play(0, operations / 2), () -> ball.play(1, operations / 2));
    }
  },

  /** The same with two platform threads, which the system switches. */
  PLATFORM_PARK("platform threads: park, hand over", 8_000) {
    @Override
    void run(int operations) throws InterruptedException {
      Ball ball = new Ball();
      Thread first = Thread.ofPlatform().start(() -> ball.play(0, operations / 2));
      Thread second = Thread.ofPlatform().start(() -> ball.play(1, operations / 2));
      first.join();
      second.join();
    }
  },

  /** A platform thread takes a permit that is there; an operation is giving and taking it. */
  PLATFORM_PERMIT("platform thread: park with a permit", 100_000) {
    @Override
    void run(int operations) throws InterruptedException {
      Thread thread =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 0; i < operations; i++) {
                      LockSupport.unpark(Thread.currentThread());
                      LockSupport.park();
                    }
                  });
      thread.join();
    }
  },

  /** An operation is a thread that is started and ends. */
  SPAWN("spawn", 100_000) {
    @Override
    void run(int operations) throws InterruptedException {
      List<Thread> threads = new ArrayList<>(BATCH);
      for (int i = 0; i < operations; i += BATCH) {
        threads.clear();
        for (int k = 0; k < BATCH; k++) {
          threads.add(Thread.startVirtualThread(() -> {}));
        }
        for (Thread thread : threads) {
          thread.join();
        }
      }
    }
  },

  /** Two threads take turns under a monitor; an operation is one wait and what ends it. */
  MONITOR("monitor, hand over", 4_000) {
    @Override
    void run(int operations) throws InterruptedException {
      Turns turns = new Turns();
      both(() -> turns.take(0, operations / 2), () -> turns.take(1, operations / 2));
    }
  },

  /** A byte goes to and fro over a connection; an operation is one wait for it. */
  SOCKET("socket, to and fro", 3_000) {
    @Override
    void run(int operations) throws InterruptedException {
      try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          Socket one = new Socket(server.getInetAddress(), server.getLocalPort());
          Socket other = server.accept()) {
        both(() -> echo(one, true, operations / 2), () -> echo(other, false, operations / 2));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  };

  private static final int BATCH = 100;

  private final String title;
  private final int operations;

  WorstCase(String title, int operations) {
    this.title = title;
    this.operations = operations;
  }

  /** What it is called in a report. */
  String title() {
    return title;
  }

  /** How many operations take some tens of milliseconds. */
  int operations() {
    return operations;
  }

  /** Does so many operations; called by a virtual thread. */
  abstract void run(int operations) throws InterruptedException;

  private static void both(Runnable one, Runnable other) throws InterruptedException {
    Thread first = Thread.startVirtualThread(one);
    Thread second = Thread.startVirtualThread(other);
    first.join();
    second.join();
  }

  private static void yields(int count) {
    for (int i = 0; i < count; i++) {
      Thread.yield();
    }
  }

  private static void echo(Socket socket, boolean first, int count) {
    try {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      for (int i = 0; i < count; i++) {
        if (first) {
          out.write(1);
        }
        if (in.read() < 0) {
          throw new IllegalStateException("the connection was closed");
        }
        if (!first) {
          out.write(1);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Ball {
    private final Thread[] players = new Thread[2];
    private volatile int side;

    private void play(int mine, int count) {
      players[mine] = Thread.currentThread();
      for (int i = 0; i < count; i++) {
        while (side != mine) {
          LockSupport.park();
        }
        Thread other = players[1 - mine];
        side = 1 - mine;
        LockSupport.unpark(other);
      }
    }
  }

  private static final class Turns {
    private int side;

    private synchronized void take(int mine, int count) {
      try {
        for (int i = 0; i < count; i++) {
          while (side != mine) {
            wait();
          }
          side = 1 - mine;
          notifyAll();
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
