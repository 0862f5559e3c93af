package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.loomtrace.testing.jvm.JavaRunTimes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An installation that was prepared for its Java. */
@Tag("parallel")
@Tag("slow")
class PreparedIT {
  private static final Path BUILT =
      Path.of(System.getProperty("loomtrace.home")).toAbsolutePath().normalize();
  private static final Path TRACE =
      Path.of("../test-fixtures/cases/places-sleep-net.trace").toAbsolutePath().normalize();

  /** A JVM with it ends at once if it cannot use the cache. */
  private static final String MUST = "-XX:AOTMode=on";

  private static final String WORDS = "threads that start with";
  private static final String NEWER = "THREADS THAT START WITH";

  @TempDir static Path shared;
  @TempDir Path folder;
  private static Path prepared;
  private static String before;

  private record Answer(int status, String out, String err) {
    private void isSilentAnd(String expected) {
      assertEquals("", err);
      assertEquals(0, status);
      assertEquals(expected, out);
    }
  }

  @BeforeAll
  static void prepare() throws Exception {
    assumeTrue(Runtime.version().feature() >= AotCache.FIRST_VERSION, "nothing to prepare for");
    prepared = copy(BUILT, shared.resolve("my tools \u00e4"));
    Files.deleteIfExists(cache(prepared));
    before = threads(prepared, "").out();
    assertTrue(before.contains(WORDS));
    // Options of whoever prepares are not those of all who use it: no other JVM could take a cache
    // of one with this option.
    ProcessBuilder builder = launch(prepared, "", JavaHome.own().path(), "prepare");
    builder.environment().put("JDK_JAVA_OPTIONS", "-XX:-UseCompressedOops");
    Answer answer = run(builder);
    assertEquals(0, answer.status(), answer.err());
    assertEquals("", answer.out());
    assertTrue(answer.err().contains("wrote " + cache(prepared)), answer.err());
    try (Stream<Path> files = Files.list(prepared.resolve("lib"))) {
      assertEquals(
          List.of("loomtrace.aot"),
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !Files.exists(BUILT.resolve("lib").resolve(name)))
              .toList());
    }
  }

  private static Path cache(Path home) {
    return home.resolve("lib/loomtrace.aot");
  }

  /** With the times of all files. */
  private static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
    return to;
  }

  private Path copy() throws IOException {
    return copy(prepared, folder.resolve("a copy"));
  }

  private static Answer threads(Path home, String options) throws Exception {
    return run(home, options, JavaHome.own().path(), "threads", TRACE.toString());
  }

  private static Answer run(Path home, String options, Path java, String... arguments)
      throws Exception {
    return run(launch(home, options, java, arguments));
  }

  private static ProcessBuilder launch(Path home, String options, Path java, String... arguments) {
    ProcessBuilder builder = new ProcessBuilder(home.resolve("bin/loomtrace").toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().put("JAVA_HOME", java.toString());
    builder.environment().put("LOOMTRACE_JAVA_OPTS", options);
    return builder;
  }

  private static Answer run(ProcessBuilder builder) throws Exception {
    Path err = Files.createTempFile(shared, "err", null);
    Process process = builder.redirectError(err.toFile()).start();
    process.getOutputStream().close();
    // Each byte is a character, so that bytes are compared.
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    return new Answer(process.waitFor(), out, Files.readString(err));
  }

  @Test
  void answersTheSameFromTheCache() throws Exception {
    threads(prepared, MUST).isSilentAnd(before);
    Path log = folder.resolve("classes");
    threads(prepared, MUST + " -Xlog:class+load:file=" + log).isSilentAnd(before);
    String classes = Files.readString(log);
    assertTrue(
        classes.matches("(?s).*dev\\.loomtrace\\.report\\.\\S+ source: shared objects file.*"),
        classes);
  }

  @Test
  void canBeCopiedAndGetTheDatabaseLater() throws Exception {
    Path home = copy();
    Path sql = Files.createDirectories(home.resolve("lib/sql"));
    Files.copy(home.resolve("lib/loomtrace.jar"), sql.resolve("loomtrace-sql.jar"));
    threads(home, MUST).isSilentAnd(before);
  }

  @Test
  void goesOnWithACacheThatIsNone() throws Exception {
    Path home = copy();
    byte[] cache = Files.readAllBytes(cache(home));
    byte[] garbage = new byte[1 << 20];
    new Random(7).nextBytes(garbage);
    List<byte[]> spoiled =
        List.of(
            Arrays.copyOf(cache, cache.length / 2),
            Arrays.copyOf(cache, 100),
            garbage,
            new byte[0]);
    for (byte[] content : spoiled) {
      Files.delete(cache(home));
      Files.write(cache(home), content);
      threads(home, "").isSilentAnd(before);
    }
    assertNotEquals(0, threads(home, MUST).status(), "or the cache is not looked at");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Xshare:auto", "-XX:SharedArchiveFile=none.jsa -Xlog:disable"})
  void goesOnWithOptionsThatAllowNoCache(String options) throws Exception {
    threads(prepared, options).isSilentAnd(before);
  }

  @Test
  void anotherJavaGoesOnWithoutIt() throws Exception {
    Path other = JavaRunTimes.home(21);
    run(prepared, "", other, "threads", TRACE.toString()).isSilentAnd(before);
    Answer refused = run(prepared, "", other, "prepare");
    assertEquals(1, refused.status());
    assertEquals("", refused.out());
    assertEquals(
        "loomtrace: this is Java 21, and only Java 25 and later can be prepared for\n",
        refused.err());
    assertTrue(Files.exists(cache(prepared)));
  }

  @Test
  void saysThatItCannotWrite() throws Exception {
    Path home = copy();
    assertTrue(home.resolve("lib").toFile().setWritable(false));
    try {
      assumeTrue(!Files.isWritable(home.resolve("lib")), "root may write everywhere");
      Answer refused = run(home, "", JavaHome.own().path(), "prepare");
      assertEquals(1, refused.status());
      assertTrue(refused.err().matches("loomtrace: .*lib: cannot be written.*\n"), refused.err());
    } finally {
      assertTrue(home.resolve("lib").toFile().setWritable(true));
    }
  }

  /** A jar of a newer build has another class, and the size and time of the old one. */
  @Test
  void classesOfANewerJarAreUsed() throws Exception {
    Path home = copy();
    try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
      for (Path jar : jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
        Path built = BUILT.resolve("lib").resolve(jar.getFileName());
        Path newer = folder.resolve("newer.jar");
        if (!changed(built, newer)) {
          continue;
        }
        assertEquals(Files.size(jar), Files.size(newer));
        FileTime time = Files.getLastModifiedTime(jar);
        Files.move(newer, jar, StandardCopyOption.REPLACE_EXISTING);

        // What would be without the times: this is what the test is about.
        Files.setLastModifiedTime(jar, time);
        threads(home, MUST).isSilentAnd(before);

        Files.setLastModifiedTime(jar, Files.getLastModifiedTime(built));
        Answer answer = threads(home, "");
        assertEquals(0, answer.status(), answer.err());
        assertTrue(answer.out().contains(NEWER), answer.out());
        assertFalse(answer.out().contains(WORDS), answer.out());
        return;
      }
    }
    throw new AssertionError("no jar has the words " + WORDS);
  }

  /** Writes a jar of the same size in which these words are others, if it has them. */
  private static boolean changed(Path from, Path to) throws IOException {
    boolean found = false;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipFile jar = new ZipFile(from.toFile());
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.setLevel(Deflater.BEST_COMPRESSION);
      for (ZipEntry entry : jar.stream().toList()) {
        if (entry.getName().startsWith("META-INF/maven/")) {
          continue; // Their room is for what is larger in ours.
        }
        String content =
            new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
        found |= entry.getName().endsWith(".class") && content.contains(WORDS);
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(content.replace(WORDS, NEWER).getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    int missing = Math.toIntExact(Files.size(from) - bytes.size());
    if (found) {
      assertTrue(missing >= 0 && missing < 1 << 16, "bytes for a comment: " + missing);
      byte[] zip = bytes.toByteArray();
      // Its length is the last thing in the file, and 0.
      zip[zip.length - 2] = (byte) missing;
      zip[zip.length - 1] = (byte) (missing >> 8);
      try (OutputStream out = Files.newOutputStream(to)) {
        out.write(zip);
        out.write(new byte[missing]);
      }
    }
    return found;
  }

  @Test
  void doctorSaysSo() throws Exception {
    Path java = JavaHome.own().path();
    Answer ready = run(prepared, "", java, "doctor");
    assertTrue(ready.out().contains("\nLoomtrace: prepared for Java "), ready.out());
    Path without = copy();
    Files.delete(cache(without));
    Answer not = run(without, "", java, "doctor");
    assertTrue(not.out().contains("\nLoomtrace: not prepared for Java "), not.out());
  }
}
