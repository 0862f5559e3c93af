package dev.loomtrace.e2e.program.request;

import dev.loomtrace.Task;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Opens WebSockets of a server, talks by each of them and keeps them open for a while. */
final class SocketClient {
  private static final int SOCKETS = 3;
  private static final int HELD_MILLIS = 500;
  private static final int PATIENCE_SECONDS = 30;

  private SocketClient() {}

  /** What a server sends for each message: which task it is in. */
  static String answer() {
    return "task " + Task.current().id();
  }

  private static final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();
    private final CompletableFuture<String> whole = new CompletableFuture<>();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        whole.complete(text.toString());
      }
      return WebSocket.Listener.super.onText(socket, data, last);
    }
  }

  /**
   * Prints what was answered, a line each, and when, in milliseconds of the wall clock, they were
   * about to be closed, after all had been open for a while.
   *
   * @param stop ends the server, so that nothing goes on after that time
   */
  static void ask(int port, Client.Stop stop) throws Exception {
    String host = "127.0.0.1:" + port;
    try (HttpClient client = HttpClient.newHttpClient()) {
      List<WebSocket> sockets = new ArrayList<>();
      for (int i = 0; i < SOCKETS; i++) {
        Listener listener = new Listener();
        WebSocket socket =
            client
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://" + host + "/socket/" + i), listener)
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        socket.sendText("hello", true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        System.out.println(listener.whole.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        sockets.add(socket);
      }
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://" + host + Handling.ORDERS + "1")).build();
      System.out.println(
          "status " + client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
      Thread.sleep(HELD_MILLIS);
      System.out.println("closing=" + System.currentTimeMillis());
      for (WebSocket socket : sockets) {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "done").get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    }
    stop.stop();
    System.out.flush();
    Runtime.getRuntime().exit(0); // Whatever threads a server may have left.
  }
}
