package dev.loomtrace.tool;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Java run time or JDK.
 *
 * @param path its home
 * @param version its feature version, such as 21
 */
record JavaHome(Path path, int version) {
  /** The first version with virtual threads, and so the first one whose programs are traced. */
  static final int FIRST_VERSION = 21;

  /** What recording needs beside the base: a run time made by jlink may not have it. */
  private static final List<String> MODULES = List.of("jdk.jfr", "java.instrument");

  private static final Pattern MODULE_LIST = Pattern.compile("(?m)^MODULES=\"([^\"]*)\"");
  private static final Pattern RELEASE = Pattern.compile("(?m)^JAVA_VERSION=\"?(\\d+)");

  /** The one that runs this program. */
  static JavaHome own() {
    return new JavaHome(Path.of(System.getProperty("java.home")), Runtime.version().feature());
  }

  /** The one in a folder, if there is one that says what it is. */
  static Optional<JavaHome> at(Path path) throws IOException {
    Path release = path.resolve("release");
    if (!Files.isRegularFile(release) || !Files.isExecutable(path.resolve("bin/java"))) {
      return Optional.empty();
    }
    Matcher version = RELEASE.matcher(Files.readString(release));
    return version.find()
        ? Optional.of(new JavaHome(path, Integer.parseInt(version.group(1))))
        : Optional.empty();
  }

  /** The one that a command such as {@code java} or {@code /opt/jdk/bin/java} runs, if known. */
  static Optional<JavaHome> ofCommand(String command, String searchPath) throws IOException {
    Optional<Path> program = find(command, searchPath);
    if (program.isEmpty()) {
      return Optional.empty();
    }
    Path folder = program.get().toRealPath().getParent();
    return folder == null || folder.getParent() == null ? Optional.empty() : at(folder.getParent());
  }

  private static Optional<Path> find(String command, String searchPath) {
    if (command.indexOf('/') >= 0) {
      return Optional.of(Path.of(command)).filter(Files::isExecutable);
    }
    for (String folder : searchPath.split(File.pathSeparator, -1)) {
      Path program = Path.of(folder, command);
      if (Files.isExecutable(program) && Files.isRegularFile(program)) {
        return Optional.of(program);
      }
    }
    return Optional.empty();
  }

  /** A module that recording needs and that it does not have; none if it does not say. */
  Optional<String> missingModule() throws IOException {
    Matcher list = MODULE_LIST.matcher(Files.readString(path.resolve("release")));
    if (!list.find()) {
      return Optional.empty();
    }
    List<String> there = List.of(list.group(1).split(" ", -1));
    return MODULES.stream().filter(module -> !there.contains(module)).findFirst();
  }

  /** Its {@code java}. */
  Path java() {
    return path.resolve("bin/java");
  }
}
