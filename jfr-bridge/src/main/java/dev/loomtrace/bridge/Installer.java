package dev.loomtrace.bridge;

import dev.loomtrace.bridge.boot.jdk.JdkTypes;
import dev.loomtrace.bridge.instrument.IntConstants;
import dev.loomtrace.bridge.instrument.Weaver;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import jdk.jfr.FlightRecorder;

/** Puts the hooks where the JDK's classes can call them, makes them ready, and instruments. */
final class Installer {
  private static final String BOOT_JAR = "/META-INF/loomtrace/boot.jar";
  static final String BOOT_CLASS = "dev.loomtrace.bridge.boot.Boot";
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.util.concurrent",
          "java.util.concurrent.locks",
          "jdk.internal.misc",
          "jdk.internal.vm");

  private Installer() {}

  /**
   * Installs the hooks, unless they are.
   *
   * @param platform whether platform threads are recorded too
   */
  static void install(Instrumentation instrumentation, boolean platform) throws Exception {
    Class<?> boot = boot(instrumentation);
    synchronized (boot) {
      if ((boolean) boot.getMethod("isInstalled").invoke(null)) {
        return; // Given twice, or attached to an application that was started with it.
      }
      Set<Module> hooks = Set.of(boot.getModule());
      for (String name : OPENED) {
        open(instrumentation, Object.class.getModule(), name, hooks);
      }
      open(instrumentation, FlightRecorder.class.getModule(), "jdk.jfr.internal", hooks);
      boot.getMethod("prepare", Map.class).invoke(null, IntConstants.of(JdkTypes.VIRTUAL_THREAD));
      Weaver.weave(instrumentation, platform);
      boot.getMethod("setInstalled").invoke(null);
    }
  }

  private static void open(
      Instrumentation instrumentation, Module module, String name, Set<Module> to) {
    instrumentation.redefineModule(
        module, Set.of(), Map.of(), Map.of(name, to), Set.of(), Map.of());
  }

  // The manifest's Boot-Class-Path names the agent's jar as it is called when it is built or
  // delivered: then the JVM has put it there before it started, silently. Under another name the
  // hooks come from the jar inside it, and the JVM remarks that it shares fewer classes now.
  private static Class<?> boot(Instrumentation instrumentation)
      throws IOException, ClassNotFoundException {
    try {
      return Class.forName(BOOT_CLASS, true, null);
    } catch (ClassNotFoundException e) {
      instrumentation.appendToBootstrapClassLoaderSearch(new JarFile(extract().toFile()));
      return Class.forName(BOOT_CLASS, true, null);
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
