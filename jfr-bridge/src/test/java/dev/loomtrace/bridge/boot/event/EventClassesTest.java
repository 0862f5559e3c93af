package dev.loomtrace.bridge.boot.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.loomtrace.event.EventSchema;
import dev.loomtrace.event.EventSpec;
import dev.loomtrace.event.EventSpec.Recorder;
import dev.loomtrace.event.FieldSpec;
import dev.loomtrace.event.SettingSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.AnnotationElement;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.Period;
import jdk.jfr.SettingDescriptor;
import jdk.jfr.ValueDescriptor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The event classes of the agent and of the annotations are what the schema says, as JFR sees them.
 * JFR wants classes with annotations, so they are compared and not made.
 */
class EventClassesTest {
  private static final String CONTEXTUAL = "jdk.jfr.Contextual";

  // What JFR gives an event that does not say otherwise.
  private static final Map<String, String> UNSAID =
      Map.of("threshold", "0 ns", "stackTrace", "false");

  /** By names of events: all event classes where a recorder's code lies. */
  private static Map<String, Class<? extends Event>> classes(Recorder recorder) throws Exception {
    Class<?> one = recorder == Recorder.AGENT ? BlockEvent.class : EventSchema.class;
    URI place = one.getProtectionDomain().getCodeSource().getLocation().toURI();
    Map<String, Class<? extends Event>> classes = new TreeMap<>();
    for (String name : classNames(Path.of(place))) {
      Class<?> type = Class.forName(name, false, EventClassesTest.class.getClassLoader());
      if (Event.class.isAssignableFrom(type)) {
        Class<? extends Event> event = type.asSubclass(Event.class);
        assertNull(classes.put(EventType.getEventType(event).getName(), event), name);
      }
    }
    return classes;
  }

  // Of a folder with classes, or of a jar.
  private static List<String> classNames(Path place) throws IOException {
    if (Files.isDirectory(place)) {
      return classNamesBelow(place);
    }
    try (FileSystem jar = FileSystems.newFileSystem(place)) {
      return classNamesBelow(jar.getPath("/"));
    }
  }

  private static List<String> classNamesBelow(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(file -> file.startsWith("dev/loomtrace/") && file.endsWith(".class"))
          .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
          .toList();
    }
  }

  private static List<EventSpec> described(Recorder recorder) {
    return EventSchema.events().stream().filter(event -> event.recorder() == recorder).toList();
  }

  @ParameterizedTest
  @EnumSource
  void eachClassIsDescribedAndEachDescriptionHasAClass(Recorder recorder) throws Exception {
    Set<String> names =
        described(recorder).stream().map(EventSpec::name).collect(Collectors.toSet());
    assertEquals(new TreeSet<>(names), classes(recorder).keySet());
  }

  @ParameterizedTest
  @EnumSource
  void typesAndFieldsAreAsDescribed(Recorder recorder) throws Exception {
    Map<String, Class<? extends Event>> classes = classes(recorder);
    for (EventSpec event : described(recorder)) {
      EventType type = EventType.getEventType(classes.get(event.name()));
      assertEquals(event.annotations(), annotations(type.getAnnotationElements()));
      assertEquals(
          event.fields().stream().map(EventClassesTest::written).toList(),
          type.getFields().stream().map(EventClassesTest::written).toList(),
          event.name());
      for (FieldSpec field : event.ownFields()) {
        Map<String, List<String>> expected = new LinkedHashMap<>(field.annotations());
        if (!hasContextual()) {
          expected.remove(CONTEXTUAL);
        }
        assertEquals(
            expected,
            annotations(type.getField(field.name()).getAnnotationElements()),
            event.name() + "." + field.name());
      }
    }
  }

  private static String written(FieldSpec field) {
    String unit =
        field.annotations().entrySet().stream()
            .filter(a -> a.getKey().startsWith("jdk.jfr.Time"))
            .map(a -> a.getKey() + a.getValue())
            .collect(Collectors.joining());
    return field.name() + " " + field.type().jfrName() + " " + unit;
  }

  private static String written(ValueDescriptor field) {
    String unit =
        field.getAnnotationElements().stream()
            .filter(a -> a.getTypeName().startsWith("jdk.jfr.Time"))
            .map(a -> a.getTypeName() + a.getValues())
            .collect(Collectors.joining());
    return field.getName() + " " + field.getTypeName() + " " + unit;
  }

  private static Map<String, List<String>> annotations(List<AnnotationElement> elements) {
    Map<String, List<String>> annotations = new LinkedHashMap<>();
    for (AnnotationElement element : elements) {
      List<String> values = new ArrayList<>();
      for (Object value : element.getValues()) {
        if (value instanceof Object[] several) {
          Stream.of(several).map(Object::toString).forEach(values::add);
        } else {
          values.add(value.toString());
        }
      }
      annotations.put(element.getTypeName(), values);
    }
    return annotations;
  }

  private static boolean hasContextual() {
    try {
      Class.forName(CONTEXTUAL);
      return true;
    } catch (ClassNotFoundException e) {
      return false; // Before JDK 25.
    }
  }

  @ParameterizedTest
  @EnumSource
  void settingsHaveTheDefaultsOfTheClasses(Recorder recorder) throws Exception {
    Map<String, Class<? extends Event>> classes = classes(recorder);
    for (EventSpec event : described(recorder)) {
      Class<? extends Event> type = classes.get(event.name());
      Map<String, String> actual = new TreeMap<>();
      for (SettingDescriptor setting : EventType.getEventType(type).getSettingDescriptors()) {
        actual.put(setting.getName(), setting.getDefaultValue());
      }
      Period period = type.getAnnotation(Period.class);
      if (period != null) {
        actual.put("period", period.value());
      }
      Set<String> described = new HashSet<>();
      for (SettingSpec setting : event.settings()) {
        described.add(setting.name());
        assertEquals(setting.value(), actual.get(setting.name()), event.name() + setting);
      }
      actual.keySet().removeAll(described);
      actual.forEach((name, value) -> assertEquals(UNSAID.get(name), value, event.name() + name));
    }
  }
}
