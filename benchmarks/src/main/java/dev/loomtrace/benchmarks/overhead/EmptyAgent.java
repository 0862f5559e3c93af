package dev.loomtrace.benchmarks.overhead;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.matcher.ElementMatchers;

/** An agent that changes nothing: what it costs is what any agent costs. */
public final class EmptyAgent {
  /** Option: has Byte Buddy installed. */
  static final String BYTE_BUDDY = "bytebuddy";

  private EmptyAgent() {}

  /**
   * Does nothing; or, told {@code bytebuddy}, has Byte Buddy look for a class that is not there.
   */
  public static void premain(String options, Instrumentation instrumentation) {
    if (BYTE_BUDDY.equals(options)) {
      new AgentBuilder.Default()
          .type(ElementMatchers.named("no.such.Class"))
          .transform((builder, type, loader, module, domain) -> builder)
          .installOn(instrumentation);
    }
  }

  /** Writes a jar that names this class, which must be on the class path; until this JVM ends. */
  static Path jar() throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Premain-Class", EmptyAgent.class.getName());
    main.putValue("Can-Retransform-Classes", "true");
    Path jar = Files.createTempFile("empty-agent", ".jar");
    jar.toFile().deleteOnExit();
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream jarOut = new JarOutputStream(out, manifest)) {
      jarOut.finish();
    }
    return jar;
  }
}
