package dev.loomtrace.benchmarks.overhead;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Sends requests over connections that stay open, each connection one request at a time. */
final class LoadClient implements AutoCloseable {
  private final List<Connection> connections = new ArrayList<>();
  private final ExecutorService threads;

  LoadClient(int port, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      connections.add(new Connection(port));
    }
    threads = Executors.newFixedThreadPool(count);
  }

  /** Sends this many requests for a path, spread over the connections. */
  void send(String path, int requests) throws IOException, InterruptedException {
    List<Future<?>> sending = new ArrayList<>();
    int left = requests;
    int connectionsLeft = connections.size();
    for (Connection connection : connections) {
      int each = left / connectionsLeft--;
      left -= each;
      sending.add(
          threads.submit(
              () -> {
                for (int i = 0; i < each; i++) {
                  connection.get(path);
                }
                return null;
              }));
    }
    for (Future<?> one : sending) {
      try {
        one.get();
      } catch (ExecutionException e) {
        throw new IOException("a request failed", e.getCause());
      }
    }
  }

  /** Sends one request and returns the answer's body. */
  String get(String path) throws IOException {
    return connections.getFirst().get(path);
  }

  @Override
  public void close() throws IOException {
    threads.shutdown();
    for (Connection connection : connections) {
      connection.socket.close();
    }
  }

  private static final class Connection {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Connection(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
      out = socket.getOutputStream();
    }

    String get(String path) throws IOException {
      String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      String status = line();
      int length = 0;
      for (String header = line(); !header.isEmpty(); header = line()) {
        if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
          length = Integer.parseInt(header.substring(15).strip());
        }
      }
      String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
      if (!status.contains(" 200 ")) {
        throw new IOException(path + ": " + status + ": " + body);
      }
      return body;
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder(64);
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new EOFException("the server closed the connection");
        }
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }
  }
}
