package dev.loomtrace.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.analysis.TraceSummary;
import dev.loomtrace.analysis.WaitsByPlace;
import dev.loomtrace.analysis.finding.Severity;
import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.convert.Traces;
import dev.loomtrace.e2e.program.server.HelidonShop;
import dev.loomtrace.e2e.program.server.JettyShop;
import dev.loomtrace.e2e.program.server.Load;
import dev.loomtrace.e2e.program.server.SpringShop;
import dev.loomtrace.e2e.program.server.TomcatShop;
import dev.loomtrace.testing.GoTools;
import dev.loomtrace.testing.jvm.Sample;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Servers that we did not write, with the agent and a recording added to their command lines and
 * nothing else, dumped under load by the JDK's own tool.
 */
class ServersIT {
  private static final long REQUESTS = 3000;
  private static final String ASK_PRICE = "dev.loomtrace.e2e.program.server/Shop.askPrice";

  // A place of the framework's own may come before them.
  private static final int FIRST = 3;
  // Methods of pools, the servers' and the JDK's.
  private static final Set<String> WAIT_FOR_WORK =
      Set.of("getTask", "awaitWork", "idleJobPoll", "waitForTask", "mainLoop");

  @TempDir Path directory;

  static Stream<Arguments> servers() {
    return Sample.of(
        1,
        List.of(
            Arguments.of(25, JettyShop.class),
            Arguments.of(25, SpringShop.class),
            Arguments.of(25, TomcatShop.class),
            Arguments.of(25, HelidonShop.class),
            Arguments.of(21, JettyShop.class)));
  }

  @Tag(Sample.TAG)
  @ParameterizedTest
  @MethodSource("servers")
  void handlersAndTheirWaitsAreInTheTrace(int version, Class<?> main) throws IOException {
    Path recording = directory.resolve("server.jfr");
    long slow;
    try (RunningJvm load =
        new RunningJvm(
            ChildJvm.command(25, List.of(), Load.class, Long.toString(REQUESTS)), directory)) {
      long backEnd = load.read("port");
      List<String> options = List.of("-javaagent:" + ChildJvm.agent(), "-XX:StartFlightRecording");
      try (RunningJvm server =
          new RunningJvm(
              ChildJvm.command(version, options, main, Long.toString(backEnd)), directory)) {
        load.write(Long.toString(server.read("port")));
        assertEquals(REQUESTS, load.read("sold"));
        slow = load.read("slow");
        server.dump(version, recording);
        assertEquals(0, server.end());
      }
    }
    Conversion conversion = Conversion.of(recording);
    conversion.assertExact();

    List<Census.Life> handlers =
        conversion.census().lives().stream()
            .filter(life -> life.stops().stream().anyMatch(ServersIT::asksPrice))
            .toList();
    long waits =
        handlers.stream()
            .flatMap(life -> life.stops().stream())
            .filter(ServersIT::asksPrice)
            .count();
    assertTrue(
        waits >= slow, () -> waits + " waits for the back end, at least " + slow + " were long");
    assertTrue(
        handlers.stream().noneMatch(life -> life.name().startsWith("java/")),
        () -> "handlers' names: " + handlers.stream().map(Census.Life::name).distinct().toList());

    checkSummary(recording);
    assertEquals(
        List.of(),
        FindingsIT.findings(recording).stream()
            .filter(finding -> finding.severity() == Severity.HIGH)
            .toList());
    if (version == 25 && main == JettyShop.class) { // One is enough for what Go's pages show.
      checkPages(conversion.trace(), handlers.getFirst());
    }
  }

  /** The server's workers without work are one line, and the shop's own waits are the first. */
  private static void checkSummary(Path recording) throws IOException {
    TraceSummary summary = new TraceSummary();
    try (TraceReader trace = Traces.open(recording)) {
      Timeline.read(trace, summary);
    }
    TraceSummary.Result result = summary.result();
    List<WaitsByPlace.Place> places = result.waitsByPlace().places();
    assertTrue(result.idle().threads() > 0, result::toString);
    assertTrue(
        places.stream().limit(FIRST).anyMatch(place -> isAskPrice(place.code().site())),
        places::toString);
    assertEquals(
        List.of(),
        places.stream()
            .filter(place -> !place.reason().equals("lock") && !place.reason().equals("monitor"))
            .filter(place -> place.stack().frames().stream().anyMatch(ServersIT::waitsForWork))
            .toList());
  }

  private static boolean isAskPrice(Frame frame) {
    return frame.function().equals(ASK_PRICE);
  }

  private static boolean waitsForWork(Frame frame) {
    return WAIT_FOR_WORK.contains(
        frame.function().substring(frame.function().lastIndexOf('.') + 1));
  }

  private static void checkPages(Path trace, Census.Life handler) {
    Map<String, Long> pages = GoTools.pages(trace, handler.id());
    assertTrue(pages.get("samples /io") > 0, pages::toString);
    assertTrue(pages.get("timeline of goroutine " + handler.id()) > 0, pages::toString);
    assertTrue(pages.get("goroutines " + handler.name()) >= 1, pages::toString);
  }

  private static boolean asksPrice(Census.Stop stop) {
    return stop.reason().equals("network")
        && stop.stack().frames().stream().anyMatch(ServersIT::isAskPrice);
  }
}
