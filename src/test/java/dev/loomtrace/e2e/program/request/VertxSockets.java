package dev.loomtrace.e2e.program.request;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;

/** Vert.x with WebSockets, by a route or by the handler that it has for them. */
public final class VertxSockets {
  private static final int PATIENCE_SECONDS = 60;

  /** By the handler. */
  public static final class ByHandler {
    private ByHandler() {}

    /**
     * No arguments.
     *
     * @throws Exception if it does not start
     */
    public static void main(String[] args) throws Exception {
      run(true);
    }
  }

  private VertxSockets() {}

  /**
   * No arguments.
   *
   * @throws Exception if it does not start
   */
  public static void main(String[] args) throws Exception {
    run(false);
  }

  private static void answer(ServerWebSocket socket) {
    socket.textMessageHandler(message -> socket.writeTextMessage(SocketClient.answer()));
  }

  private static void run(boolean byHandler) throws Exception {
    Vertx vertx = Vertx.vertx();
    Router router = Router.router(vertx);
    router
        .get("/socket/:number")
        .handler(context -> context.request().toWebSocket().onSuccess(VertxSockets::answer));
    router.get("/orders/:number").handler(context -> context.end("sold out"));
    HttpServer server = vertx.createHttpServer().requestHandler(router);
    if (byHandler) {
      server.webSocketHandler(VertxSockets::answer);
    }
    SocketClient.ask(
        server
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .actualPort(),
        () ->
            vertx
                .close()
                .toCompletionStage()
                .toCompletableFuture()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS));
  }
}
