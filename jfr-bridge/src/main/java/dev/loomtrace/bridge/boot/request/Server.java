package dev.loomtrace.bridge.boot.request;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The servers whose requests can be named: where each begins one, how to read it, and where it says
 * that it is answered. Methods are named as in {@link Chain}.
 */
public enum Server {
  /** The JDK's own. A filter calls the rest of its chain, so the method is entered repeatedly. */
  JDK(
      "jdk",
      Begin.at("com.sun.net.httpserver.Filter$Chain", "doFilter", 1, Place.FIRST),
      Ending.CALL,
      new Reading(
          "com.sun.net.httpserver.HttpExchange",
          "getRequestMethod",
          "getRequestURI.getRawPath",
          "getResponseHeaders"), // The exchange itself is wrapped, these are not.
      Answer.ofRequest("getResponseCode"),
      List.of(
          new Call(Role.ANSWERED, "sun.net.httpserver.ServerImpl", "addEvent", 1, Place.FIRST)
              .keyedBy("sun.net.httpserver.Event", "exchange.getResponseHeaders"),
          new Call(Role.ANSWERED, "sun.net.httpserver.ExchangeImpl", "close", 0, Place.THIS)
              .keyedBy("getResponseHeaders"))),

  /** Its engine is entered again when an asynchronous request is dispatched. */
  TOMCAT(
      "tomcat",
      Begin.at("org.apache.catalina.core.StandardEngineValve", "invoke", 2, Place.FIRST),
      Ending.CALL,
      new Reading(
          "org.apache.catalina.connector.Request", "getMethod", "getRequestURI", Chain.SELF),
      Answer.ofRequest("getResponse.getStatus").withAttributes("getAttribute"),
      List.of(
          new Call(
              Role.ANSWERED, "org.apache.catalina.connector.Request", "recycle", 0, Place.THIS))),

  /** Since Jetty 12. */
  JETTY(
      "jetty",
      Begin.at("org.eclipse.jetty.server.Server", "handle", 3, Place.FIRST),
      Ending.LISTENER,
      new Reading(
          "org.eclipse.jetty.server.Request", "getMethod", "getHttpURI.getPath", Chain.SELF),
      Answer.ofResponse("org.eclipse.jetty.server.Response", "getStatus")
          .withAttributes("getAttribute"),
      List.of()),

  /** Helidon SE since 4. The handler blocks a virtual thread until the request is answered. */
  HELIDON(
      "helidon",
      Begin.at("io.helidon.webserver.http.HttpRoutingImpl", "route", 3, Place.SECOND),
      Ending.RETURN,
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
      Begin.at("io.undertow.server.Connectors", "executeRootHandler", 2, Place.SECOND),
      Ending.CALL,
      new Reading(
          "io.undertow.server.HttpServerExchange",
          "getRequestMethod",
          "getRequestPath",
          Chain.SELF),
      Answer.ofRequest("getStatusCode"),
      List.of(
          new Call(
              Role.ANSWERED,
              "io.undertow.server.HttpServerExchange",
              "invokeExchangeCompleteListeners",
              0,
              Place.THIS))),

  /**
   * Since Vert.x 4.5. A request has a context of its own, by which it is found: whoever runs
   * something on that context works on the request. Only what works on routes knows one.
   */
  VERTX(
      "vertx",
      List.of(
          new Begin(Vertx.HTTP_1, "handleBegin", Begin.ANY, Place.THIS),
          new Begin(Vertx.HTTP_2, "dispatch", 1, Place.THIS)),
      Ending.CALL,
      new Reading("", "method.name", "path", "context"),
      Answer.ofRequest("response.getStatusCode"),
      List.of(
          new Call(Role.ANSWERED, Vertx.CONNECTION_1, "responseComplete", 0, Place.THIS)
              .keyedBy("responseInProgress.context"),
          new Call(Role.BROKEN_OFF, Vertx.CONNECTION_1, "handleClosed", 0, Place.THIS)
              .keyedBy("responseInProgress.context"),
          new Call(Role.ANSWERED, Vertx.STREAM_2, "endWritten", 0, Place.THIS).keyedBy("context"),
          new Call(Role.BROKEN_OFF, Vertx.STREAM_2, "onClose", 0, Place.THIS).keyedBy("context"),
          new Call(Role.ROUTED, Vertx.HTTP_1, "routed", 1, Place.THIS).keyedBy("context"),
          new Call(Role.ROUTED, Vertx.HTTP_2, "routed", 1, Place.THIS).keyedBy("context"),
          new Call(Role.SWITCHED_TO, Vertx.CONTEXTS, "beginDispatch", 1, Place.FIRST),
          new Call(Role.SWITCHED_BACK, Vertx.CONTEXTS, "endDispatch", 1, Place.FIRST)),
      "io.vertx.core.http.impl.HttpServerRequestBase"), // Of Vert.x 5.1, which has other classes.

  /**
   * grpc-java, whatever its transport. The server calls the application repeatedly for one request,
   * on a thread of its executor each time.
   */
  GRPC(
      "grpc",
      List.of(
          new Begin(
              "io.grpc.internal.ServerImpl$ServerTransportListenerImpl",
              "startWrappedCall",
              3,
              Place.SECOND)),
      Ending.CALL,
      new Reading(
          "io.grpc.internal.ServerImpl$ServerTransportListenerImpl$ServerCallParameters",
          "",
          "call.getMethodDescriptor.getFullMethodName",
          "call"),
      Answer.told(
          "rpc.response.status_code",
          // Those that are a server's fault, as OpenTelemetry has it.
          Set.of(
              "UNKNOWN",
              "DEADLINE_EXCEEDED",
              "UNIMPLEMENTED",
              "INTERNAL",
              "UNAVAILABLE",
              "DATA_LOSS")),
      List.of(
          new Call(Role.AGAIN, Grpc.LISTENER, "messagesAvailable", 1, Place.THIS).keyedBy("call"),
          new Call(Role.AGAIN, Grpc.LISTENER, "halfClosed", 0, Place.THIS).keyedBy("call"),
          new Call(Role.AGAIN, Grpc.LISTENER, "onReady", 0, Place.THIS).keyedBy("call"),
          new Call(Role.STATUS, "io.grpc.internal.ServerCallImpl", "close", 2, Place.THIS)
              .telling("getCode.name"),
          new Call(Role.ANSWERED, Grpc.LISTENER, "closed", 1, Place.THIS)
              .keyedBy("call")
              .telling("getCode.name")),
      "");

  private static final class Vertx {
    static final String HTTP_1 = "io.vertx.core.http.impl.Http1xServerRequest";
    static final String HTTP_2 = "io.vertx.core.http.impl.Http2ServerRequest";
    static final String CONNECTION_1 = "io.vertx.core.http.impl.Http1xServerConnection";
    static final String STREAM_2 = "io.vertx.core.http.impl.Http2ServerStream";
    static final String CONTEXTS = "io.vertx.core.impl.VertxImpl";
  }

  private static final class Grpc {
    static final String LISTENER = "io.grpc.internal.ServerCallImpl$ServerStreamListenerImpl";
  }

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
    /** A {@link Call} tells it. */
    CALL,
    /** A listener that is given to the server is told. */
    LISTENER
  }

  /** What a call of a server's method means. */
  public enum Role {
    /** A request is answered. If the call tells a status other than {@code OK}, that counts. */
    ANSWERED,
    /** A request ends without an answer: its connection is closed. */
    BROKEN_OFF,
    /** As long as the method runs, its thread works on a request that began before. */
    AGAIN,
    /** The status of a request is known. */
    STATUS,
    /** The route of a request is known; the last one counts. */
    ROUTED,
    /** When the method has returned, its thread works on a request that began before. */
    SWITCHED_TO,
    /** The thread does so no more, since the last of these that was not ended. */
    SWITCHED_BACK
  }

  /**
   * The method that begins a request. The response, if it is needed, is the argument after it.
   *
   * @param arguments how many the method has; {@link #ANY}: that differs between versions
   * @param request if it is the object whose method is called, its thread does not work on it yet
   */
  public record Begin(String owner, String method, int arguments, Place request) {
    /** Stands for any number of arguments. */
    public static final int ANY = -1;

    static List<Begin> at(String owner, String method, int arguments, Place request) {
      return List.of(new Begin(owner, method, arguments, request));
    }
  }

  /**
   * How to read a request.
   *
   * @param type what has the methods; empty: the request's class
   * @param method of HTTP; empty: the path is the whole name
   * @param key the object by which a request that goes on is found again
   */
  record Reading(String type, String method, String path, String key) {}

  /**
   * How to read what became of it.
   *
   * @param ofResponse whether from the response
   * @param type of the response; empty if it is not needed
   * @param status empty: a {@link Call} tells it
   * @param statusKey what it is called
   * @param failures what a status is that makes a request one that failed, if a call tells it
   * @param attribute method by which the request's attributes are read; empty: it has none
   * @param route what the server knows as the request's route; empty: nothing
   */
  record Answer(
      boolean ofResponse,
      String type,
      String status,
      String statusKey,
      Set<String> failures,
      String attribute,
      String route) {
    private static final String HTTP_STATUS = "http.response.status_code"; // As OpenTelemetry's.

    static Answer ofRequest(String status) {
      return new Answer(false, "", status, HTTP_STATUS, Set.of(), "", "");
    }

    static Answer ofResponse(String type, String status) {
      return new Answer(true, type, status, HTTP_STATUS, Set.of(), "", "");
    }

    static Answer told(String statusKey, Set<String> failures) {
      return new Answer(false, "", "", statusKey, failures, "", "");
    }

    Answer withAttributes(String method) {
      return new Answer(ofResponse, type, status, statusKey, failures, method, route);
    }

    Answer withRoute(String chain) {
      return new Answer(ofResponse, type, status, statusKey, failures, attribute, chain);
    }
  }

  /**
   * A method that tells something of a request that goes on.
   *
   * @param place of the object by which it is known which
   * @param of its type
   * @param key how to get the key from it
   * @param told how to get from the first argument what is told
   */
  public record Call(
      Role role,
      String owner,
      String method,
      int arguments,
      Place place,
      String of,
      String key,
      String told) {
    Call(Role role, String owner, String method, int arguments, Place place) {
      this(
          role,
          owner,
          method,
          arguments,
          place,
          place == Place.THIS ? owner : "",
          Chain.SELF,
          Chain.SELF);
    }

    Call keyedBy(String chain) {
      return keyedBy(of, chain);
    }

    Call keyedBy(String type, String chain) {
      return new Call(role, owner, method, arguments, place, type, chain, told);
    }

    Call telling(String chain) {
      return new Call(role, owner, method, arguments, place, of, key, chain);
    }

    /** Whether what is told has to be read from an argument. */
    public boolean tells() {
      return role == Role.STATUS || role == Role.ROUTED || !told.equals(Chain.SELF);
    }
  }

  private final String option;
  private final List<Begin> begins;
  private final Ending ending;
  private final Reading reading;
  private final Answer answer;
  private final List<Call> calls;
  private final String stranger;

  Server(
      String option,
      List<Begin> begins,
      Ending ending,
      Reading reading,
      Answer answer,
      List<Call> calls) {
    this(option, begins, ending, reading, answer, calls, "");
  }

  Server(
      String option,
      List<Begin> begins,
      Ending ending,
      Reading reading,
      Answer answer,
      List<Call> calls,
      String stranger) {
    this.option = option;
    this.begins = begins;
    this.ending = ending;
    this.reading = reading;
    this.answer = answer;
    this.calls = calls;
    this.stranger = stranger;
  }

  /** What it is called in the agent's options. */
  public String option() {
    return option;
  }

  /** Where it begins a request; more than one if it does so in more than one way. */
  public List<Begin> begins() {
    return begins;
  }

  /** Whether what became of a request is read from its response. */
  public boolean needsResponse() {
    return answer.ofResponse();
  }

  Ending ending() {
    return ending;
  }

  Reading reading() {
    return reading;
  }

  Answer answer() {
    return answer;
  }

  /** What it tells of requests that go on, if their end is known by a call. */
  public List<Call> calls() {
    return calls;
  }

  /** A class that only versions have which are not known here; empty: there is none. */
  public String stranger() {
    return stranger;
  }

  /** The names of all, as in the agent's options. */
  public static List<String> options() {
    return Arrays.stream(values()).map(Server::option).toList();
  }
}
