package dev.loomtrace.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.testing.jvm.JavaRunTimes;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import one.profiler.AsyncProfiler;

/** Programs among the tests, in JVMs of their own of any version, recorded by whomever. */
public final class JavaPrograms {
  private static final int OLDEST_OF_TESTS = 21;
  private static final int MOST_MINUTES = 2;

  private JavaPrograms() {}

  /**
   * Runs a program, which must succeed.
   *
   * @param version of the JVM; the program has to be in the language of 17 if that is older than 21
   * @param options of the JVM
   * @param folder for its class files and what it prints
   */
  public static void run(
      int version, List<String> options, Class<?> program, List<String> arguments, Path folder)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(JavaRunTimes.home(version).resolve("bin").resolve("java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx96m"));
    command.addAll(options);
    command.addAll(List.of("-cp", classPath(version, program, folder), program.getName()));
    command.addAll(arguments);
    Path out = folder.resolve("out.txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    try {
      assertTrue(process.waitFor(MOST_MINUTES, TimeUnit.MINUTES), () -> "hangs: " + read(out));
      assertEquals(0, process.exitValue(), () -> read(out));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Where a program is, in class files that this version reads. */
  private static String classPath(int version, Class<?> program, Path folder) throws IOException {
    if (version >= OLDEST_OF_TESTS) {
      return System.getProperty("java.class.path");
    }
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Path source =
        GoTools.projectRoot()
            .resolve("converter/src/test/java")
            .resolve(program.getName().replace('.', '/') + ".java");
    StringWriter errors = new StringWriter();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    boolean compiled =
        compiler
            .getTask(
                errors,
                null,
                null,
                List.of("--release", Integer.toString(version), "-d", classes.toString()),
                null,
                compiler.getStandardFileManager(null, null, UTF_8).getJavaFileObjects(source))
            .call();
    assertTrue(compiled, errors::toString);
    return classes.toString();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The JVM's option that has async-profiler record, with these options of its own. */
  public static String asyncProfiler(String options, Path folder) throws IOException {
    Path library = folder.resolve("libasyncProfiler.so");
    String name = System.getProperty("os.arch").equals("amd64") ? "linux-x64" : "linux-arm64";
    try (InputStream in =
        AsyncProfiler.class.getResourceAsStream("/" + name + "/libasyncProfiler.so")) {
      assertNotNull(in, name);
      Files.copy(in, library);
    }
    return "-agentpath:" + library + "=start," + options;
  }
}
