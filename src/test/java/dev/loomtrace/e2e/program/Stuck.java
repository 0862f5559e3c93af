package dev.loomtrace.e2e.program;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A program that hangs: one thread has a lock and waits for the answer of a bank, which never
 * comes; ten others wait for the lock.
 */
public final class Stuck {
  private static final ReentrantLock ACCOUNT = new ReentrantLock();
  private static final int ORDERS = 10;
  private static int booked;

  private Stuck() {}

  /**
   * Hangs until the standard input ends.
   *
   * @throws Exception if it cannot
   */
  public static void main(String[] args) throws Exception {
    try (ServerSocket bank = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> book(bank));
      while (!ACCOUNT.isLocked()) {
        Thread.onSpinWait();
      }
      for (int i = 0; i < ORDERS; i++) {
        Thread.ofVirtual().start(Stuck::order);
      }
      while (ACCOUNT.getQueueLength() < ORDERS) {
        Thread.onSpinWait();
      }
      System.out.println("waiting=" + ACCOUNT.getQueueLength());
      while (System.in.read() >= 0) {
        Thread.onSpinWait();
      }
    }
    System.out.println("booked=" + booked);
    System.exit(0);
  }

  private static void book(ServerSocket bank) {
    ACCOUNT.lock();
    try {
      booked += askBank(bank);
    } catch (IOException e) {
      // The end.
    } finally {
      ACCOUNT.unlock();
    }
  }

  private static int askBank(ServerSocket bank) throws IOException {
    try (Socket socket = new Socket(bank.getInetAddress(), bank.getLocalPort())) {
      socket.getOutputStream().write(1);
      return socket.getInputStream().read();
    }
  }

  private static void order() {
    ACCOUNT.lock();
    try {
      booked++;
    } finally {
      ACCOUNT.unlock();
    }
  }
}
