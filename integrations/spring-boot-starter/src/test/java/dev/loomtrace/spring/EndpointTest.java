package dev.loomtrace.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.json.JsonParserFactory;

/** The endpoint of the Actuator: closed unless it is opened, over HTTP and JMX. */
class EndpointTest {
  private static final String ON = "loomtrace.flight-recorder.enabled=true";
  private static final String ACCESS = "management.endpoint.loomtrace.access=";
  private static final String WEB = "management.endpoints.web.exposure.include=";
  private static final String PATH = "/actuator/loomtrace";

  @TempDir Path temporary;

  private String dir() {
    return "loomtrace.flight-recorder.dir=" + temporary;
  }

  private static Map<String, Object> json(HttpResponse<String> answer) {
    assertEquals(200, answer.statusCode(), answer::body);
    return JsonParserFactory.getJsonParser().parseMap(answer.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", WEB + "*", WEB + "loomtrace", ACCESS + "unrestricted"})
  void isClosedUnlessItIsBothExposedAndPermitted(String property) throws Exception {
    String[] properties =
        property.isEmpty() ? new String[] {ON, dir()} : new String[] {ON, dir(), property};
    try (Running shop = Running.shop(properties)) {
      assertEquals(404, shop.get(PATH).statusCode());
      assertEquals(404, shop.post(PATH, "{}").statusCode());
      assertTrue(shop.beans().stream().noneMatch(bean -> bean.contains("ndpoint")));
    }
  }

  @Test
  void tellsAndDumps() throws Exception {
    try (Running shop =
        Running.shop(
            ON,
            dir(),
            WEB + "loomtrace",
            ACCESS + "unrestricted",
            "loomtrace.flight-recorder.triggers=error",
            "loomtrace.flight-recorder.every=1h")) {
      assertEquals(
          Map.of(
              "recording",
              true,
              "agent",
              false,
              "window",
              "PT20S",
              "folder",
              temporary.toString(),
              "triggers",
              List.of("error"),
              "lastDumps",
              List.of(),
              "suppressed",
              0),
          json(shop.get(PATH)));
      Map<String, Object> dumped = json(shop.post(PATH, "{\"reason\": \"to look\"}"));
      assertEquals(
          List.of(dumped.get("file")),
          Running.dumps(temporary).stream().map(file -> file.getFileName().toString()).toList());
      Map<String, Object> refused = json(shop.post(PATH, ""));
      assertTrue(refused.containsKey("refused"), refused::toString);
      assertEquals(1, Running.dumps(temporary).size());
    }
  }

  @Test
  void mayBeReadOnly() throws Exception {
    try (Running shop = Running.shop(ON, dir(), WEB + "loomtrace", ACCESS + "read-only")) {
      assertEquals(true, json(shop.get(PATH)).get("recording"));
      assertEquals(405, shop.post(PATH, "").statusCode());
      assertEquals(List.of(), Running.dumps(temporary));
    }
  }

  @Test
  void isThereOverJmxToo() throws Exception {
    ObjectName name = new ObjectName("org.springframework.boot:type=Endpoint,name=Loomtrace");
    String[] exposed = {
      ON,
      dir(),
      "spring.jmx.enabled=true",
      "management.endpoints.jmx.exposure.include=loomtrace",
      ACCESS + "unrestricted"
    };
    try (Running shop = Running.shop(exposed)) {
      MBeanServer server = shop.context().getBean(MBeanServer.class);
      Map<?, ?> state = (Map<?, ?>) server.invoke(name, "state", new Object[0], new String[0]);
      assertEquals(true, state.get("recording"));
      Map<?, ?> dumped =
          (Map<?, ?>)
              server.invoke(
                  name, "dump", new Object[] {null}, new String[] {String.class.getName()});
      assertEquals(
          List.of(dumped.get("file")),
          Running.dumps(temporary).stream().map(file -> file.getFileName().toString()).toList());
      assertEquals(404, shop.get(PATH).statusCode());
    }
  }
}
