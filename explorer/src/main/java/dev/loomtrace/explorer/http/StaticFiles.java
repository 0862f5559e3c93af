package dev.loomtrace.explorer.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of the page, all of them in memory, found by their whole path and in no other way: a
 * path that leads elsewhere leads nowhere. Immutable.
 */
public final class StaticFiles {
  private static final String FIRST = "index.html";
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "txt", "text/plain; charset=utf-8");

  private final Map<String, Reply> files;

  private StaticFiles(Map<String, Reply> files) {
    this.files = Map.copyOf(files);
  }

  /**
   * The files beside the page's first one and in folders there, as {@code /page/NAME}, that one as
   * {@code /}; and those of libraries, as {@code /lib/NAME}.
   *
   * @param anchor the class in whose package the folder is
   * @param folder its name
   * @param libraries resources of the class path
   */
  public static StaticFiles of(Class<?> anchor, String folder, List<String> libraries)
      throws IOException {
    Map<String, Reply> files = new HashMap<>();
    URL first = anchor.getResource(folder + "/" + FIRST);
    if (first != null) {
      addAll(first, files);
    }
    for (String library : libraries) {
      try (InputStream in = anchor.getClassLoader().getResourceAsStream(library)) {
        if (in != null) {
          put(files, "/lib/", library.substring(library.lastIndexOf('/') + 1), in.readAllBytes());
        }
      }
    }
    return new StaticFiles(files);
  }

  private static void addAll(URL first, Map<String, Reply> files) throws IOException {
    try {
      URI uri = first.toURI();
      if (uri.getScheme().equals("jar")) {
        try (FileSystem jar = FileSystems.newFileSystem(jar(uri), (ClassLoader) null)) {
          String inside = uri.toString().substring(uri.toString().indexOf('!') + 1);
          addAll(jar.getPath(inside).getParent(), files);
        }
      } else {
        addAll(Path.of(uri).getParent(), files);
      }
    } catch (URISyntaxException e) {
      throw new IOException("the page's files are not to be found: " + e.getMessage(), e);
    }
  }

  private static Path jar(URI uri) {
    String text = uri.toString();
    return Path.of(URI.create(text.substring("jar:".length(), text.indexOf('!'))));
  }

  private static void addAll(Path folder, Map<String, Reply> files) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name =
            folder.relativize(file).toString().replace(folder.getFileSystem().getSeparator(), "/");
        put(files, "/page/", name, Files.readAllBytes(file));
        if (name.equals(FIRST)) {
          files.put("/", files.get("/page/" + name));
        }
      }
    }
  }

  private static void put(Map<String, Reply> files, String folder, String name, byte[] bytes) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type != null) {
      files.put(folder + name, Reply.file(type, bytes));
    }
  }

  /** The file of a path, exactly as it was sent. */
  public Optional<Reply> of(String path) {
    return Optional.ofNullable(files.get(path));
  }
}
