package dev.loomtrace.e2e.program.request;

import jakarta.servlet.ServletException;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;

/** Tomcat with WebSockets. */
public final class TomcatSockets {
  private TomcatSockets() {}

  /** Answers each message. */
  public static final class Answers extends Endpoint {
    @Override
    public void onOpen(Session session, EndpointConfig config) {
      session.addMessageHandler(
          String.class,
          (MessageHandler.Whole<String>)
              message -> {
                try {
                  session.getBasicRemote().sendText(SocketClient.answer());
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }

  /**
   * No arguments.
   *
   * @throws Exception if it does not start
   */
  public static void main(String[] args) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("loomtrace").toString());
    Connector connector = new Connector();
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("", null);
    context.addServletContainerInitializer(new WsSci(), Set.of());
    context.addServletContainerInitializer(
        (classes, servlets) -> {
          try {
            ((ServerContainer) servlets.getAttribute(ServerContainer.class.getName()))
                .addEndpoint(
                    ServerEndpointConfig.Builder.create(Answers.class, "/socket/{n}").build());
          } catch (DeploymentException e) {
            throw new ServletException(e);
          }
        },
        Set.of());
    Tomcat.addServlet(context, "handling", new HandlingServlet()).addMapping("/*");
    tomcat.start();
    SocketClient.ask(
        connector.getLocalPort(),
        () -> {
          tomcat.stop();
          tomcat.destroy();
        });
  }
}
