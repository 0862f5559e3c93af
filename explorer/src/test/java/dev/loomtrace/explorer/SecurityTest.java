package dev.loomtrace.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks on a server that runs, byte by byte where clients would not send it. */
class SecurityTest {
  private static final Map<String, String> ON_EVERY_ANSWER =
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

  @TempDir private static Path folder;
  private static Shown shown;
  private static Client client;

  @BeforeAll
  static void start() throws IOException {
    shown = Shown.of(folder.resolve("cache"), Shown.random(folder, 1, 600));
    client = shown.client();
  }

  @AfterAll
  static void stop() throws IOException {
    shown.close();
  }

  private static void hasHeaders(HttpResponse<byte[]> response) {
    ON_EVERY_ANSWER.forEach(
        (name, value) -> assertEquals(List.of(value), response.headers().allValues(name), name));
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  /** What the server says to these bytes, until it closes the connection. */
  private static String bytes(String request) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getByName(client.address().getHost()), client.address().getPort())) {
      socket.setSoTimeout(20_000);
      try {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        socket.shutdownOutput();
        InputStream in = socket.getInputStream();
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      } catch (SocketException e) {
        return ""; // It has closed the connection before all of it was sent.
      }
    }
  }

  private static String host() {
    return client.address().getAuthority();
  }

  private static String asked(String target, String... headers) throws IOException {
    return bytes(
        "GET "
            + target
            + " HTTP/1.1\r\nHost: "
            + host()
            + "\r\nAuthorization: Bearer "
            + client.token()
            + "\r\nConnection: close\r\n"
            + String.join("", headers)
            + "\r\n");
  }

  @Test
  void listensAtLoopbackOnly() {
    assertEquals("127.0.0.1", client.address().getHost());
  }

  @Test
  void tokenGivesACookieThatGivesThePage() throws IOException {
    HttpResponse<byte[]> first = client.raw("/?token=" + client.token());
    assertEquals(303, first.statusCode());
    hasHeaders(first);
    assertEquals(List.of("/"), first.headers().allValues("Location"));
    String cookie = first.headers().firstValue("Set-Cookie").orElseThrow();
    assertTrue(
        cookie.matches(
            "loomtrace-"
                + client.address().getPort()
                + "=[A-Za-z0-9_-]{43}; HttpOnly; SameSite=Strict; Path=/"),
        cookie);
    String pair = cookie.substring(0, cookie.indexOf(';'));
    HttpResponse<byte[]> files = client.raw("/api/files", "Cookie", pair);
    assertEquals(200, files.statusCode());
    hasHeaders(files);
    assertEquals(List.of("no-store"), files.headers().allValues("Cache-Control"));
    String other = pair.replaceFirst("loomtrace-\\d+", "loomtrace-1");
    assertEquals(403, client.raw("/api/files", "Cookie", other).statusCode(), "of another port");
  }

  @Test
  void passOpensOneBrowser() throws IOException {
    String address = shown.explorer().addressForOneUse();
    assertFalse(address.contains(client.token()));
    String path = address.substring(client.address().toString().length() - 1);
    assertEquals(303, client.raw(path).statusCode());
    assertEquals(403, client.raw(path).statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/?token=wrong",
        "/?token=",
        "/api/files",
        "/api/f/0/rows",
        "/page/index.html",
        "/x"
      })
  void saysNothingWithoutTheToken(String path) throws IOException {
    HttpResponse<byte[]> response = client.raw(path);
    assertEquals(403, response.statusCode());
    hasHeaders(response);
    assertEquals(
        List.of("text/plain; charset=utf-8"), response.headers().allValues("Content-Type"));
    assertTrue(text(response).matches("[a-z ',:]*\n"), text(response));
  }

  @Test
  void saysNothingToPagesOfOthers() throws IOException {
    String bearer = "Bearer " + client.token();
    String[][] foreign = {
      {"Origin", "https://evil.example"},
      {"Origin", "null"},
      {"Sec-Fetch-Site", "cross-site"},
      {"Sec-Fetch-Site", "same-site"}
    };
    for (String[] header : foreign) {
      HttpResponse<byte[]> response =
          client.raw("/api/files", "Authorization", bearer, header[0], header[1]);
      assertEquals(403, response.statusCode(), String.join(": ", header));
      hasHeaders(response);
      assertEquals(
          List.of(), response.headers().allValues("Access-Control-Allow-Origin"), "no one");
    }
    String own = "http://" + host();
    assertEquals(
        200,
        client
            .raw(
                "/api/files",
                "Authorization",
                bearer,
                "Origin",
                own,
                "Sec-Fetch-Site",
                "same-origin")
            .statusCode());
  }

  @Test
  void saysNothingUnderAnotherName() throws IOException {
    for (String name : List.of("evil.example", "evil.example:" + client.address().getPort())) {
      String answer =
          bytes(
              "GET /api/files HTTP/1.1\r\nHost: "
                  + name
                  + "\r\nAuthorization: Bearer "
                  + client.token()
                  + "\r\nConnection: close\r\n\r\n");
      assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
    }
    String none =
        bytes("GET /api/files HTTP/1.0\r\nAuthorization: Bearer " + client.token() + "\r\n\r\n");
    assertTrue(none.startsWith("HTTP/1.1 403 ") || none.startsWith("HTTP/1.1 400 "), none);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
  void changesNothing(String method) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(client.address().resolve("/api/files"))
            .header("Authorization", "Bearer " + client.token())
            .method(method, HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    HttpResponse<byte[]> response = Client.send(request);
    assertEquals(HttpURLConnection.HTTP_BAD_METHOD, response.statusCode());
    hasHeaders(response);
    assertEquals(List.of("GET, HEAD"), response.headers().allValues("Allow"));
  }

  @Test
  void headHasNoBody() throws IOException {
    String answer =
        bytes(
            "HEAD /api/files HTTP/1.1\r\nHost: "
                + host()
                + "\r\nAuthorization: Bearer "
                + client.token()
                + "\r\nConnection: close\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
    assertTrue(answer.endsWith("\r\n\r\n"), answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/page/../module-info.class",
        "/page/../Explorer.class",
        "/page/%2e%2e/Explorer.class",
        "/page/..%2fExplorer.class",
        "/page/..%5cExplorer.class",
        "/page/%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/page//etc/passwd",
        "/page/",
        "/page",
        "/lib/../../META-INF/MANIFEST.MF",
        "/lib/",
        "//etc/passwd",
        "/../../../../etc/passwd",
        "/api/f/0/../../files",
        "/api/f/0/rows/",
        "/api/f/-1/rows",
        "/api/f/1/rows",
        "/api/f/99999999999/rows",
        "/api/f/0/nothing",
        "/api/files/",
        "/API/files",
        "/page/index.html%00.png",
        "/page/index.html;a=b",
      })
  void findsNothingElsewhere(String path) throws IOException {
    String answer = asked(path);
    assertTrue(
        answer.startsWith("HTTP/1.1 404 ") || answer.startsWith("HTTP/1.1 403 "),
        path + ": " + answer);
    assertFalse(answer.contains("root:"), answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example/api/files", "http://evil.example:1/page/x", "*"})
  void isNoProxy(String target) throws IOException {
    String answer = asked(target);
    // A path of a whole address counts as a path of ours, and no more.
    assertFalse(answer.contains("evil.example"), answer);
    assertTrue(answer.startsWith("HTTP/1.1 "), answer);
  }

  @Test
  void survivesWhatIsTooLong() throws IOException {
    String answer = asked("/api/files?a=" + "b".repeat(20_000));
    assertTrue(answer.startsWith("HTTP/1.1 414 "), answer);
    asked("/" + "a".repeat(5_000_000));
    asked("/api/files", ("X: " + "y".repeat(1000) + "\r\n").repeat(2000));
    asked("/api/files", "X: " + "y".repeat(5_000_000) + "\r\n");
    bytes("GET");
    bytes("\u0000\u0001\u0002");
    bytes("GET /api/files HTTP/9.9\r\n\r\n");
    assertEquals(200, client.get("/api/files").statusCode(), "it is still there");
  }

  @Test
  void takesNoHeadersFromAddresses() throws IOException {
    for (String target :
        List.of(
            "/?token=x%0d%0aSet-Cookie:%20evil=1",
            "/api/f/0/row?id=t:1%0d%0aX-Evil:%201",
            "/api/f/0/search?q=%0d%0aX-Evil:1%0d%0a%0d%0a<script>")) {
      String answer = asked(target);
      String head = answer.substring(0, answer.indexOf("\r\n\r\n"));
      assertFalse(head.toLowerCase(Locale.ROOT).contains("evil"), head);
    }
  }

  @Test
  void saysWhatIsWrongInASentence() throws IOException {
    assertEquals("there is no row 'q:1'", client.refusal(404, "row", "id", "q:1"));
    assertEquals(
        "'index' must be less than 2 to the power of 'level'",
        client.refusal(400, "tile", "row", "t:1", "level", 3, "index", 8));
    assertEquals("there are 0 rows, expected 1 to 64", client.refusal(400, "tile"));
  }
}
