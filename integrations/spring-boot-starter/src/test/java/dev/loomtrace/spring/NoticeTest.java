package dev.loomtrace.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.testing.jvm.EachJdk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import shop.Twice;

/** What the log says of what is missing, in a JVM that starts an application twice. */
class NoticeTest {
  // By the name of the logger, or as the agent says it.
  private static final Pattern OURS = Pattern.compile("\\bdev\\.loomtrace\\b|^loomtrace:");

  @TempDir Path temporary;

  /** Lines of ours in the log of an application with a flight recorder that starts twice. */
  static List<String> said(int version, Path folder, List<String> options, String... properties) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                "--loomtrace.flight-recorder.enabled=true",
                "--loomtrace.flight-recorder.dir=" + folder));
    all.addAll(List.of(properties));
    List<String> with = new ArrayList<>(options);
    with.add("-XX:TieredStopAtLevel=1");
    ChildJvm.Result result = ChildJvm.run(version, with, Twice.class, all.toArray(String[]::new));
    String log = result.out() + result.err();
    assertEquals(0, result.status(), log);
    assertEquals(2, log.lines().filter(line -> line.contains(": Started Twice")).count(), log);
    return log.lines().filter(line -> OURS.matcher(line).find()).toList();
  }

  @EachJdk
  void aMissingAgentIsSaidOnce(int version) {
    List<String> said = said(version, temporary, List.of());
    assertEquals(1, said.size(), said::toString);
    assertTrue(said.getFirst().contains(" INFO "), said::toString);
    assertTrue(said.getFirst().contains("-javaagent:loomtrace-agent.jar"), said::toString);
  }
}
