package dev.loomtrace.explorer.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameters, as browsers send them and as others do. */
class RequestTest {
  private static Request of(String query) throws Refusal {
    return Request.of("/", query);
  }

  @Test
  void readsParameters() throws Refusal {
    Request request = of("a=1&row=g%3Aapp%2FMain.run&row=t:2&b=%C3%A9+%F0%9F%98%80&c&d=x=y");
    assertEquals(Optional.of(1L), request.number("a"));
    assertEquals(List.of("g:app/Main.run", "t:2"), request.all("row"));
    assertEquals("é 😀", request.needed("b"));
    assertEquals("", request.needed("c"));
    assertEquals("x=y", request.needed("d"));
    assertEquals(Optional.empty(), request.text("e"));
    assertEquals(Optional.empty(), of(null).text("e"));
    assertEquals(Optional.empty(), of("").text(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a=%", "a=%1", "a=%zz", "a=%-1", "%=1", "a=%ff", "a=%c3%28", "a=%ED%A0%80"})
  void refusesWhatIsNoText(String query) {
    assertEquals(400, assertThrows(Refusal.class, () -> of(query)).status());
  }

  @Test
  void refusesTooMany() {
    assertThrows(Refusal.class, () -> of("a&".repeat(1000)));
  }

  @Test
  void refusesNumbersThatAreNone() throws Refusal {
    Request request = of("a=1e3&b=9223372036854775808&c=&d=-1&e=101&f=1&f=2");
    for (String name : List.of("a", "b", "c", "f")) {
      assertThrows(Refusal.class, () -> request.number(name), name);
    }
    for (String name : List.of("d", "e")) {
      assertThrows(Refusal.class, () -> request.number(name, 5, 0, 100), name);
    }
    assertEquals(5, request.number("none", 5, 0, 100));
  }

  @Test
  void readsFlags() throws Refusal {
    Request request = of("a&b=true&c=false&d=yes");
    assertTrue(request.flag("a") && request.flag("b"));
    assertTrue(!request.flag("c") && !request.flag("e"));
    assertThrows(Refusal.class, () -> request.flag("d"));
  }
}
