package dev.loomtrace.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the table of idle workers names is there, where this build can see it. */
class PoolWorkersNamesTest {
  private static final List<String> HERE =
      List.of("java/", "jdk/", "sun/", "org.apache.tomcat.", "org.eclipse.jetty.", "io.helidon.");

  // The JDK has them on another operating system.
  private static final Set<String> ELSEWHERE =
      Set.of("sun/nio/ch/KQueuePort$EventHandlerTask.poll");

  @Test
  void eachMethodExists() {
    Set<String> missing = new TreeSet<>();
    int found = 0;
    for (String function : PoolWorkers.methods()) {
      if (HERE.stream().noneMatch(function::startsWith) || ELSEWHERE.contains(function)) {
        continue;
      }
      if (exists(function)) {
        found++;
      } else {
        missing.add(function);
      }
    }
    assertEquals(Set.of(), missing, "and there are " + found);
  }

  private static boolean exists(String function) {
    int dot = function.lastIndexOf('.');
    String className = function.substring(0, dot).replace('/', '.');
    String method = function.substring(dot + 1);
    try {
      Class<?> type = Class.forName(className, false, PoolWorkersNamesTest.class.getClassLoader());
      return Arrays.stream(type.getDeclaredMethods()).anyMatch(m -> m.getName().equals(method));
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
