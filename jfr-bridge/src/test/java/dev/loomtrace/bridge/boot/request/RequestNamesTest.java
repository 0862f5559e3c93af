package dev.loomtrace.bridge.boot.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestNamesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "/|/",
        "\"\"|/",
        "/orders|/orders",
        "/orders/4711|/orders/{n}",
        "/orders/4711/|/orders/{n}",
        "orders/7|/orders/{n}",
        "/a?card=4711|/a",
        "/a#4711|/a",
        "/a;jsessionid=00ff/b|/a/b",
        "/v2/oauth2/page10|/v2/oauth2/page10",
        "/invoice-20261.pdf|/invoice-{n}.pdf",
        "/days/2026-11-30|/days/{n}",
        "/1.5/x|/{n}/x",
        "/u/123e4567-e89b-12d3-a456-426614174000|/u/{id}",
        "/blobs/00f067aa0ba902b7|/blobs/{id}",
        "/facade/deadbeef|/facade/deadbeef",
        "/t/eyJhbGciOiJIUzI1NiJ9x7Qp|/t/{id}",
        "/resetpasswordconfirmation|/resetpasswordconfirmation",
        "/mail/jane@example.org|/mail/{id}",
        "/q/a%20b|/q/{id}",
        "/1/2/3/4/5/6/7/8/9/10/11|/{n}/{n}/{n}/{n}/{n}/{n}/{n}/{n}/{n}/{n}/...",
        "*|/*",
      })
  void whatDiffersIsMasked(String path, String masked) {
    assertEquals(masked, RequestNames.masked(path));
  }

  @Test
  void aLongSegmentIsMasked() {
    assertEquals("/{id}", RequestNames.masked("/" + "a".repeat(49)));
  }

  @ParameterizedTest
  @CsvSource({"GET,GET", "PROPFIND,PROPFIND", "get,OTHER", "G\u001b[31mT,OTHER", ",OTHER"})
  void aMethodIsOneOrNone(String method, String name) {
    assertEquals(name, RequestNames.method(method));
  }

  @Test
  void namesAreBoundedWhateverIsAsked() {
    Random random = new Random(7);
    RequestNames names = new RequestNames();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      StringBuilder path = new StringBuilder();
      int length = random.nextInt(400);
      for (int j = 0; j < length; j++) {
        path.append((char) (random.nextInt(10) == 0 ? '/' : random.nextInt(300)));
      }
      String begun = names.begin("GET", path.toString());
      String name = names.end(begun, "GET", true);
      assertTrue(name.length() <= RequestNames.MOST_CHARACTERS, name);
      assertTrue(name.chars().allMatch(c -> c >= ' ' && c <= '~'), name);
      seen.add(name);
    }
    for (int i = 0; i < 2 * RequestNames.MOST_NAMES; i++) {
      String word = Integer.toString(i, 36).replaceAll("\\d", "_");
      seen.add(names.end(names.begin("GET", "/w" + word), "GET", true));
    }
    assertTrue(seen.contains(RequestNames.OTHER));
    assertTrue(seen.size() <= RequestNames.MOST_NAMES + 1, seen.size() + " names");
  }

  @Test
  void whatIsNotFoundMakesNoName() {
    RequestNames names = new RequestNames();
    assertEquals("GET (not found)", names.end(names.begin("GET", "/wp-admin"), "GET", false));
    assertEquals("GET /a", names.end(names.begin("GET", "/a"), "GET", true));
    assertEquals("GET /a", names.end(names.begin("GET", "/a"), "GET", false));
  }

  @Test
  void routesAreTakenAsTheyAreButForWhatIsUnsafe() {
    assertEquals("GET /orders/{id}", RequestNames.ofRoute("GET", "/orders/{id}"));
    assertEquals("GET /?[2J", RequestNames.ofRoute("GET", "/\u001b[2J"));
    assertEquals(
        RequestNames.MOST_CHARACTERS, RequestNames.ofRoute("GET", "/a".repeat(500)).length());
  }
}
