package dev.loomtrace.bridge.boot.request;

import java.util.Arrays;
import java.util.List;

/**
 * The servers whose requests can be named: where each begins one, how to read it, and where it says
 * that it is answered. Methods are named as in {@link Chain}.
 */
public enum Server {
  /** The JDK's own. A filter calls the rest of its chain, so the method is entered repeatedly. */
  JDK(
      "jdk",
      Begin.keyed("com.sun.net.httpserver.Filter$Chain", "doFilter", 1, Place.FIRST),
      new Reading(
          "com.sun.net.httpserver.HttpExchange",
          "getRequestMethod",
          "getRequestURI.getRawPath",
          "getResponseHeaders"), // The exchange itself is wrapped, these are not.
      Answer.ofRequest("getResponseCode"),
      List.of(
          new End("sun.net.httpserver.ServerImpl", "addEvent", 1, Place.FIRST)
              .keyedBy("sun.net.httpserver.Event", "exchange.getResponseHeaders"),
          new End("sun.net.httpserver.ExchangeImpl", "close", 0, Place.THIS)
              .keyedBy("sun.net.httpserver.ExchangeImpl", "getResponseHeaders"))),

  /** Its engine is entered again when an asynchronous request is dispatched. */
  TOMCAT(
      "tomcat",
      Begin.keyed("org.apache.catalina.core.StandardEngineValve", "invoke", 2, Place.FIRST),
      new Reading(
          "org.apache.catalina.connector.Request", "getMethod", "getRequestURI", Chain.SELF),
      Answer.ofRequest("getResponse.getStatus").withAttributes("getAttribute"),
      List.of(new End("org.apache.catalina.connector.Request", "recycle", 0, Place.THIS))),

  /** Since Jetty 12. */
  JETTY(
      "jetty",
      new Begin("org.eclipse.jetty.server.Server", "handle", 3, Place.FIRST, Ending.LISTENER),
      new Reading(
          "org.eclipse.jetty.server.Request", "getMethod", "getHttpURI.getPath", Chain.SELF),
      Answer.ofResponse("org.eclipse.jetty.server.Response", "getStatus")
          .withAttributes("getAttribute"),
      List.of()),

  /** Helidon SE since 4. The handler blocks a virtual thread until the request is answered. */
  HELIDON(
      "helidon",
      new Begin(
          "io.helidon.webserver.http.HttpRoutingImpl", "route", 3, Place.SECOND, Ending.RETURN),
      new Reading(
          "io.helidon.webserver.http.RoutingRequest",
          "prologue.method.text",
          "prologue.uriPath.rawPath",
          Chain.SELF),
      Answer.ofResponse("io.helidon.webserver.http.RoutingResponse", "status.code")
          .withRoute("matchingPattern"),
      List.of()),

  /** A request that is handed over is entered again, by the thread that takes it. */
  UNDERTOW(
      "undertow",
      Begin.keyed("io.undertow.server.Connectors", "executeRootHandler", 2, Place.SECOND),
      new Reading(
          "io.undertow.server.HttpServerExchange",
          "getRequestMethod",
          "getRequestPath",
          Chain.SELF),
      Answer.ofRequest("getStatusCode"),
      List.of(
          new End(
              "io.undertow.server.HttpServerExchange",
              "invokeExchangeCompleteListeners",
              0,
              Place.THIS)));

  /** Which object of a call is meant. */
  public enum Place {
    /** The one whose method is called. */
    THIS,
    /** The first argument. */
    FIRST,
    /** The second argument. */
    SECOND
  }

  /** How the end of a request is known. */
  enum Ending {
    /** The method that begins it returns. */
    RETURN,
    /** An {@link End} is called for it. */
    CALL,
    /** A listener that is given to the server is told. */
    LISTENER
  }

  /**
   * The method that begins a request. The response, if it is needed, is the argument after it.
   *
   * @param arguments how many the method has
   */
  public record Begin(String owner, String method, int arguments, Place request, Ending ending) {
    static Begin keyed(String owner, String method, int arguments, Place request) {
      return new Begin(owner, method, arguments, request, Ending.CALL);
    }
  }

  /**
   * How to read a request.
   *
   * @param type what has the methods
   * @param key the object by which a request that goes on is found again
   */
  record Reading(String type, String method, String path, String key) {}

  /**
   * How to read what became of it.
   *
   * @param ofResponse whether from the response
   * @param type of the response; empty if it is not needed
   * @param attribute method by which the request's attributes are read; empty: it has none
   * @param route what the server knows as the request's route; empty: nothing
   */
  record Answer(boolean ofResponse, String type, String status, String attribute, String route) {
    static Answer ofRequest(String status) {
      return new Answer(false, "", status, "", "");
    }

    static Answer ofResponse(String type, String status) {
      return new Answer(true, type, status, "", "");
    }

    Answer withAttributes(String method) {
      return new Answer(ofResponse, type, status, method, route);
    }

    Answer withRoute(String chain) {
      return new Answer(ofResponse, type, status, attribute, chain);
    }
  }

  /**
   * A method that is called when a request is answered.
   *
   * @param of type of the object by which it is known which; empty: that object is the key
   * @param key how to get the key from it
   */
  public record End(
      String owner, String method, int arguments, Place place, String of, String key) {
    End(String owner, String method, int arguments, Place place) {
      this(owner, method, arguments, place, "", Chain.SELF);
    }

    End keyedBy(String type, String chain) {
      return new End(owner, method, arguments, place, type, chain);
    }
  }

  private final String option;
  private final Begin begin;
  private final Reading reading;
  private final Answer answer;
  private final List<End> ends;

  Server(String option, Begin begin, Reading reading, Answer answer, List<End> ends) {
    this.option = option;
    this.begin = begin;
    this.reading = reading;
    this.answer = answer;
    this.ends = ends;
  }

  /** What it is called in the agent's options. */
  public String option() {
    return option;
  }

  /** Where it begins a request. */
  public Begin begin() {
    return begin;
  }

  /** Whether what became of a request is read from its response. */
  public boolean needsResponse() {
    return answer.ofResponse();
  }

  Reading reading() {
    return reading;
  }

  Answer answer() {
    return answer;
  }

  /** Where it says that one is answered, if that is known by a call. */
  public List<End> ends() {
    return ends;
  }

  /** The names of all, as in the agent's options. */
  public static List<String> options() {
    return Arrays.stream(values()).map(Server::option).toList();
  }
}
