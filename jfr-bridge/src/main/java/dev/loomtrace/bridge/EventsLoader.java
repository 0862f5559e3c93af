package dev.loomtrace.bridge;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;

/**
 * Has the agent's own copy of Loomtrace's events and flight recorder. They come from a jar inside
 * the agent's, so that no application sees them: it may have these classes in another version. Nor
 * does it see those of the application, which may be on the bootstrap path: our extension of
 * OpenTelemetry's agent puts them there, maybe later than this agent starts.
 */
final class EventsLoader extends ClassLoader {
  private static final String JAR = "META-INF/loomtrace/events.jar";

  static {
    registerAsParallelCapable();
  }

  private final Map<String, byte[]> files;

  private EventsLoader(Map<String, byte[]> files) {
    super("loomtrace", getPlatformClassLoader());
    this.files = files;
  }

  /** Reads the jar, which is some 200 kB, into memory: it needs no file any more then. */
  static EventsLoader open() throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    try (InputStream in = jar();
        JarInputStream jar = new JarInputStream(in)) {
      for (JarEntry entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
        if (!entry.isDirectory()) {
          files.put(entry.getName(), jar.readAllBytes());
        }
      }
    }
    return new EventsLoader(files);
  }

  // The agent's classes may be the bootstrap loader's, which finds no files in the agent's jar.
  private static InputStream jar() throws IOException {
    InputStream jar = EventsLoader.class.getResourceAsStream("/" + JAR);
    if (jar == null) {
      jar = getSystemResourceAsStream(JAR);
    }
    if (jar == null) {
      throw new IOException("the agent's jar is incomplete: it has no " + JAR);
    }
    return jar;
  }

  /** Its own first: two copies mixed, or the application's used by both, would break it. */
  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!files.containsKey(name.replace('.', '/') + ".class")) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] file = files.get(name.replace('.', '/') + ".class");
    if (file == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, file, 0, file.length);
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    byte[] file = files.get(name);
    return file == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(file);
  }
}
