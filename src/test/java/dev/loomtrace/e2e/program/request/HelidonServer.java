package dev.loomtrace.e2e.program.request;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.concurrent.CompletableFuture;

/** Helidon, whose handlers wait for whoever answers. */
public final class HelidonServer {
  private HelidonServer() {}

  /**
   * No arguments.
   *
   * @throws Exception if it does not start
   */
  public static void main(String[] args) throws Exception {
    WebServer server =
        WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .routing(HelidonServer::routes)
            .build()
            .start();
    Client.ask(server.port(), server::stop);
  }

  private static void routes(HttpRouting.Builder routing) {
    routing
        .get("/orders/{number}", HelidonServer::handle)
        .post("/later/{id}", HelidonServer::later)
        .post("/fail", HelidonServer::handle)
        .get("/slow", HelidonServer::handle);
  }

  static void handle(ServerRequest request, ServerResponse response) {
    response.send(Handling.handle(request.path().path()));
  }

  private static void later(ServerRequest request, ServerResponse response) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    Handling.handleLater(answer::complete);
    response.send(answer.join());
  }
}
