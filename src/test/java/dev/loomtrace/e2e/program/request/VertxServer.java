package dev.loomtrace.e2e.program.request;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;

/**
 * Vert.x with its routes, whose event loop handles requests and whose workers those that are slow.
 * Orders are answered by a timer, long after the handler has returned.
 */
public final class VertxServer {
  private static final int PATIENCE_SECONDS = 60;

  private VertxServer() {}

  /**
   * No arguments.
   *
   * @throws Exception if it does not start
   */
  public static void main(String[] args) throws Exception {
    run(Client::ask);
  }

  /** Who asks the server. */
  interface Asking {
    void ask(int port, Client.Stop stop) throws Exception;
  }

  static void run(Asking client) throws Exception {
    Vertx vertx = Vertx.vertx();
    Router router = Router.router(vertx);
    router.route().handler(RoutingContext::next); // A filter, which has no path.
    router
        .get("/orders/:number")
        .handler(context -> vertx.setTimer(1, timer -> context.end(handle(context))));
    router
        .post("/later/:id")
        .handler(context -> Handling.handleLater(text -> context.response().end(text)));
    router.post("/fail").handler(context -> context.end(handle(context)));
    router
        .get("/slow")
        .handler(context -> vertx.executeBlocking(() -> handle(context)).onSuccess(context::end));
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    client.ask(
        server.actualPort(),
        () ->
            vertx
                .close()
                .toCompletionStage()
                .toCompletableFuture()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS));
  }

  private static String handle(RoutingContext context) {
    return Handling.handle(context.request().path());
  }
}
