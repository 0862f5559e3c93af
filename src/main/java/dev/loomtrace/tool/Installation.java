package dev.loomtrace.tool;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;

/** The files that come with the program, in the folder of its own jar. */
final class Installation {
  private static final String AGENT = "loomtrace-agent.jar";
  private static final String PROGRAM = "loomtrace.jar";

  /** The launcher has this name, too. */
  private static final String CACHE = "loomtrace.aot";

  private static final String DATABASE = "sql";

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

  /** Where all of them are. */
  Path folder() {
    return folder.toAbsolutePath().normalize();
  }

  /** The agent's jar. */
  Path agent() throws IOException {
    return existing(AGENT);
  }

  /** The program's jar, whose manifest names the others. */
  Path program() throws IOException {
    return existing(PROGRAM);
  }

  private Path existing(String name) throws IOException {
    Path file = folder().resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new UserDataException(folder + ": the installation is incomplete: it has no " + name);
    }
    return file;
  }

  /** Where the cache of {@code prepare} is, if there is one. */
  Path cache() {
    return folder().resolve(CACHE);
  }

  /** All jars but those of the database. */
  List<Path> jars() throws IOException {
    return jars(folder());
  }

  private static List<Path> jars(Path folder) throws IOException {
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jar")) {
      found.forEach(jars::add);
    }
    jars.sort(null);
    return jars;
  }

  /**
   * A class loader that finds the database of {@code sql} too, if it was added. It is not on the
   * class path: that may not change after {@code prepare}.
   */
  ClassLoader withDatabase() throws IOException {
    ClassLoader program = Installation.class.getClassLoader();
    Path database = folder().resolve(DATABASE);
    if (!Files.isDirectory(database)) {
      return program;
    }
    List<URL> places = new ArrayList<>();
    for (Path jar : jars(database)) {
      places.add(url(jar));
    }
    return new URLClassLoader("database", places.toArray(URL[]::new), program);
  }

  private static URL url(Path file) {
    try {
      return file.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new AssertionError("invariant: each file has a URL", e);
    }
  }
}
