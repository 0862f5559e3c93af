package dev.loomtrace.bridge.instrument;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Reads the constants of a JDK class from its class file. Reflection would initialise the class,
 * which the application must be the first to do: {@code VirtualThread} then makes its scheduler, as
 * the system properties say at that time.
 */
public final class IntConstants extends ClassVisitor {
  private final Map<String, Integer> values = new HashMap<>();

  private IntConstants() {
    super(OpenedClassReader.ASM_API);
  }

  /**
   * The int constants that a class of the bootstrap loader declares, by name.
   *
   * @throws IOException if its class file cannot be read
   */
  public static Map<String, Integer> of(String type) throws IOException {
    ClassFileLocator locator = ClassFileLocator.ForClassLoader.ofBootLoader();
    IntConstants constants = new IntConstants();
    OpenedClassReader.of(locator.locate(type).resolve())
        .accept(
            constants, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return constants.values;
  }

  @Override
  public FieldVisitor visitField(
      int access, String name, String descriptor, String signature, Object value) {
    if (descriptor.equals("I") && value instanceof Integer constant) {
      values.put(name, constant);
    }
    return null;
  }
}
