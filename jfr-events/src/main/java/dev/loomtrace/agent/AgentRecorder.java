package dev.loomtrace.agent;

import dev.loomtrace.FlightRecorder;
import dev.loomtrace.Trigger;
import dev.loomtrace.internal.ProblemLog;
import dev.loomtrace.trigger.AgentLink;
import dev.loomtrace.trigger.RuleText;
import dev.loomtrace.trigger.TaskWatch;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The flight recorder of an agent, by the agent's options. */
public final class AgentRecorder {
  private static final Duration WINDOW = Duration.ofSeconds(20);
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final String UNITS = "kmg";
  private static final int UNIT_BITS = 10;

  private final FlightRecorder.Config.Builder config =
      FlightRecorder.Config.builder().window(WINDOW).minDumpInterval(EVERY);
  private final List<Trigger> triggers = new ArrayList<>();

  private AgentRecorder() {}

  /**
   * Starts it.
   *
   * @param options each as key, value, and where it was given, for messages; a key may be there
   *     several times
   * @throws IllegalArgumentException if one of them is wrong; the message is one line that says
   *     which, where, and what was expected. Nothing is started then
   */
  public static synchronized void start(List<String[]> options) {
    AgentRecorder reader = new AgentRecorder();
    for (String[] option : options) {
      reader.read(option[0], option[1], option[2]);
    }
    ProblemLog.useStandardError();
    FlightRecorder started = new FlightRecorder(reader.config.triggers(reader.triggers).build());
    started.start();
    if (!started.isEnabled()) {
      return; // Which it has said.
    }
    boolean ofTasks = reader.triggers.stream().anyMatch(Trigger::isOfTasks);
    AgentLink.offer(
        ofTasks ? reader.triggers.stream().map(Trigger::toString).toList() : List.of(),
        TaskWatch::forward,
        () -> state(started));
  }

  private static List<String> state(FlightRecorder started) {
    List<String> lines = new ArrayList<>();
    for (Trigger trigger : started.config().triggers()) {
      lines.add(trigger + ", dumps into " + started.config().folder());
    }
    for (String dump : started.lastDumps()) {
      lines.add("dumped " + dump);
    }
    lines.add(started.suppressed() + " times without a dump");
    return lines;
  }

  private void read(String key, String value, String where) {
    try {
      switch (key) {
        case "trigger" -> triggers.add(Trigger.parse(value));
        case "keep" -> config.window(RuleText.duration(value));
        case "keep-bytes" -> config.maxBytes(bytes(value));
        case "every" -> config.minDumpInterval(RuleText.duration(value));
        case "dir" -> config.folder(Path.of(value));
        case "prefix" -> config.prefix(value);
        case "max-files" -> config.maxFiles(number(value));
        case "max-bytes" -> config.maxFolderBytes(bytes(value));
        case "answer" -> config.answers(true);
        case "jmx" -> config.jmx(true);
        default -> throw new IllegalArgumentException("unknown option");
      }
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(where + key + "=" + value + ": expected a path", e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where + key + ": " + e.getMessage(), e);
    }
  }

  private static int number(String text) {
    if (!text.matches("[1-9]\\d{0,8}")) {
      throw new IllegalArgumentException("'" + text + "': expected a number above 0");
    }
    return Integer.parseInt(text);
  }

  /** A size, such as 64m. */
  private static long bytes(String text) {
    if (!text.matches("[1-9]\\d{0,8}[kmgKMG]?")) {
      throw new IllegalArgumentException("'" + text + "': expected a size, such as 64m or 1g");
    }
    int unit = 1 + UNITS.indexOf(Character.toLowerCase(text.charAt(text.length() - 1)));
    String digits = unit == 0 ? text : text.substring(0, text.length() - 1);
    return Long.parseLong(digits) << (unit * UNIT_BITS);
  }
}
