package dev.loomtrace.e2e.program.server;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;

/** Helidon, which is made for virtual threads. */
public final class HelidonShop {
  private record ShopHandler(Shop shop) implements Handler {
    @Override
    public void handle(ServerRequest request, ServerResponse response) throws IOException {
      response.send(shop.sell());
    }
  }

  private HelidonShop() {}

  /**
   * Argument: the back end's port.
   *
   * @throws IOException if the standard input fails
   */
  public static void main(String[] args) throws IOException {
    ShopHandler handler = new ShopHandler(new Shop(Integer.parseInt(args[0])));
    WebServer server =
        WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .routing(routing -> routing.get("/*", handler))
            .build()
            .start();
    Shop.serveUntilEndOfInput(server.port());
  }
}
