package dev.loomtrace.bridge.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.bridge.ClassUses;
import dev.loomtrace.bridge.boot.hook.Hooks;
import dev.loomtrace.bridge.boot.hook.MonitorHooks;
import dev.loomtrace.bridge.boot.hook.PlatformHooks;
import dev.loomtrace.bridge.boot.hook.SchedulerHooks;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BootTest {
  private static final String ROOM = Boot.class.getPackageName() + ".";

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
    for (Class<?> hooks :
        List.of(Hooks.class, MonitorHooks.class, SchedulerHooks.class, PlatformHooks.class)) {
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

  /** The classes of the bootstrap part that each of them uses. */
  private static Map<String, Set<String>> uses() throws Exception {
    Path classes = Path.of(Boot.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Map<String, Set<String>> uses = new HashMap<>();
    ClassUses.of(classes, List.of())
        .forEach(
            (type, used) -> {
              if (type.startsWith(ROOM)) {
                uses.put(
                    nameIn(type),
                    used.stream()
                        .filter(other -> other.startsWith(ROOM))
                        .map(BootTest::nameIn)
                        .collect(Collectors.toSet()));
              }
            });
    return uses;
  }

  private static String nameIn(String type) {
    return type.substring(ROOM.length());
  }
}
