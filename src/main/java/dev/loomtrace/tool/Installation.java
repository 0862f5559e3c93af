package dev.loomtrace.tool;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;

/** The files that come with the program, in the folder of its own jar. */
final class Installation {
  private static final String AGENT = "loomtrace-agent.jar";

  private final Path folder;

  private Installation(Path folder) {
    this.folder = folder;
  }

  /** The installation that this class was loaded from. */
  static Installation own() throws IOException {
    String place = System.getProperty("loomtrace.lib");
    if (place != null) {
      return new Installation(Path.of(place));
    }
    CodeSource source = Installation.class.getProtectionDomain().getCodeSource();
    try {
      return new Installation(Path.of(source.getLocation().toURI()).getParent());
    } catch (URISyntaxException e) {
      throw new UserDataException("the program was not loaded from a file: " + source, e);
    }
  }

  /** The agent's jar. */
  Path agent() throws IOException {
    Path agent = folder.resolve(AGENT);
    if (!Files.isRegularFile(agent)) {
      throw new UserDataException(folder + ": the installation is incomplete: it has no " + AGENT);
    }
    return agent.toAbsolutePath().normalize();
  }
}
