package dev.loomtrace.bridge.instrument;

import java.lang.reflect.Modifier;
import java.util.List;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.scaffold.TypeInitializer;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.implementation.auxiliary.AuxiliaryType;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * A class of an application of which the bodies of some methods change, and nothing else. It is
 * described by its bytes alone: its loader is in the middle of loading it, and is asked for
 * nothing. Others are taken for classes without members, which is enough for code that only passes
 * their objects on.
 */
final class Redefinition {
  private final byte[] bytes;
  private final TypePool types;
  private final TypeDescription type;

  Redefinition(String name, byte[] bytes) {
    this.bytes = bytes;
    types = new OnlyOneType(ClassFileLocator.Simple.of(name, bytes));
    type = types.describe(name).resolve();
  }

  private static final class OnlyOneType extends TypePool.Default {
    OnlyOneType(ClassFileLocator classes) {
      super(CacheProvider.Simple.withObjectType(), classes, ReaderMode.FAST);
    }

    @Override
    protected Resolution doDescribe(String name) {
      Resolution known = super.doDescribe(name);
      return known.isResolved()
          ? known
          : new Resolution.Simple(
              new TypeDescription.Latent(
                  name,
                  Modifier.PUBLIC,
                  TypeDescription.ForLoadedType.of(Object.class).asGenericType()));
    }
  }

  /** Whether a loader sees a class as the bootstrap loader does: one of OSGi need not ask that. */
  static boolean sees(ClassLoader loader, Class<?> port) {
    try {
      return Class.forName(port.getName(), false, loader).equals(port);
    } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
      return false;
    }
  }

  /** Whether the class has no such method. */
  boolean lacks(ElementMatcher<? super MethodDescription> method) {
    return type.getDeclaredMethods().filter(method).isEmpty();
  }

  /** The class with these changes. */
  byte[] with(List<AsmVisitorWrapper> changes) {
    int writing = AsmVisitorWrapper.NO_FLAGS;
    int reading = AsmVisitorWrapper.NO_FLAGS;
    for (AsmVisitorWrapper change : changes) {
      writing = change.mergeWriter(writing);
      reading = change.mergeReader(reading);
    }
    ClassReader reader = OpenedClassReader.of(bytes);
    ClassWriter writer = new ClassWriter(reader, writing);
    ClassFileVersion version = ClassFileVersion.ofClassFile(bytes);
    Implementation.Context context =
        Implementation.Context.Disabled.Factory.INSTANCE.make(
            type,
            new AuxiliaryType.NamingStrategy.SuffixingRandom("loomtrace"),
            TypeInitializer.None.INSTANCE,
            version,
            version,
            Implementation.Context.FrameGeneration.EXPAND);
    ClassVisitor visitor = writer;
    for (AsmVisitorWrapper change : changes) {
      visitor =
          change.wrap(
              type,
              visitor,
              context,
              types,
              type.getDeclaredFields(),
              type.getDeclaredMethods(),
              writing,
              reading);
    }
    reader.accept(visitor, reading);
    return writer.toByteArray();
  }
}
