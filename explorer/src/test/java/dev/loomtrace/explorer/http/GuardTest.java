package dev.loomtrace.explorer.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask, line by line of what keeps the others out. */
class GuardTest {
  private static final String TOKEN = "t0ken-of-this-server";
  private static final int PORT = 4711;
  private static final String COOKIE = "loomtrace-4711=" + TOKEN;

  private final Guard guard = new Guard(TOKEN, PORT, Set.of("localhost", "127.0.0.1"));
  private final Map<String, List<String>> headers = new HashMap<>();

  GuardTest() {
    header("Host", "127.0.0.1:4711");
    header("Cookie", COOKIE);
  }

  private void header(String name, String... values) {
    headers.put(name, new ArrayList<>(List.of(values)));
  }

  /** The status that is sent; 0 if the request is to be answered. */
  private int check(String method, String path, String query) {
    Optional<Reply> reply =
        guard.check(
            method, "127.0.0.1", path, query, name -> headers.getOrDefault(name, List.of()));
    return reply.map(Reply::status).orElse(0);
  }

  private int check() {
    return check("GET", "/api/files", null);
  }

  @Test
  void letsThroughWhoHasTheToken() {
    assertEquals(0, check());
    assertEquals(0, check("HEAD", "/", null));
    header("Cookie", "a=b; " + COOKIE + " ; c=d");
    assertEquals(0, check());
    header("Cookie", "a=b", COOKIE);
    assertEquals(0, check());
    headers.remove("Cookie");
    header("Authorization", "Bearer " + TOKEN);
    assertEquals(0, check());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "loomtrace-4711=",
        "loomtrace-4711",
        "loomtrace-4711=t0ken-of-this-serve",
        "loomtrace-4711=t0ken-of-this-server2",
        "loomtrace-4711=T0KEN-OF-THIS-SERVER",
        "loomtrace-4712=t0ken-of-this-server",
        "loomtrace-47111=t0ken-of-this-server",
        "loomtrace=t0ken-of-this-server",
        "token=t0ken-of-this-server",
        "xloomtrace-4711=t0ken-of-this-server",
        "a=loomtrace-4711=t0ken-of-this-server",
        "loomtrace-4711=\u0000t0ken-of-this-server",
        "loomtrace-4711=\"t0ken-of-this-server\"",
      })
  void keepsOutWhoHasNotTheCookie(String cookie) {
    header("Cookie", cookie);
    assertEquals(403, check());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "t0ken-of-this-server",
        "bearer t0ken-of-this-server",
        "Basic t0ken-of-this-server",
        "Bearer",
        "Bearer ",
        "Bearer t0ken-of-this-server ",
        "Bearer t0ken-of-this-serves",
      })
  void keepsOutWhoseBearerIsWrong(String authorization) {
    headers.remove("Cookie");
    header("Authorization", authorization);
    assertEquals(403, check());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:4711",
        "127.0.0.1",
        "127.0.0.1:80",
        "127.0.0.1:47110",
        "127.0.0.1:4711:4711",
        "127.0.0.1.evil.example:4711",
        "evil.example/127.0.0.1:4711",
        "localhost.evil.example:4711",
        "user@127.0.0.1:4711",
        "0.0.0.0:4711",
        "[::1]:4711",
        ":4711",
        "",
        "LOCALHOST:4711",
      })
  void keepsOutOtherNamesOfThisMachine(String host) {
    header("Host", host);
    assertEquals(403, check());
  }

  @Test
  void keepsOutWhoNamesNoHostOrTwo() {
    headers.remove("Host");
    assertEquals(403, check());
    header("Host", "127.0.0.1:4711", "evil.example");
    assertEquals(403, check());
    header("Host", "localhost:4711");
    assertEquals(0, check());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "http://evil.example",
        "http://evil.example:4711",
        "https://127.0.0.1:4711",
        "http://127.0.0.1",
        "http://127.0.0.1:4712",
        "http://127.0.0.1:4711/",
        "http://127.0.0.1:4711.evil.example",
        "file://",
        "",
      })
  void keepsOutPagesOfOthers(String origin) {
    header("Origin", origin);
    assertEquals(403, check());
  }

  @ParameterizedTest
  @CsvSource({
    "same-origin, 0",
    "none, 0",
    "cross-site, 403",
    "same-site, 403",
    "SAME-ORIGIN, 403",
    "'', 403"
  })
  void believesWhatTheBrowserSaysOfWhoAsks(String site, int status) {
    header("Origin", "http://127.0.0.1:4711");
    header("Sec-Fetch-Site", site);
    assertEquals(status, check());
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "get"})
  void changesNothing(String method) {
    assertEquals(405, check(method, "/api/files", null));
  }

  @Test
  void givesTheCookieForTheToken() {
    headers.remove("Cookie");
    Reply reply =
        guard
            .check(
                "GET",
                "127.0.0.1",
                "/",
                "token=" + TOKEN,
                name -> headers.getOrDefault(name, List.of()))
            .orElseThrow();
    assertEquals(303, reply.status());
    assertEquals("/", reply.headers().get("Location"));
    assertEquals(COOKIE + "; HttpOnly; SameSite=Strict; Path=/", reply.headers().get("Set-Cookie"));
  }

  @Test
  void givesNothingForAnotherToken() {
    headers.remove("Cookie");
    for (String query :
        List.of(
            "token=",
            "token=x",
            "token=" + TOKEN + "&a=b",
            "token=" + TOKEN.toUpperCase(Locale.ROOT),
            "Token=" + TOKEN,
            "a=b&token=" + TOKEN)) {
      assertEquals(403, check("GET", "/", query), query);
    }
    assertEquals(403, check("GET", "/api/files", "token=" + TOKEN), "only where the page is");
    header("Host", "evil.example:4711");
    assertEquals(403, check("GET", "/", "token=" + TOKEN), "the rest counts as well");
  }

  @Test
  void passIsGoodForOneUse() {
    headers.remove("Cookie");
    String first = guard.newPass();
    String pass = guard.newPass();
    assertEquals(403, check("GET", "/", "token=" + first), "another one was made since");
    assertEquals(303, check("GET", "/", "token=" + pass));
    assertEquals(403, check("GET", "/", "token=" + pass));
    header("Cookie", "loomtrace-4711=" + pass);
    assertEquals(403, check(), "it is not the token");
  }

  @Test
  void refusesAddressesThatAreTooLong() {
    assertEquals(414, check("GET", "/" + "a".repeat(1 << 14), null));
    assertEquals(414, check("GET", "/", "a=" + "b".repeat(1 << 14)));
  }

  @Test
  void tokensAreLongAndNeverTheSame() {
    assertNotEquals(Guard.newToken(), Guard.newToken());
    assertTrue(Guard.newToken().matches("[A-Za-z0-9_-]{43}"));
  }
}
