package dev.loomtrace.e2e.program.server;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** Tomcat, its requests on virtual threads. */
public final class TomcatShop {
  private static final class ShopServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final transient Shop shop;

    ShopServlet(Shop shop) {
      this.shop = shop;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print(shop.sell());
    }
  }

  private TomcatShop() {}

  /**
   * Argument: the back end's port.
   *
   * @throws Exception if it does not start
   */
  public static void main(String[] args) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("loomtrace").toString());
    Connector connector = new Connector();
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    connector.setProperty("useVirtualThreads", "true");
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("", null);
    Tomcat.addServlet(context, "shop", new ShopServlet(new Shop(Integer.parseInt(args[0]))))
        .addMapping("/*");
    tomcat.start();
    Shop.serveUntilEndOfInput(connector.getLocalPort());
  }
}
