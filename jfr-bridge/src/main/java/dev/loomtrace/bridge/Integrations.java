package dev.loomtrace.bridge;

import dev.loomtrace.bridge.boot.request.Server;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which sources of tasks this JVM has: libraries of spans, by what Loomtrace's integration with
 * each says of itself in a system property, and servers.
 */
final class Integrations {
  private static final String STATE = "loomtrace.state.";
  private static final String OPENTELEMETRY = "opentelemetry";
  private static final String CONFIGURATION = "otel.config.file";
  private static final String CONFIGURATION_VARIABLE = "OTEL_CONFIG_FILE";

  /**
   * A library that Loomtrace has an integration with.
   *
   * @param mark a class that is loaded where it is used
   */
  private record Library(String name, String key, String mark, String artifact) {}

  private static final List<Library> LIBRARIES =
      List.of(
          new Library(
              "OpenTelemetry",
              OPENTELEMETRY,
              "io.opentelemetry.sdk.trace.SdkTracerProvider",
              "loomtrace-opentelemetry"),
          new Library(
              "Micrometer",
              "micrometer",
              "io.micrometer.observation.ObservationRegistry",
              "loomtrace-micrometer"),
          new Library(
              "Spring Boot",
              "spring-boot",
              "org.springframework.boot.SpringApplication",
              "loomtrace-spring-boot-starter"));

  private Integrations() {}

  /**
   * A line for each: what it is, and how it fares.
   *
   * @param loaded the classes of this JVM
   */
  static List<String> lines(Class<?>[] loaded) {
    Set<String> names = new HashSet<>();
    for (Class<?> type : loaded) {
      names.add(type.getName());
    }
    return lines(names);
  }

  /** The same by the classes' names. */
  static List<String> lines(Set<String> loaded) {
    List<String> lines = new ArrayList<>();
    for (Library library : LIBRARIES) {
      String state = System.getProperty(STATE + library.key());
      String found =
          loaded.contains(library.mark())
              ? "found, " + library.artifact() + " is not there or not in use" + declared(library)
              : "not found";
      lines.add(library.name() + ": " + OneLine.visible(state == null ? found : state));
    }
    return lines;
  }

  // OpenTelemetry's declarative configuration has only what its file names.
  private static String declared(Library library) {
    String file = System.getProperty(CONFIGURATION, System.getenv(CONFIGURATION_VARIABLE));
    return library.key().equals(OPENTELEMETRY) && file != null && !file.isBlank()
        ? "; of its processors in " + file + " one has to be '- loomtrace:'"
        : "";
  }

  /**
   * A line for each server that is there and of which no request is named since nobody asked.
   *
   * @param told what is said of the others
   */
  static List<String> unnamed(Class<?>[] loaded, String[] told) {
    Set<String> names = new HashSet<>();
    for (Class<?> type : loaded) {
      names.add(type.getName());
    }
    return unnamed(names, told);
  }

  /** The same by the classes' names. */
  static List<String> unnamed(Set<String> loaded, String[] told) {
    List<String> lines = new ArrayList<>();
    for (Server server : Server.values()) {
      boolean known = false;
      for (String line : told) {
        known |= line.startsWith(server.option() + ":");
      }
      if (!known && server.begins().stream().anyMatch(begin -> loaded.contains(begin.owner()))) {
        lines.add(server.option() + ": found, off; requests=" + server.option() + " names them");
      }
    }
    return lines;
  }
}
