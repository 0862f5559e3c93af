package dev.loomtrace.e2e.program.request;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import java.net.InetSocketAddress;

/** Undertow, whose input threads hand requests over to its workers. */
public final class UndertowServer {
  private UndertowServer() {}

  /**
   * No arguments.
   *
   * @throws Exception if it does not start
   */
  public static void main(String[] args) throws Exception {
    Undertow server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setHandler(exchange -> exchange.dispatch(UndertowServer::handle))
            .build();
    server.start();
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    Client.ask(address.getPort(), server::stop);
  }

  static void handle(HttpServerExchange exchange) {
    String path = exchange.getRequestPath();
    if (!Handling.exists(path)) {
      exchange.setStatusCode(404);
    } else if (Handling.isLater(path)) {
      exchange.dispatch(
          Runnable::run,
          () -> Handling.handleLater(text -> exchange.getResponseSender().send(text)));
    } else {
      exchange.getResponseSender().send(Handling.handle(path));
    }
  }
}
