package dev.loomtrace.tool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.testing.GoTools;
import dev.loomtrace.testing.PerfettoText;
import dev.loomtrace.testing.jvm.JavaRunTimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import one.convert.Arguments;
import one.convert.JfrToFlame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/conversion.md shows is what the tools print: the commands in it are run anew, one after
 * the other, on a trace and a recording that are kept, so that nothing varies.
 */
class ConversionPageTest {
  /** Set, the page's terminals are rewritten. */
  private static final String REWRITE = "conversion.rewrite";

  private static final String PROMPT = "$ ";
  private static final String PROTOC =
      "protoc --decode=perfetto.protos.Trace perfetto_trace.proto < ";

  // The words of its tools are those of one version.
  private static final int JDK = 25;

  private static final Pattern AWK =
      Pattern.compile("(.*) \\| awk 'BEGIN\\{RS=ORS=\"\\\\n}\\\\n\"} /(.*)/'");
  private static final Pattern GREP = Pattern.compile("(.*) \\| grep -E '(.*)'");
  private static final Pattern HEAD = Pattern.compile("(.*) \\| head -n (\\d+)");

  private static final Pattern INTO = Pattern.compile("(.*) > (\\S+)");

  @TempDir private Path folder;

  @Test
  void showsWhatTheToolsPrint() throws IOException {
    GoTools.requireGo();
    try (Stream<Path> inputs =
        Files.list(GoTools.projectRoot().resolve("test-fixtures").resolve("conversion"))) {
      for (Path input : inputs.toList()) {
        Files.copy(input, folder.resolve(input.getFileName()));
      }
    }
    TerminalPage page = TerminalPage.of("conversion.md");
    Map<String, String> shown = page.shown();
    assertTrue(shown.size() > 1, "the page has no terminals");
    Map<String, String> renewed = new LinkedHashMap<>();
    for (Map.Entry<String, String> terminal : shown.entrySet()) {
      StringBuilder text = new StringBuilder();
      for (String line : terminal.getValue().lines().toList()) {
        if (line.startsWith(PROMPT)) {
          text.append(line).append('\n').append(printed(line.substring(PROMPT.length())));
        }
      }
      renewed.put(terminal.getKey(), text.toString());
    }
    if (Boolean.getBoolean(REWRITE)) {
      page.renew(renewed);
    }
    Map<String, String> now = page.shown();
    renewed.forEach(
        (name, text) ->
            assertEquals(
                plain(text),
                plain(now.get(name)),
                "docs/conversion.md is out of date: see CONTRIBUTING.md"));
  }

  private static String plain(String text) {
    return text.lines().map(String::stripTrailing).reduce("", (a, b) -> a + b + "\n").strip();
  }

  /** What a command prints; those of a shell that the page needs are understood. */
  private String printed(String command) throws IOException {
    Matcher awk = AWK.matcher(command);
    if (awk.matches()) {
      StringBuilder found = new StringBuilder();
      for (String packet : printed(awk.group(1)).split("(?<=\n}\n)", 0)) {
        if (Pattern.compile(awk.group(2)).matcher(packet).find()) {
          found.append(packet);
        }
      }
      return found.toString();
    }
    Matcher grep = GREP.matcher(command);
    if (grep.matches()) {
      Pattern wanted = Pattern.compile(grep.group(2));
      return lines(printed(grep.group(1)).lines().filter(line -> wanted.matcher(line).find()));
    }
    Matcher head = HEAD.matcher(command);
    if (head.matches()) {
      return lines(printed(head.group(1)).lines().limit(Long.parseLong(head.group(2))));
    }
    if (command.startsWith(PROTOC)) {
      return PerfettoText.of(Files.readAllBytes(file(command.substring(PROTOC.length()))));
    }
    Matcher into = INTO.matcher(command);
    if (into.matches()) {
      Files.writeString(file(into.group(2)), printed(into.group(1)));
      return "";
    }
    return run(List.of(command.split(" ", -1)));
  }

  private static String lines(Stream<String> lines) {
    return lines.reduce("", (a, b) -> a + b + "\n");
  }

  private String run(List<String> words) throws IOException {
    return switch (words.getFirst()) {
      case "loomtrace" -> {
        List<Object> arguments = new ArrayList<>();
        for (String word : words.subList(1, words.size())) {
          arguments.add(word.contains(".") ? file(word) : word);
        }
        CommandRun command = CommandRun.of(arguments.toArray()).succeeds();
        yield (command.out() + command.err()).replace(folder + "/", "");
      }
      case "jfr" -> {
        List<String> command = new ArrayList<>(words);
        command.set(0, JavaRunTimes.home(JDK).resolve("bin").resolve("jfr").toString());
        yield process(command)
            .lines()
            .dropWhile(String::isBlank)
            .reduce("", (a, b) -> a + b + "\n");
      }
      case "jfrconv" -> {
        int last = words.size() - 1;
        JfrToFlame.convert(
            file(words.get(last - 1)).toString(),
            file(words.get(last)).toString(),
            new Arguments(words.subList(1, last - 1).toArray(new String[0])));
        yield "";
      }
      case "cat" -> Files.readString(file(words.getLast()));
      case "cmp" -> {
        assertArrayEquals(
            Files.readAllBytes(file(words.get(1))), Files.readAllBytes(file(words.get(2))));
        yield "";
      }
      case "go" -> process(words);
      default -> throw new AssertionError("the page has a command that is unknown: " + words);
    };
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private String process(List<String> command) throws IOException {
    Path out = file("out.txt");
    ProcessBuilder builder =
        GoTools.process(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("TZ", "UTC");
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    try {
      int status = process.waitFor();
      String text = Files.readString(out, UTF_8);
      assertEquals(0, status, text);
      return text;
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new AssertionError(e);
    }
  }
}
