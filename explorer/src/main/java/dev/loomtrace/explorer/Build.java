package dev.loomtrace.explorer;

import dev.loomtrace.question.Question;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;

/** Tells builds of the program from each other, whose answers may be other ones. */
final class Build {
  private Build() {}

  /** A text that another version, or another build of the same, does not have. */
  static String of(String version) {
    CodeSource source = Question.class.getProtectionDomain().getCodeSource();
    try {
      Path file = source == null ? null : Path.of(source.getLocation().toURI());
      return file == null
          ? version
          : version + " " + Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis();
    } catch (IOException | URISyntaxException e) {
      return version; // It is known by its version alone.
    }
  }
}
