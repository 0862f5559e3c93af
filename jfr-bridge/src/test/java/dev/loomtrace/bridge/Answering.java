package dev.loomtrace.bridge;

import com.sun.net.httpserver.HttpServer;
import com.sun.tools.attach.VirtualMachine;
import io.grpc.internal.ServerImpl;
import io.vertx.core.http.impl.HttpServerRequestBase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.apache.catalina.core.StandardEngineValve;

/** An application without Loomtrace's library that answers requests, its own. */
final class Answering {
  private static final int REQUESTS = 50;

  private Answering() {}

  /**
   * Asks, has the agent attached if its options are given, and asks again.
   *
   * @param args the agent's jar and its options; none: it is there already
   */
  public static void main(String[] args) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/orders/4711");
      if (args.length > 0) {
        ask(client, uri);
        VirtualMachine self = VirtualMachine.attach(Long.toString(ProcessHandle.current().pid()));
        self.loadAgent(args[0], args[1]);
        self.detach();
      }
      System.out.println("answered=" + ask(client, uri));
    }
    server.stop(0);
    System.out.println(new StandardEngineValve().invoke("as before"));
    System.out.println(new HttpServerRequestBase().answer("by Vert.x"));
    System.out.println(new ServerImpl.ServerTransportListenerImpl().startCall("by gRPC"));
    Class<?> port = Class.forName("dev.loomtrace.bridge.boot.request.Requests", true, null);
    for (String line : (String[]) port.getMethod("state").invoke(null)) {
      System.out.println("state " + line);
    }
  }

  private static int ask(HttpClient client, URI uri) throws IOException, InterruptedException {
    int answered = 0;
    for (int i = 0; i < REQUESTS; i++) {
      HttpResponse<Void> response =
          client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding());
      answered += response.statusCode() == 204 ? 1 : 0;
    }
    return answered;
  }
}
