package dev.loomtrace.tool;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What makes a JVM record itself.
 *
 * @param agent the agent's jar
 * @param recording file of the recording; {@code %p} in it stands for the process's id
 * @param settings file of JFR's settings, if not its default
 */
record RecordingOptions(Path agent, Path recording, Optional<Path> settings) {
  /** As arguments of {@code java}. */
  List<String> arguments() {
    return List.of(
        "-javaagent:" + agent,
        // Else JFR says on the program's standard output that it has begun.
        "-Xlog:jfr+startup=error",
        "-XX:StartFlightRecording:filename="
            + quotedForJfr(recording)
            + ",dumponexit=true"
            + settings.map(file -> ",settings=" + quotedForJfr(file)).orElse(""));
  }

  /** As the value of the environment variable {@code JDK_JAVA_OPTIONS}, after what it had. */
  String environment(String before) {
    StringBuilder value = new StringBuilder(before == null ? "" : before);
    for (String argument : arguments()) {
      value.append(value.isEmpty() ? "" : " ").append(quotedForLauncher(argument));
    }
    return value.toString();
  }

  private static String quotedForJfr(Path path) {
    String text = path.toString();
    return text.indexOf(',') >= 0 ? '"' + text + '"' : text;
  }

  /** Java's launcher splits the variable at white space, outside of quotes. */
  private static String quotedForLauncher(String argument) {
    if (argument.chars().noneMatch(c -> Character.isWhitespace(c) || c == '"')) {
      return argument;
    }
    return argument.indexOf('"') >= 0 ? "'" + argument + "'" : '"' + argument + '"';
  }
}
