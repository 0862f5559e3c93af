package dev.loomtrace.e2e.program.request;

import java.net.http.HttpClient;

/** The same, asked by HTTP/2. */
public final class VertxHttp2Server {
  private VertxHttp2Server() {}

  /**
   * No arguments.
   *
   * @throws Exception if it does not start
   */
  public static void main(String[] args) throws Exception {
    VertxServer.run((port, stop) -> Client.ask(port, HttpClient.Version.HTTP_2, stop));
  }
}
