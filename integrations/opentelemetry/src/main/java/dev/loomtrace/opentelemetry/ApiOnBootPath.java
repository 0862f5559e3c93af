package dev.loomtrace.opentelemetry;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarFile;

/**
 * Loomtrace's API where this is an extension of OpenTelemetry's Java agent: the agent loads
 * extensions by a loader that sees neither the application nor other extensions. The API is put on
 * the bootstrap path, where the application's loaders find it too: so a task that the application
 * begins and a span's know each other.
 */
final class ApiOnBootPath {
  private static final String TASK = "dev/loomtrace/Task.class";
  private static final String INSIDE = "/META-INF/loomtrace/loomtrace-events.jar";
  // In OpenTelemetry's agent, on the bootstrap path.
  private static final String HOLDER = "io.opentelemetry.javaagent.bootstrap.InstrumentationHolder";

  private ApiOnBootPath() {}

  /** Whether the API can be used; says why if it cannot. */
  static boolean ensure() {
    ClassLoader loader = ApiOnBootPath.class.getClassLoader();
    if (loader == null || loader.getResource(TASK) != null) {
      return true;
    }
    try {
      Instrumentation instrumentation =
          (Instrumentation)
              Class.forName(HOLDER, true, null).getMethod("getInstrumentation").invoke(null);
      if (instrumentation == null) {
        throw new IllegalStateException("OpenTelemetry's agent has no instrumentation");
      }
      instrumentation.appendToBootstrapClassLoaderSearch(jar());
      return true;
    } catch (ReflectiveOperationException | RuntimeException | IOException | LinkageError e) {
      State.set("declined: there is no loomtrace-events: " + e);
      Notices.once(
          "spans are not recorded as tasks: loomtrace-events is not on the class path, and could"
              + " not be put on the bootstrap path: "
              + e);
      return false;
    }
  }

  /** The application's own copy, in its version, if it has one on the class path; else ours. */
  private static JarFile jar() throws IOException {
    URL own = ClassLoader.getSystemResource(TASK);
    URLConnection connection = own == null ? null : own.openConnection();
    if (connection instanceof JarURLConnection jar && jar.getEntryName().equals(TASK)) {
      jar.setUseCaches(false);
      try (JarFile file = jar.getJarFile()) {
        return new JarFile(file.getName());
      }
    }
    Path copy = Files.createTempFile("loomtrace-events", ".jar");
    try (InputStream inside = ApiOnBootPath.class.getResourceAsStream(INSIDE)) {
      if (inside == null) {
        throw new IOException("it is not in this jar");
      }
      Files.copy(inside, copy, StandardCopyOption.REPLACE_EXISTING);
    }
    File file = copy.toFile();
    file.deleteOnExit();
    return new JarFile(file);
  }
}
