package dev.loomtrace.e2e.program.request;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** Jetty, with its own threads and without servlets. */
public final class JettyServer {
  static final class Handles extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      String path = request.getHttpURI().getPath();
      if (!Handling.exists(path)) {
        return false;
      }
      if (Handling.isLater(path)) {
        Handling.handleLater(text -> Content.Sink.write(response, true, text, callback));
      } else {
        Content.Sink.write(response, true, Handling.handle(path), callback);
      }
      return true;
    }
  }

  private JettyServer() {}

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
    server.setHandler(new Handles());
    server.start();
    Client.ask(connector.getLocalPort(), server::stop);
  }
}
