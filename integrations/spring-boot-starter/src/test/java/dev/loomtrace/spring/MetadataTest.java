package dev.loomtrace.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.beans.BeanInfo;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.json.JsonParserFactory;

/** What editors are told of the properties is what they are. */
class MetadataTest {
  private static Map<String, Map<?, ?>> described() throws IOException {
    try (InputStream in =
        FlightRecorderProperties.class.getResourceAsStream(
            "/META-INF/spring-configuration-metadata.json")) {
      Map<String, Object> metadata =
          JsonParserFactory.getJsonParser()
              .parseMap(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      return ((List<?>) metadata.get("properties"))
          .stream()
              .map(property -> (Map<?, ?>) property)
              .collect(Collectors.toMap(property -> (String) property.get("name"), p -> p));
    }
  }

  private static String kebab(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
  }

  private static Map<String, String> types(String prefix, Class<?> type) throws Exception {
    Map<String, String> types = new TreeMap<>();
    BeanInfo info = Introspector.getBeanInfo(type, Object.class);
    for (PropertyDescriptor property : info.getPropertyDescriptors()) {
      String name = property.getReadMethod().getGenericReturnType().getTypeName();
      Map<String, String> boxes =
          Map.of("boolean", "java.lang.Boolean", "int", "java.lang.Integer");
      types.put(prefix + "." + kebab(property.getName()), boxes.getOrDefault(name, name));
    }
    return types;
  }

  private static Map<String, Object> values(Object properties) throws Exception {
    Map<String, Object> values = new HashMap<>();
    BeanInfo info = Introspector.getBeanInfo(properties.getClass(), Object.class);
    for (PropertyDescriptor property : info.getPropertyDescriptors()) {
      values.put(property.getName(), property.getReadMethod().invoke(properties));
    }
    return values;
  }

  private static void check(String prefix, Object bound, Object fresh) throws Exception {
    Map<String, Map<?, ?>> described = described();
    Class<?> type = fresh.getClass();
    Map<String, String> types = new TreeMap<>();
    Map<String, Object> defaults = new HashMap<>();
    for (Map.Entry<String, Map<?, ?>> one : described.entrySet()) {
      if (type.getName().equals(one.getValue().get("sourceType"))) {
        types.put(one.getKey(), (String) one.getValue().get("type"));
        if (one.getValue().get("defaultValue") != null) {
          defaults.put(one.getKey(), one.getValue().get("defaultValue"));
        }
      }
    }
    assertEquals(types(prefix, type), types);
    for (PropertyDescriptor property :
        Introspector.getBeanInfo(type, Object.class).getPropertyDescriptors()) {
      Object value = property.getReadMethod().invoke(fresh);
      boolean none = value == null || value.equals(List.of());
      assertEquals(
          none,
          !defaults.containsKey(prefix + "." + kebab(property.getName())),
          property::toString);
    }
    new Binder(new MapConfigurationPropertySource(defaults))
        .bind(prefix, Bindable.ofInstance(bound));
    assertEquals(values(fresh), values(bound));
  }

  @Test
  void namesTypesAndDefaultsAgree() throws Exception {
    check(
        "loomtrace.flight-recorder",
        new FlightRecorderProperties(),
        new FlightRecorderProperties());
    check("loomtrace.observations", new ObservationProperties(), new ObservationProperties());
  }

  @Test
  void eachIsDescribed() throws IOException {
    for (Map<?, ?> property : described().values()) {
      assertNotNull(property.get("description"), property::toString);
    }
  }
}
