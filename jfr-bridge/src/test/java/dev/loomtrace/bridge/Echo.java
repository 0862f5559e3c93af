package dev.loomtrace.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.ThreadFactory;

/** A server on virtual threads that answers what it is sent, and its clients. */
final class Echo {
  private static final int OCTETS = 3;

  private final ServerSocket server;
  private final ThreadFactory factory;
  private final Thread acceptor;

  Echo(ThreadFactory factory) throws IOException {
    this.factory = factory;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    acceptor = factory.newThread(this::serve);
    acceptor.start();
  }

  /** A connection, a few octets there and back. */
  void talk() throws IOException {
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      for (int i = 0; i < OCTETS; i++) {
        out.write(i);
        if (in.read() != i) {
          throw new IOException("no echo");
        }
      }
    }
  }

  /** A connection on which nothing is said, until the time is over. */
  void timeOut() throws IOException {
    try (Socket socket = connect()) {
      socket.setSoTimeout(1);
      throw new IOException("an answer to nothing: " + socket.getInputStream().read());
    } catch (SocketTimeoutException e) {
      // As it should.
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
    // Else each connection occupies a port for a minute after its end, and they run out.
    socket.setSoLinger(true, 0);
    return socket;
  }

  void finish() throws IOException, InterruptedException {
    server.close();
    acceptor.join();
  }

  private void serve() {
    try {
      while (true) {
        Socket socket = server.accept();
        factory.newThread(() -> answer(socket)).start();
      }
    } catch (IOException e) {
      // Closed: the end.
    }
  }

  private static void answer(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      for (int octet = in.read(); octet >= 0; octet = in.read()) {
        socket.getOutputStream().write(octet);
      }
    } catch (IOException e) {
      // Reset by the client: the end.
    }
  }
}
