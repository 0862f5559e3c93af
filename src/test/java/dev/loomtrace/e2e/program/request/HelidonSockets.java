package dev.loomtrace.e2e.program.request;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.websocket.WsRouting;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;

/** Helidon with WebSockets. */
public final class HelidonSockets {
  private static final class Answers implements WsListener {
    @Override
    public void onMessage(WsSession session, String text, boolean last) {
      session.send(SocketClient.answer(), true);
    }
  }

  private HelidonSockets() {}

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
            .routing(routing -> routing.get("/orders/{number}", HelidonServer::handle))
            .addRouting(WsRouting.builder().endpoint("/socket/*", Answers::new))
            .build()
            .start();
    SocketClient.ask(server.port(), server::stop);
  }
}
