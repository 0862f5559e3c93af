package dev.loomtrace.explorer.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are served: those of one folder, from classes and from a jar, and no others. */
class StaticFilesTest {
  private static final List<String> NAMES =
      List.of("site/index.html", "site/within/a.js", "site/notes.bin", "StaticFilesTest.class");

  @TempDir private Path folder;

  private static void check(Class<?> anchor) throws IOException {
    StaticFiles files = StaticFiles.of(anchor, "site", List.of("no/such/library.js"));
    Reply first = files.of("/").orElseThrow();
    assertTrue(new String(first.body(), StandardCharsets.UTF_8).contains("<title>site"));
    assertEquals("text/html; charset=utf-8", first.headers().get("Content-Type"));
    assertArrayEquals(first.body(), files.of("/page/index.html").orElseThrow().body());
    Reply script = files.of("/page/within/a.js").orElseThrow();
    assertEquals("text/javascript; charset=utf-8", script.headers().get("Content-Type"));
    for (String path :
        List.of(
            "/page/notes.bin",
            "/page/StaticFilesTest.class",
            "/page/../StaticFilesTest.class",
            "/page/within",
            "/page/within/../index.html",
            "/page/a.js",
            "/index.html",
            "/lib/library.js",
            "")) {
      assertTrue(files.of(path).isEmpty(), path);
    }
  }

  @Test
  void servesTheFilesOfAFolder() throws IOException {
    check(StaticFilesTest.class);
  }

  @Test
  void servesTheFilesOfAJar() throws Exception {
    Path jar = folder.resolve("a jar.jar");
    String here = StaticFilesTest.class.getPackageName().replace('.', '/') + "/";
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (String name : NAMES) {
        entries.putNextEntry(new JarEntry(here + name));
        try (InputStream in = StaticFilesTest.class.getResourceAsStream(name)) {
          in.transferTo(entries);
        }
      }
    }
    ClassLoader parent = ClassLoader.getPlatformClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, parent)) {
      Class<?> anchor = loader.loadClass(StaticFilesTest.class.getName());
      assertNotSame(StaticFilesTest.class, anchor);
      check(anchor);
    }
  }

  @Test
  void servesNothingWhereThereIsNothing() throws IOException {
    assertTrue(StaticFiles.of(StaticFilesTest.class, "none", List.of()).of("/").isEmpty());
  }
}
