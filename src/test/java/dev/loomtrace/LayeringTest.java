package dev.loomtrace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.Layers.Floor;
import dev.loomtrace.Layers.Room;
import dev.loomtrace.bridge.ClassUses;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Which package may use which. Each floor knows only those below it, no packages and no classes of
 * a package use each other in a circle, and each format keeps to itself.
 */
class LayeringTest {
  // The contract between the recorder and what reads its recordings.
  private static final String CONTRACT = "dev.loomtrace.event";

  /** The rules. */
  static final Layers HOUSE =
      new Layers(
          "dev.loomtrace",
          List.of(
              Floor.of(
                  "recorder and annotations",
                  Room.of("dev.loomtrace.internal"),
                  Room.of(CONTRACT),
                  // Without each other, and without the API, which is above them.
                  Room.of("dev.loomtrace.annotation", CONTRACT, "dev.loomtrace.internal"),
                  Room.of("dev.loomtrace.recorder", CONTRACT, "dev.loomtrace.internal"),
                  Room.of(
                      "dev.loomtrace.trigger",
                      CONTRACT,
                      "dev.loomtrace.recorder",
                      "dev.loomtrace.internal"),
                  Room.of("dev.loomtrace.jmx"),
                  Room.of(
                      "dev.loomtrace",
                      CONTRACT,
                      "dev.loomtrace.annotation",
                      "dev.loomtrace.jmx",
                      "dev.loomtrace.recorder",
                      "dev.loomtrace.trigger",
                      "dev.loomtrace.internal"),
                  // Its own copy of the recorder is all that the agent sees of it, by this door.
                  Room.of(
                      "dev.loomtrace.agent",
                      "dev.loomtrace",
                      "dev.loomtrace.annotation",
                      "dev.loomtrace.trigger",
                      "dev.loomtrace.internal"),
                  Room.of("dev.loomtrace.bridge.boot.table"),
                  Room.of("dev.loomtrace.bridge.boot.jdk", CONTRACT),
                  Room.of(
                      "dev.loomtrace.bridge.boot.event", CONTRACT, "dev.loomtrace.bridge.boot.jdk"),
                  Room.of(
                      "dev.loomtrace.bridge.boot.trigger",
                      CONTRACT,
                      "dev.loomtrace.bridge.boot.jdk"),
                  Room.of("dev.loomtrace.bridge.boot.request"),
                  Room.of(
                      "dev.loomtrace.bridge.boot.hook",
                      CONTRACT,
                      "dev.loomtrace.bridge.boot.jdk",
                      "dev.loomtrace.bridge.boot.event",
                      "dev.loomtrace.bridge.boot.table",
                      "dev.loomtrace.bridge.boot.trigger"),
                  Room.of(
                      "dev.loomtrace.bridge.boot.status",
                      CONTRACT,
                      "dev.loomtrace.bridge.boot.jdk",
                      "dev.loomtrace.bridge.boot.event",
                      "dev.loomtrace.bridge.boot.table",
                      "dev.loomtrace.bridge.boot.hook"),
                  Room.of("dev.loomtrace.bridge.boot", "dev.loomtrace.bridge.boot.*"),
                  Room.of(
                      "dev.loomtrace.bridge.instrument",
                      CONTRACT,
                      "dev.loomtrace.bridge.boot.hook",
                      "dev.loomtrace.bridge.boot.request",
                      "dev.loomtrace.bridge.boot.jdk"),
                  Room.of("dev.loomtrace.bridge", CONTRACT, "dev.loomtrace.bridge.*"),
                  // As applications of someone else's; the first two without each other.
                  Room.of("dev.loomtrace.opentelemetry", "dev.loomtrace"),
                  Room.of("dev.loomtrace.micrometer", "dev.loomtrace"),
                  Room.of("dev.loomtrace.spring", "dev.loomtrace", "dev.loomtrace.micrometer")),
              // Formats are written against the model, so it lies below them although its events
              // come from them.
              Floor.of(
                  "event model",
                  Room.of("dev.loomtrace.base"),
                  Room.of("dev.loomtrace.trace", CONTRACT, "dev.loomtrace.base")),
              Floor.of(
                  "formats",
                  Room.of(
                      "dev.loomtrace.gotrace.*",
                      "dev.loomtrace.base",
                      "dev.loomtrace.trace",
                      "dev.loomtrace.gotrace.*"),
                  Room.of("dev.loomtrace.jfr.chunk", "dev.loomtrace.base", "dev.loomtrace.trace"),
                  Room.of(
                      "dev.loomtrace.jfr.operation",
                      CONTRACT,
                      "dev.loomtrace.base",
                      "dev.loomtrace.trace"),
                  Room.of(
                      "dev.loomtrace.jfr.decode",
                      CONTRACT,
                      "dev.loomtrace.base",
                      "dev.loomtrace.trace",
                      "dev.loomtrace.jfr.chunk",
                      "dev.loomtrace.jfr.operation"),
                  Room.of(
                      "dev.loomtrace.jfr.simulation",
                      CONTRACT,
                      "dev.loomtrace.base",
                      "dev.loomtrace.trace",
                      "dev.loomtrace.jfr.chunk",
                      "dev.loomtrace.jfr.operation"),
                  Room.of(
                      "dev.loomtrace.jfr.model",
                      "dev.loomtrace.base",
                      "dev.loomtrace.trace",
                      "dev.loomtrace.jfr.chunk"),
                  Room.of(
                      "dev.loomtrace.jfr.write",
                      CONTRACT,
                      "dev.loomtrace.base",
                      "dev.loomtrace.trace",
                      "dev.loomtrace.jfr.chunk",
                      "dev.loomtrace.jfr.model"),
                  Room.of("dev.loomtrace.jfr", "dev.loomtrace.trace", "dev.loomtrace.jfr.*"),
                  Room.of("dev.loomtrace.perfetto", "dev.loomtrace.base", "dev.loomtrace.trace"),
                  Room.of("dev.loomtrace.pprof", "dev.loomtrace.base", "dev.loomtrace.trace"),
                  // The one place that knows all formats.
                  Room.of(
                      "dev.loomtrace.convert",
                      "dev.loomtrace.internal",
                      "dev.loomtrace.trace",
                      "dev.loomtrace.gotrace.*",
                      "dev.loomtrace.jfr",
                      "dev.loomtrace.jfr.model",
                      "dev.loomtrace.perfetto")),
              Floor.of(
                  "timeline",
                  Room.of("dev.loomtrace.timeline", "dev.loomtrace.base", "dev.loomtrace.trace"),
                  // Its door opens a trace of any format.
                  Room.of(
                      "dev.loomtrace.timeline.store",
                      "dev.loomtrace.base",
                      "dev.loomtrace.trace",
                      "dev.loomtrace.convert",
                      "dev.loomtrace.timeline")),
              Floor.of(
                  "answers",
                  Room.of(
                      "dev.loomtrace.analysis.*",
                      "dev.loomtrace.base",
                      "dev.loomtrace.trace",
                      "dev.loomtrace.timeline.*",
                      "dev.loomtrace.analysis.*")),
              Floor.of(
                  "report",
                  Room.of(
                      "dev.loomtrace.report",
                      "dev.loomtrace.trace",
                      "dev.loomtrace.pprof",
                      "dev.loomtrace.timeline",
                      "dev.loomtrace.analysis",
                      "dev.loomtrace.analysis.finding")),
              Floor.of(
                  "SQL",
                  Room.of(
                      "dev.loomtrace.sql",
                      "dev.loomtrace.timeline.store",
                      "dev.loomtrace.analysis",
                      "dev.loomtrace.report"),
                  Room.of(
                      "dev.loomtrace.sql.duckdb",
                      "dev.loomtrace.trace",
                      "dev.loomtrace.timeline",
                      "dev.loomtrace.timeline.store",
                      "dev.loomtrace.analysis",
                      "dev.loomtrace.sql")),
              Floor.of(
                  "questions",
                  Room.of(
                      "dev.loomtrace.question",
                      "dev.loomtrace.trace",
                      "dev.loomtrace.timeline",
                      "dev.loomtrace.timeline.store",
                      "dev.loomtrace.analysis",
                      "dev.loomtrace.analysis.finding",
                      "dev.loomtrace.report")),
              Floor.of(
                  "explorer",
                  // The server's own part knows nothing of traces.
                  Room.of("dev.loomtrace.explorer.http", "dev.loomtrace.report"),
                  Room.of(
                      "dev.loomtrace.explorer.trace",
                      "dev.loomtrace.trace",
                      "dev.loomtrace.convert",
                      "dev.loomtrace.timeline.*",
                      "dev.loomtrace.analysis",
                      "dev.loomtrace.sql",
                      "dev.loomtrace.report",
                      "dev.loomtrace.question"),
                  // What goes on is known by its files alone.
                  Room.of(
                      "dev.loomtrace.explorer.live",
                      "dev.loomtrace.timeline.store",
                      "dev.loomtrace.explorer.trace"),
                  Room.of(
                      "dev.loomtrace.explorer.api",
                      "dev.loomtrace.trace",
                      "dev.loomtrace.convert",
                      "dev.loomtrace.timeline.*",
                      "dev.loomtrace.analysis",
                      "dev.loomtrace.report",
                      "dev.loomtrace.question",
                      "dev.loomtrace.sql",
                      "dev.loomtrace.explorer.http",
                      "dev.loomtrace.explorer.live",
                      "dev.loomtrace.explorer.trace"),
                  Room.of(
                      "dev.loomtrace.explorer",
                      "dev.loomtrace.trace",
                      "dev.loomtrace.timeline.*",
                      "dev.loomtrace.question",
                      "dev.loomtrace.explorer.*")),
              Floor.of(
                  "faces",
                  // As an application of someone else's.
                  Room.of("dev.loomtrace.demo", "dev.loomtrace"),
                  Room.of(
                      "dev.loomtrace.tool",
                      "dev.loomtrace",
                      "dev.loomtrace.internal",
                      "dev.loomtrace.trace",
                      "dev.loomtrace.convert",
                      "dev.loomtrace.gotrace",
                      "dev.loomtrace.gotrace.text",
                      "dev.loomtrace.perfetto",
                      "dev.loomtrace.timeline.*",
                      "dev.loomtrace.analysis.*",
                      "dev.loomtrace.report",
                      "dev.loomtrace.sql",
                      "dev.loomtrace.question",
                      "dev.loomtrace.explorer",
                      "dev.loomtrace.demo"))),
          Map.ofEntries(
              Map.entry("net.bytebuddy", List.of("dev.loomtrace.bridge.instrument")),
              Map.entry(
                  "java.lang.instrument",
                  List.of(
                      "dev.loomtrace.bridge",
                      "dev.loomtrace.bridge.instrument",
                      "dev.loomtrace.opentelemetry")),
              Map.entry("jdk.internal", List.of("dev.loomtrace.bridge.boot.jdk")),
              Map.entry("sun", List.of("dev.loomtrace.bridge.boot.jdk")),
              Map.entry(
                  "jdk.jfr",
                  List.of(
                      "dev.loomtrace",
                      "dev.loomtrace.annotation",
                      "dev.loomtrace.recorder",
                      "dev.loomtrace.bridge.*",
                      "dev.loomtrace.tool")),
              // The recorder does without, unless it is asked to be a managed bean.
              Map.entry("javax.management", List.of("dev.loomtrace.jmx", "dev.loomtrace.bridge")),
              Map.entry("io.opentelemetry", List.of("dev.loomtrace.opentelemetry")),
              Map.entry(
                  "io.micrometer", List.of("dev.loomtrace.micrometer", "dev.loomtrace.spring")),
              Map.entry("org.springframework", List.of("dev.loomtrace.spring")),
              Map.entry("picocli", List.of("dev.loomtrace.tool")),
              Map.entry(
                  "com.fasterxml.jackson",
                  List.of(
                      "dev.loomtrace.report",
                      "dev.loomtrace.sql",
                      "dev.loomtrace.explorer.http",
                      "dev.loomtrace.explorer.api")),
              Map.entry(
                  "com.sun.net.httpserver",
                  List.of("dev.loomtrace.explorer.http", "dev.loomtrace.demo")),
              Map.entry("me.tongfei.progressbar", List.of("dev.loomtrace.tool")),
              Map.entry("org.jline", List.of()),
              Map.entry("java.sql", List.of("dev.loomtrace.sql.duckdb")),
              Map.entry("javax.sql", List.of()),
              Map.entry("org.duckdb", List.of("dev.loomtrace.sql.duckdb"))));

  // Circles that are being taken apart. One that is gone must leave this list.
  private static final List<Set<String>> TOLERATED = List.of();

  private static final List<String> MODULES =
      List.of(
          "jfr-events",
          "jfr-bridge",
          "converter",
          "analysis",
          "explorer/sql",
          "explorer",
          "integrations/opentelemetry",
          "integrations/micrometer",
          "integrations/spring-boot-starter",
          "src");

  // Those of them that have a descriptor, and what these require.
  private static final List<Path> MODULE_PATH =
      Stream.concat(
              Stream.of("jfr-events", "converter", "analysis", "explorer")
                  .map(LayeringTest::classes),
              Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                  .filter(entry -> entry.contains("jackson-core"))
                  .map(Path::of))
          .toList();

  @Test
  void everyClassUsesOnlyWhatItMay() throws Exception {
    Map<String, Set<String>> uses = new TreeMap<>();
    for (String module : MODULES) {
      Map<String, Set<String>> found = ClassUses.of(classes(module), MODULE_PATH);
      assertTrue(found.size() > 3, module + ": too little was found: " + found.keySet());
      uses.putAll(found);
    }
    assertEquals(List.of(), HOUSE.faults(uses, TOLERATED));
  }

  /** A room without a tenant is one that was renamed. */
  @Test
  void everyRuleIsAboutAPackage() throws IOException {
    Set<String> empty = new TreeSet<>();
    for (Floor floor : HOUSE.floors()) {
      for (Room room : floor.rooms()) {
        String folder = room.name().replace(".*", "").replace('.', '/');
        boolean exists = false;
        for (String module : MODULES) {
          exists |= holdsClasses(classes(module).resolve(folder));
        }
        if (!exists) {
          empty.add(room.name());
        }
      }
    }
    assertEquals(Set.of(), empty);
  }

  private static boolean holdsClasses(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.toString().endsWith(".class"));
    }
  }

  private static Path classes(String module) {
    return Path.of("..", module, "target", "classes");
  }
}
