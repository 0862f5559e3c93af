package dev.loomtrace.bridge.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.bridge.boot.hook.Hooks;
import dev.loomtrace.bridge.boot.hook.MonitorHooks;
import dev.loomtrace.bridge.boot.hook.SchedulerHooks;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

class BootTest {
  private static final String ROOM = Boot.class.getPackageName() + ".";
  private static final Pattern EDGE = Pattern.compile("^ +(\\S+) +-> +(\\S+)", Pattern.MULTILINE);

  // Used only where settings are applied or a class is initialised, which no hook does.
  private static final Set<String> NOT_IN_HOOKS =
      Set.of(
          "jdk.Ticks",
          "jdk.JdkTypes",
          "jdk.JdkMember",
          "jdk.JdkMember$Need",
          "jdk.JdkMember$Signature",
          "jdk.JdkMember$Versions");

  @Test
  void everyClassThatHooksReachIsInitialisedBeforeThem() throws Exception {
    Set<String> initialised = new TreeSet<>();
    Boot.hookClasses().forEach(type -> initialised.add(nameIn(type.getName())));
    Set<String> missing = new TreeSet<>(reachableFromHooks());
    assertTrue(missing.size() > 10, "too little was found: " + missing);
    missing.removeAll(initialised);
    missing.removeAll(NOT_IN_HOOKS);
    assertEquals(Set.of(), missing);
  }

  private static Set<String> reachableFromHooks() throws Exception {
    Map<String, Set<String>> uses = uses();
    Set<String> reached = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>();
    for (Class<?> hooks : List.of(Hooks.class, MonitorHooks.class, SchedulerHooks.class)) {
      open.add(nameIn(hooks.getName()));
    }
    while (!open.isEmpty()) {
      String type = open.remove();
      if (reached.add(type)) {
        open.addAll(uses.getOrDefault(type, Set.of()));
      }
    }
    return reached;
  }

  /** The classes of the bootstrap part that each of them uses, as jdeps sees it. */
  private static Map<String, Set<String>> uses() throws Exception {
    Path classes = Path.of(Boot.class.getProtectionDomain().getCodeSource().getLocation().toURI());
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
                "-verbose:class",
                "-filter:none",
                classes.toString());
    assertEquals(0, status, out::toString);
    Map<String, Set<String>> uses = new HashMap<>();
    Matcher edges = EDGE.matcher(out.toString());
    while (edges.find()) {
      if (edges.group(1).startsWith(ROOM) && edges.group(2).startsWith(ROOM)) {
        uses.computeIfAbsent(nameIn(edges.group(1)), key -> new TreeSet<>())
            .add(nameIn(edges.group(2)));
      }
    }
    return uses;
  }

  private static String nameIn(String type) {
    return type.substring(ROOM.length());
  }
}
