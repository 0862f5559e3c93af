package dev.loomtrace.e2e.program.server;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/** Jetty, all on virtual threads. */
public final class JettyShop {
  private static final class ShopHandler extends Handler.Abstract {
    private final Shop shop;

    ShopHandler(Shop shop) {
      this.shop = shop;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      Content.Sink.write(response, true, shop.sell(), callback);
      return true;
    }
  }

  private JettyShop() {}

  /**
   * Argument: the back end's port.
   *
   * @throws Exception if it does not start
   */
  public static void main(String[] args) throws Exception {
    Server server = new Server(new VirtualThreadPool());
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(new ShopHandler(new Shop(Integer.parseInt(args[0]))));
    server.start();
    Shop.serveUntilEndOfInput(connector.getLocalPort());
  }
}
