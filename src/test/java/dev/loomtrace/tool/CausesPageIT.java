package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.e2e.RunningJvm;
import dev.loomtrace.e2e.program.Stuck;
import dev.loomtrace.testing.GoTools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/causes.md shows is what the terminal shows: the commands are run anew, each with what
 * the one before has said, and the lines that the page is about have to be in both.
 */
@Tag("slow")
class CausesPageIT {
  /** Set, the page's terminals are rewritten. */
  private static final String REWRITE = "causes.rewrite";

  // An endless wait is a finding after ten seconds.
  private static final long HANG_MILLIS = 11_000;

  @TempDir Path directory;

  /** A terminal, and the lines in it that matter. */
  private record Terminal(String name, String text, List<String> lines) {}

  @Test
  void springBoot() throws IOException {
    Attempts.expectFaultless(
        directory,
        folder -> {
          Path recording = SpringRecording.in(folder).recording();
          String found = "a pool \\(HikariPool\\) is exhausted at .*SpringShop\\$Orders.find .*";
          Terminal summary = summary("spring-summary", recording, List.of(".*: " + found));
          return compare(
              List.of(
                  summary,
                  next(
                      "spring-why",
                      summary,
                      found,
                      recording,
                      List.of(
                          "virtual thread \\d+ \\(tomcat-handler\\) took .*",
                          "at .*SpringShop\\$Orders.find .*",
                          "calling com.zaxxer.hikari.util/ConcurrentBag.borrow .*",
                          ".* waited \\(sleep\\) at SpringShop.slowCount:\\d+.*"))));
        });
  }

  @Test
  void go() throws IOException {
    Attempts.expectFaultless(
        directory,
        folder -> {
          Path trace = folder.resolve("trace.out");
          GoTools.Answer made =
              GoTools.run(List.of(GoTools.program("shop").toString(), trace.toString()), null);
          assertEquals(0, made.status(), made.err());
          String found = "threads queue for a lock at main.buy .*";
          Terminal summary = summary("go-summary", trace, List.of("high: " + found));
          return compare(
              List.of(
                  summary,
                  next(
                      "go-why",
                      summary,
                      found,
                      trace,
                      List.of(
                          "goroutine \\d+ \\(net/http.\\(\\*conn\\).serve\\) took .*",
                          "at main.buy .*",
                          ".* waited \\(socket\\) at main.ask:\\d+.*"))));
        });
  }

  @Test
  void hang() throws IOException, InterruptedException {
    Path recording = directory.resolve("hang.jfr");
    List<String> options = List.of("-javaagent:" + ChildJvm.agent(), "-XX:StartFlightRecording");
    try (RunningJvm program =
        new RunningJvm(ChildJvm.command(25, options, Stuck.class), directory)) {
      program.read("waiting");
      Thread.sleep(HANG_MILLIS);
      program.dump(25, recording);
      program.end();
    }
    String found = ".*Stuck.order .*";
    Terminal summary = summary("hang-summary", recording, List.of("high: " + found));
    assertEquals(
        List.of(),
        compare(
            List.of(
                summary,
                next("hang-why", summary, found, recording, List.of("at .*Stuck.order .*")))));
  }

  /** The findings that a summary begins with. */
  private static Terminal summary(String name, Path recording, List<String> lines) {
    String text = CommandRun.of("summary", recording).succeeds().out();
    return terminal(
        name, List.of("summary"), recording, text.substring(0, text.indexOf("\nevents ")), lines);
  }

  /** What a finding says is to be asked next. */
  private static Terminal next(
      String name, Terminal summary, String finding, Path recording, List<String> lines) {
    Matcher more =
        Pattern.compile(finding + "\n(?: .*\n)*? +more: loomtrace (.*) " + recording.getFileName())
            .matcher(summary.text());
    assertTrue(more.find(), summary::text);
    List<String> words = List.of(more.group(1).split(" "));
    List<Object> command = new ArrayList<>(words);
    command.add(recording);
    return terminal(
        name, words, recording, CommandRun.of(command.toArray()).succeeds().out(), lines);
  }

  private static Terminal terminal(
      String name, List<String> words, Path recording, String text, List<String> lines) {
    return new Terminal(
        name,
        "$ loomtrace "
            + String.join(" ", words)
            + (" " + recording.getFileName() + "\n")
            + text.replace(recording.getParent() + "/", ""),
        lines);
  }

  /** Lines that are not in what was run now; those missing in the page are a failure. */
  private static List<String> compare(List<Terminal> terminals) throws IOException {
    List<String> faults = new ArrayList<>();
    Map<String, String> texts = new LinkedHashMap<>();
    for (Terminal terminal : terminals) {
      texts.put(terminal.name(), terminal.text());
      for (String line : terminal.lines()) {
        if (!has(terminal.text(), line)) {
          faults.add(terminal.name() + " has no line " + line + ":\n" + terminal.text());
        }
      }
    }
    if (!faults.isEmpty()) {
      return faults;
    }
    if (Boolean.getBoolean(REWRITE)) {
      TerminalPage.of("causes.md").renew(texts);
    }
    Map<String, String> shown = TerminalPage.of("causes.md").shown();
    for (Terminal terminal : terminals) {
      String page = shown.get(terminal.name());
      for (String line : terminal.lines()) {
        assertTrue(
            page != null && has(page, line),
            () -> "docs/causes.md is out of date: " + terminal.name() + " has no line " + line);
      }
    }
    return List.of();
  }

  private static boolean has(String text, String line) {
    return text.lines().anyMatch(each -> each.strip().matches(line));
  }
}
