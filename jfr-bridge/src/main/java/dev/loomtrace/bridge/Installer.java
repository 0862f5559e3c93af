package dev.loomtrace.bridge;

import dev.loomtrace.bridge.instrument.Weaver;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;

/** Puts the hooks where the JDK's classes can call them, makes them ready, and instruments. */
final class Installer {
  private static final String BOOT_JAR = "/META-INF/loomtrace/boot.jar";
  private static final String BOOT_CLASS = "dev.loomtrace.bridge.boot.Boot";

  private Installer() {}

  static void install(Instrumentation instrumentation) throws Exception {
    if (installed()) {
      return; // Given twice, or attached to an application that was started with it.
    }
    instrumentation.appendToBootstrapClassLoaderSearch(new JarFile(extract().toFile()));
    Class<?> boot = Class.forName(BOOT_CLASS, true, null);
    Set<Module> hooks = Set.of(boot.getModule());
    instrumentation.redefineModule(
        Object.class.getModule(),
        Set.of(),
        Map.of(),
        Map.of("java.lang", hooks, "java.util.concurrent", hooks, "jdk.internal.vm", hooks),
        Set.of(),
        Map.of());
    boot.getMethod("prepare").invoke(null);
    Weaver.weave(instrumentation);
  }

  private static boolean installed() {
    try {
      Class.forName(BOOT_CLASS, false, null);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static Path extract() throws IOException {
    try (InputStream jar = Installer.class.getResourceAsStream(BOOT_JAR)) {
      if (jar == null) {
        throw new IOException("the agent's jar is incomplete: it has no " + BOOT_JAR);
      }
      Path file = Files.createTempFile("loomtrace-boot", ".jar");
      file.toFile().deleteOnExit();
      Files.copy(jar, file, StandardCopyOption.REPLACE_EXISTING);
      return file;
    }
  }
}
