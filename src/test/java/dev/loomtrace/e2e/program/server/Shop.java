package dev.loomtrace.e2e.program.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.locks.ReentrantLock;

/** What the servers do for a request: ask a back end over a socket, and count under a lock. */
final class Shop {
  private static final ReentrantLock LOCK = new ReentrantLock();
  private static long sold;

  private final int backEnd;

  /**
   * A shop.
   *
   * @param backEnd the back end's port
   */
  Shop(int backEnd) {
    this.backEnd = backEnd;
  }

  /** Handles a request. */
  String sell() throws IOException {
    int price = askPrice();
    LOCK.lock();
    try {
      sold++;
      return "sold " + sold + " at " + price;
    } finally {
      LOCK.unlock();
    }
  }

  private int askPrice() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), backEnd)) {
      socket.getOutputStream().write(1);
      return socket.getInputStream().read();
    }
  }

  /** Says where the server listens, and waits until the standard input ends. */
  static void serveUntilEndOfInput(int port) throws IOException {
    System.out.println("port=" + port);
    while (System.in.read() >= 0) {
      Thread.onSpinWait();
    }
    System.exit(0);
  }
}
