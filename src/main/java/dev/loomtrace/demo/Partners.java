package dev.loomtrace.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The bank and the supplier: a service on a port of its own that takes its time. One line is a
 * question, one line the answer.
 */
final class Partners implements AutoCloseable {
  private static final Duration BANK = Duration.ofMillis(8);
  private static final Duration SUPPLIER = Duration.ofMillis(400);
  private static final int ANY_PORT = 0;
  private static final int BACKLOG = 200;

  private final ServerSocket server;

  private Partners(ServerSocket server) {
    this.server = server;
  }

  /** Opens the service. */
  static Partners open(InetAddress address) throws IOException {
    Partners partners = new Partners(new ServerSocket(ANY_PORT, BACKLOG, address));
    Thread.ofVirtual().name("partners").start(partners::serve);
    return partners;
  }

  /** Has the bank charge this much; returns how much was charged. */
  long charge(long cents) throws IOException {
    return ask("charge " + cents);
  }

  /** Orders pieces from the supplier; returns how many came. */
  int order(int pieces) throws IOException {
    return Math.toIntExact(ask("order " + pieces));
  }

  private long ask(String question) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
      writer(socket).println(question);
      return Long.parseLong(reader(socket).readLine());
    }
  }

  private void serve() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().name("partner").start(() -> answer(socket));
      }
    } catch (IOException e) {
      // Closed: there is nobody left to serve.
    }
  }

  private static void answer(Socket socket) {
    try (socket) {
      String[] question = reader(socket).readLine().split(" ", 2);
      Thread.sleep(question[0].equals("order") ? SUPPLIER : BANK);
      writer(socket).println(question[1]);
    } catch (IOException e) {
      // Whoever asked has gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  private static PrintWriter writer(Socket socket) throws IOException {
    return new PrintWriter(
        new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8), true);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
