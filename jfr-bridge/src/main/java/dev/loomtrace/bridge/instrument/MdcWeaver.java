package dev.loomtrace.bridge.instrument;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.loomtrace.bridge.boot.request.MdcValues;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * Instruments each {@code org.slf4j.MDC} and each class of tasks, those that are loaded and those
 * that will be.
 */
public final class MdcWeaver {
  private static final String MDC = "org.slf4j.MDC";
  private static final String TASK = "dev.loomtrace.Task";
  private static final ElementMatcher.Junction<MethodDescription> PUT =
      named("put").and(takesArguments(2));
  private static final ElementMatcher.Junction<MethodDescription> PUT_ALL =
      named("setContextMap").and(takesArguments(1));

  private static final ElementMatcher.Junction<MethodDescription> BEGIN =
      isConstructor().and(takesArguments(2));

  /** What is changed in a method. */
  private record Change(ElementMatcher.Junction<MethodDescription> method, Class<?> advice) {}

  private static final Map<String, List<Change>> CHANGES =
      Map.of(
          MDC.replace('.', '/'),
          List.of(
              new Change(PUT, MdcAdvices.Put.class), new Change(PUT_ALL, MdcAdvices.PutAll.class)),
          TASK.replace('.', '/'),
          List.of(new Change(BEGIN, MdcAdvices.Begun.class)));

  private MdcWeaver() {}

  /**
   * Instruments them.
   *
   * @throws ReflectiveOperationException if the agent's part on the bootstrap path is incomplete;
   *     then nothing is instrumented
   */
  public static void weave(Instrumentation instrumentation) throws ReflectiveOperationException {
    Class<?> port = Class.forName(MdcValues.class.getName(), true, null);
    Transformer transformer =
        new Transformer(port, port.getMethod("found"), port.getMethod("decline", String.class));
    instrumentation.addTransformer(transformer, true);
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (CHANGES.containsKey(type.getName().replace('.', '/'))
          && instrumentation.isModifiableClass(type)) {
        try {
          instrumentation.retransformClasses(type);
        } catch (Throwable t) {
          transformer.decline(t.toString());
        }
      }
    }
  }

  private static final class Transformer implements ClassFileTransformer {
    private final Class<?> port;
    private final Method found;
    private final Method declined;

    Transformer(Class<?> port, Method found, Method declined) {
      this.port = port;
      this.found = found;
      this.declined = declined;
    }

    @Override
    public byte[] transform(
        Module module,
        ClassLoader loader,
        String name,
        Class<?> type,
        ProtectionDomain domain,
        byte[] bytes) {
      List<Change> changes = name == null ? null : CHANGES.get(name);
      if (changes == null) {
        return null;
      }
      try {
        return instrument(loader, name.replace('/', '.'), bytes, changes);
      } catch (Throwable t) {
        decline(t.toString());
        return null;
      }
    }

    private byte[] instrument(ClassLoader loader, String name, byte[] bytes, List<Change> changes)
        throws ReflectiveOperationException {
      if (!Redefinition.sees(loader, port)) {
        decline("the loader of " + name + " does not see the agent");
        return null;
      }
      Redefinition redefinition = new Redefinition(name, bytes);
      ClassFileLocator own = ClassFileLocator.ForClassLoader.ofSystemLoader();
      List<AsmVisitorWrapper> wrappers = new ArrayList<>();
      for (Change change : changes) {
        if (redefinition.lacks(change.method())) {
          decline(name + " has no " + change.method());
          return null;
        }
        wrappers.add(Advice.to(change.advice(), own).on(change.method()));
      }
      byte[] changed = redefinition.with(wrappers);
      if (name.equals(MDC)) {
        found.invoke(null);
      }
      return changed;
    }

    void decline(String reason) {
      try {
        declined.invoke(null, reason);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
