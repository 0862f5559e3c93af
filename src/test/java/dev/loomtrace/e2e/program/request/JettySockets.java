package dev.loomtrace.e2e.program.request;

import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/** Jetty with WebSockets. */
public final class JettySockets {
  private JettySockets() {}

  /** Answers each message. */
  public static final class Answers extends Session.Listener.AbstractAutoDemanding {
    @Override
    public void onWebSocketText(String message) {
      getSession().sendText(SocketClient.answer(), Callback.NOOP);
    }
  }

  /**
   * No arguments.
   *
   * @throws Exception if it does not start
   */
  public static void main(String[] args) throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    WebSocketUpgradeHandler sockets =
        WebSocketUpgradeHandler.from(
            server,
            container ->
                container.addMapping("/socket/*", (request, response, callback) -> new Answers()));
    sockets.setHandler(new JettyServer.Handles());
    server.setHandler(sockets);
    server.start();
    SocketClient.ask(connector.getLocalPort(), server::stop);
  }
}
