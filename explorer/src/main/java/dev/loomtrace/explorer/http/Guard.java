package dev.loomtrace.explorer.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Decides who may ask: only whoever has the token, which no other program or page knows, and no
 * page of another origin, even if the browser would send the token with its requests. For any
 * number of threads.
 *
 * <ul>
 *   <li>Only {@code GET} and {@code HEAD}: nothing can be changed. A path that does something is
 *       answered to {@code POST} and nothing else, so that no link and no picture reaches it; and a
 *       browser, which has the cookie, must have sent {@code Origin}, as it does with these.
 *   <li>{@code Host} must be an address of this server, so that no name that was made to point here
 *       (DNS rebinding) makes another page the same origin.
 *   <li>{@code Origin} and {@code Sec-Fetch-Site}, where a browser sends them, must be ours.
 *   <li>The token comes in a cookie, whose name has the port, since cookies do not tell ports
 *       apart; or as a bearer; or in the address of the page, which then sets the cookie.
 *   <li>There a pass may stand for it, which is good for one use: the command line by which a
 *       browser is started can be seen by all who have an account on the machine.
 * </ul>
 */
public final class Guard {
  private static final int FORBIDDEN = 403;
  private static final int NOT_ALLOWED = 405;
  private static final int TOO_LONG = 414;
  private static final int MAX_ADDRESS = 1 << 14;
  private static final int TOKEN_BYTES = 32;
  private static final int HTTP_PORT = 80;
  private static final String BEARER = "Bearer ";
  private static final String SCHEME = "http://";

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
              + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin");

  private final byte[] token;
  private final String cookie;
  private final int port;
  private final Set<String> hosts;
  private final Set<String> deeds;
  // Not used yet; null if there is none.
  private final AtomicReference<byte[]> pass = new AtomicReference<>();

  /**
   * A guard.
   *
   * @param token the secret
   * @param port where the server listens
   * @param hosts the names and addresses that it has, as an address of a page has them
   */
  Guard(String token, int port, Set<String> hosts) {
    this(token, port, hosts, Set.of());
  }

  /**
   * The same, where something can be done.
   *
   * @param deeds the paths that do something
   */
  Guard(String token, int port, Set<String> hosts, Set<String> deeds) {
    this.token = token.getBytes(StandardCharsets.UTF_8);
    this.cookie = "loomtrace-" + port;
    this.port = port;
    this.hosts = Set.copyOf(hosts);
    this.deeds = Set.copyOf(deeds);
  }

  /** A token that nobody can guess: 256 random bits, in characters that need no escape. */
  public static String newToken() {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** A pass that gives the cookie once, and then no more; one that was not used yet ends. */
  String newPass() {
    String text = newToken();
    pass.set(text.getBytes(StandardCharsets.UTF_8));
    return text;
  }

  private boolean usesPass(String text) {
    byte[] current = pass.get();
    return current != null
        && MessageDigest.isEqual(current, text.getBytes(StandardCharsets.UTF_8))
        && pass.compareAndSet(current, null);
  }

  /** The headers of a request, as far as it matters who asks. */
  interface Headers {
    /** All values of a header, in their order. */
    List<String> of(String name);
  }

  /**
   * What to send to whoever may not ask, or has come to get the cookie; empty if the request is to
   * be answered.
   *
   * @param local the address of this server that the request came to
   * @param path as it was sent
   * @param query as it was sent; null if none was
   */
  Optional<Reply> check(String method, String local, String path, String query, Headers headers) {
    boolean isDeed = deeds.contains(path);
    if (isDeed && !method.equals("POST")) {
      return Optional.of(
          Reply.text(NOT_ALLOWED, "only POST is answered here").with("Allow", "POST"));
    }
    if (!isDeed && !method.equals("GET") && !method.equals("HEAD")) {
      return Optional.of(
          Reply.text(NOT_ALLOWED, "only GET and HEAD are answered").with("Allow", "GET, HEAD"));
    }
    if (path.length() + (query == null ? 0 : query.length()) > MAX_ADDRESS) {
      return Optional.of(Reply.text(TOO_LONG, "the address is too long"));
    }
    List<String> host = headers.of("Host");
    if (host.size() != 1 || !isOurs(host.getFirst(), local)) {
      return forbidden("the address is not one of this server's");
    }
    for (String origin : headers.of("Origin")) {
      if (!origin.startsWith(SCHEME) || !isOurs(origin.substring(SCHEME.length()), local)) {
        return forbidden("another page may not ask");
      }
    }
    for (String site : headers.of("Sec-Fetch-Site")) {
      if (!site.equals("same-origin") && !site.equals("none")) {
        return forbidden("another page may not ask");
      }
    }
    if (path.equals("/") && query != null && query.startsWith("token=")) {
      String shown = query.substring("token=".length());
      return isToken(shown) || usesPass(shown)
          ? Optional.of(Reply.seeOther("/").with("Set-Cookie", setCookie()))
          : forbidden("the token is not that of this server: use the address that it printed");
    }
    boolean fromBrowser = !headers.of("Origin").isEmpty();
    return hasBearer(headers) || (hasCookie(headers) && (fromBrowser || !isDeed))
        ? Optional.empty()
        : forbidden("use the address that 'loomtrace open' printed, with its token");
  }

  private static Optional<Reply> forbidden(String line) {
    return Optional.of(Reply.text(FORBIDDEN, line));
  }

  private boolean isOurs(String hostAndPort, String local) {
    String end = ":" + port;
    String name =
        hostAndPort.endsWith(end)
            ? hostAndPort.substring(0, hostAndPort.length() - end.length())
            : port == HTTP_PORT ? hostAndPort : "";
    return !name.isEmpty() && (hosts.contains(name) || name.equals(local));
  }

  private boolean hasBearer(Headers headers) {
    for (String header : headers.of("Authorization")) {
      if (header.startsWith(BEARER) && isToken(header.substring(BEARER.length()))) {
        return true;
      }
    }
    return false;
  }

  private boolean hasCookie(Headers headers) {
    for (String header : headers.of("Cookie")) {
      for (String pair : header.split(";", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0
            && pair.substring(0, equals).strip().equals(cookie)
            && isToken(pair.substring(equals + 1).strip())) {
          return true;
        }
      }
    }
    return false;
  }

  /** Compares in a time that says nothing of where a guess is wrong. */
  private boolean isToken(String text) {
    return MessageDigest.isEqual(token, text.getBytes(StandardCharsets.UTF_8));
  }

  private String setCookie() {
    return cookie
        + "="
        + new String(token, StandardCharsets.UTF_8)
        + "; HttpOnly; SameSite=Strict; Path=/";
  }

  /** What every answer has, whatever it is. */
  static Map<String, String> headers() {
    return HEADERS;
  }
}
