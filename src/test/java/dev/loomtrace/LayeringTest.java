package dev.loomtrace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which package may use which: data flows one way, and each format keeps to itself. */
class LayeringTest {
  // A package, or with ".*" a package and those below it, and what it may use of ours. Packages of
  // the JDK are free except where a rule below names them. The recorder and its reader share
  // dev.loomtrace for the constants of EventNames, which are inlined.
  private static final Map<String, List<String>> ALLOWED =
      Map.ofEntries(
          Map.entry("dev.loomtrace", List.of("dev.loomtrace.internal")),
          Map.entry("dev.loomtrace.internal", List.of()),
          Map.entry("dev.loomtrace.base", List.of()),
          Map.entry("dev.loomtrace.trace", List.of("dev.loomtrace", "dev.loomtrace.base")),
          Map.entry(
              "dev.loomtrace.gotrace.*",
              List.of("dev.loomtrace.base", "dev.loomtrace.trace", "dev.loomtrace.gotrace.*")),
          Map.entry(
              "dev.loomtrace.jfr.chunk", List.of("dev.loomtrace.base", "dev.loomtrace.trace")),
          Map.entry(
              "dev.loomtrace.jfr.operation",
              List.of("dev.loomtrace", "dev.loomtrace.base", "dev.loomtrace.trace")),
          Map.entry(
              "dev.loomtrace.jfr.decode",
              List.of(
                  "dev.loomtrace",
                  "dev.loomtrace.base",
                  "dev.loomtrace.trace",
                  "dev.loomtrace.jfr.chunk",
                  "dev.loomtrace.jfr.operation")),
          Map.entry(
              "dev.loomtrace.jfr.simulation",
              List.of(
                  "dev.loomtrace",
                  "dev.loomtrace.base",
                  "dev.loomtrace.trace",
                  "dev.loomtrace.jfr.chunk",
                  "dev.loomtrace.jfr.operation")),
          Map.entry("dev.loomtrace.jfr", List.of("dev.loomtrace.trace", "dev.loomtrace.jfr.*")),
          Map.entry(
              "dev.loomtrace.convert",
              List.of(
                  "dev.loomtrace.internal",
                  "dev.loomtrace.trace",
                  "dev.loomtrace.gotrace.*",
                  "dev.loomtrace.jfr")),
          Map.entry("dev.loomtrace.timeline", List.of("dev.loomtrace.base", "dev.loomtrace.trace")),
          // Its door opens a trace of any format.
          Map.entry(
              "dev.loomtrace.timeline.store",
              List.of(
                  "dev.loomtrace.base",
                  "dev.loomtrace.trace",
                  "dev.loomtrace.convert",
                  "dev.loomtrace.timeline")),
          Map.entry(
              "dev.loomtrace.analysis.*",
              List.of(
                  "dev.loomtrace.base",
                  "dev.loomtrace.trace",
                  "dev.loomtrace.timeline.*",
                  "dev.loomtrace.analysis.*")),
          Map.entry(
              "dev.loomtrace.report",
              List.of("dev.loomtrace.trace", "dev.loomtrace.timeline", "dev.loomtrace.analysis")),
          Map.entry(
              "dev.loomtrace.tool.*",
              List.of(
                  "dev.loomtrace",
                  "dev.loomtrace.internal",
                  "dev.loomtrace.trace",
                  "dev.loomtrace.convert",
                  "dev.loomtrace.gotrace",
                  "dev.loomtrace.gotrace.text",
                  "dev.loomtrace.timeline.*",
                  "dev.loomtrace.analysis.*",
                  "dev.loomtrace.report",
                  "dev.loomtrace.demo",
                  "dev.loomtrace.tool.*")),
          // As an application of someone else's.
          Map.entry("dev.loomtrace.demo", List.of("dev.loomtrace")),
          Map.entry("dev.loomtrace.bridge", List.of("dev.loomtrace", "dev.loomtrace.bridge.*")),
          Map.entry("dev.loomtrace.bridge.boot", List.of("dev.loomtrace.bridge.boot.*")),
          Map.entry("dev.loomtrace.bridge.boot.jdk", List.of("dev.loomtrace")),
          Map.entry("dev.loomtrace.bridge.boot.table", List.of()),
          Map.entry(
              "dev.loomtrace.bridge.boot.event",
              List.of("dev.loomtrace", "dev.loomtrace.bridge.boot.jdk")),
          Map.entry(
              "dev.loomtrace.bridge.boot.hook",
              List.of(
                  "dev.loomtrace",
                  "dev.loomtrace.bridge.boot.jdk",
                  "dev.loomtrace.bridge.boot.event",
                  "dev.loomtrace.bridge.boot.table")),
          Map.entry(
              "dev.loomtrace.bridge.boot.status",
              List.of(
                  "dev.loomtrace",
                  "dev.loomtrace.bridge.boot.jdk",
                  "dev.loomtrace.bridge.boot.event",
                  "dev.loomtrace.bridge.boot.table",
                  "dev.loomtrace.bridge.boot.hook")),
          Map.entry(
              "dev.loomtrace.bridge.instrument",
              List.of(
                  "dev.loomtrace",
                  "dev.loomtrace.bridge.boot.hook",
                  "dev.loomtrace.bridge.boot.jdk")));

  // Packages of others, and the only ones of ours that may use them.
  private static final Map<String, List<String>> RESERVED =
      Map.of(
          "net.bytebuddy", List.of("dev.loomtrace.bridge.instrument"),
          "java.lang.instrument",
              List.of("dev.loomtrace.bridge", "dev.loomtrace.bridge.instrument"),
          "picocli", List.of("dev.loomtrace.tool.*"),
          "com.fasterxml.jackson", List.of("dev.loomtrace.report"),
          "me.tongfei.progressbar", List.of("dev.loomtrace.tool.*"),
          "org.jline", List.of(),
          "jdk.jfr", List.of("dev.loomtrace", "dev.loomtrace.bridge.*", "dev.loomtrace.tool.*"));

  // What those of our folders that have a descriptor require.
  private static final String MODULES =
      Stream.concat(
              Stream.of("jfr-events", "converter", "analysis")
                  .map(module -> Path.of("..", module, "target", "classes").toString()),
              Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                  .filter(entry -> entry.contains("jackson-core")))
          .collect(Collectors.joining(File.pathSeparator));

  private static final Pattern EDGE = Pattern.compile("^ +(\\S+) +-> +(\\S+)", Pattern.MULTILINE);

  @Test
  void everyPackageUsesOnlyWhatItMay() throws Exception {
    Map<String, Set<String>> uses = new TreeMap<>();
    for (String module : List.of("jfr-events", "jfr-bridge", "converter", "analysis", "src")) {
      Path classes = Path.of("..", module, "target", "classes");
      if (holdsClasses(classes)) {
        uses(classes).forEach((from, to) -> uses.merge(from, to, LayeringTest::union));
      }
    }
    assertTrue(uses.size() > 8, "too little was found: " + uses.keySet());
    List<String> faults = new ArrayList<>();
    uses.forEach((from, targets) -> targets.forEach(to -> check(from, to, faults)));
    assertEquals(List.of(), faults);
  }

  private static boolean holdsClasses(Path folder) throws Exception {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.anyMatch(f -> f.toString().endsWith(".class"));
    }
  }

  private static Set<String> union(Set<String> a, Set<String> b) {
    Set<String> all = new TreeSet<>(a);
    all.addAll(b);
    return all;
  }

  private static void check(String from, String to, List<String> faults) {
    if (to.startsWith("dev.loomtrace")) {
      List<String> allowed =
          ALLOWED.entrySet().stream()
              .filter(rule -> matches(rule.getKey(), from))
              .map(Map.Entry::getValue)
              .findFirst()
              .orElse(null);
      if (allowed == null) {
        faults.add(from + " has no rule");
      } else if (!from.equals(to) && allowed.stream().noneMatch(rule -> matches(rule, to))) {
        faults.add(from + " may not use " + to);
      }
    }
    RESERVED.forEach(
        (foreign, users) -> {
          if (matches(foreign + ".*", to) && users.stream().noneMatch(u -> matches(u, from))) {
            faults.add(from + " may not use " + to);
          }
        });
  }

  private static boolean matches(String rule, String name) {
    if (!rule.endsWith(".*")) {
      return rule.equals(name);
    }
    String prefix = rule.substring(0, rule.length() - 2);
    return name.equals(prefix) || name.startsWith(prefix + ".");
  }

  /** The packages that each package of a folder uses, as jdeps sees it. */
  private static Map<String, Set<String>> uses(Path classes) {
    StringWriter out = new StringWriter();
    PrintWriter printer = new PrintWriter(out);
    int status =
        ToolProvider.findFirst("jdeps")
            .orElseThrow()
            .run(
                printer,
                printer,
                "--multi-release",
                "base",
                "--ignore-missing-deps",
                "--module-path",
                MODULES,
                "-verbose:package",
                "-filter:none",
                classes.toString());
    assertEquals(0, status, out::toString);
    Map<String, Set<String>> uses = new TreeMap<>();
    // Lines of summaries are not indented: "classes -> java.base".
    Matcher edges = EDGE.matcher(out.toString());
    while (edges.find()) {
      uses.computeIfAbsent(edges.group(1), key -> new TreeSet<>()).add(edges.group(2));
    }
    return uses;
  }
}
