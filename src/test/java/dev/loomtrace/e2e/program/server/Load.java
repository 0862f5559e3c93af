package dev.loomtrace.e2e.program.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The other side of a server: those who ask it, and the back end that it asks. One answer in twenty
 * of the back end takes some time.
 */
public final class Load {
  private static final int SLOW_ONE_IN = 20;
  private static final Duration SLOW = Duration.ofMillis(30);
  private static final int CLIENTS = 20;

  private Load() {}

  /**
   * Argument: the number of requests. The server's port is read from the standard input, after the
   * back end's has been printed.
   *
   * @throws Exception if a request fails
   */
  public static void main(String[] args) throws Exception {
    int requests = Integer.parseInt(args[0]);
    AtomicInteger asked = new AtomicInteger();
    try (ServerSocket backEnd = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        HttpClient client = HttpClient.newHttpClient()) {
      Thread.ofPlatform().daemon().start(() -> serve(backEnd, asked));
      System.out.println("port=" + backEnd.getLocalPort());
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      URI uri = URI.create("http://127.0.0.1:" + in.readLine() + "/buy");
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int share = requests / CLIENTS;
        Callable<Integer> buyer = () -> buy(client, uri, share);
        answers.add(executor.submit(buyer));
      }
      int sold = 0;
      for (Future<Integer> answer : answers) {
        sold += answer.get();
      }
      System.out.println("sold=" + sold);
      System.out.println("slow=" + asked.get() / SLOW_ONE_IN);
    }
  }

  private static int buy(HttpClient client, URI uri, int times)
      throws IOException, InterruptedException {
    int sold = 0;
    for (int i = 0; i < times; i++) {
      HttpResponse<String> response =
          client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200 || !response.body().startsWith("sold")) {
        throw new IOException(response.statusCode() + ": " + response.body());
      }
      sold++;
    }
    return sold;
  }

  private static void serve(ServerSocket server, AtomicInteger asked) {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.startVirtualThread(() -> answer(socket, asked));
      }
    } catch (IOException e) {
      // Closed: the end.
    }
  }

  private static void answer(Socket socket, AtomicInteger asked) {
    try (socket) {
      int price = socket.getInputStream().read();
      if (asked.incrementAndGet() % SLOW_ONE_IN == 0) {
        Thread.sleep(SLOW); // A slow back end, which the server waits for.
      }
      socket.getOutputStream().write(price);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
