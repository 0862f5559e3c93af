package dev.loomtrace.bridge.instrument;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.loomtrace.bridge.boot.request.MdcValues;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.matcher.ElementMatcher;

/** Instruments each {@code org.slf4j.MDC}, those that are loaded and those that will be. */
public final class MdcWeaver {
  private static final String MDC = "org.slf4j.MDC";
  private static final String INTERNAL = "org/slf4j/MDC";
  private static final ElementMatcher.Junction<MethodDescription> PUT =
      named("put").and(takesArguments(2));
  private static final ElementMatcher.Junction<MethodDescription> PUT_ALL =
      named("setContextMap").and(takesArguments(1));

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
      if (type.getName().equals(MDC) && instrumentation.isModifiableClass(type)) {
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
      if (!INTERNAL.equals(name)) {
        return null;
      }
      try {
        if (!Redefinition.sees(loader, port)) {
          decline("the loader of org.slf4j.MDC does not see the agent");
          return null;
        }
        Redefinition redefinition = new Redefinition(MDC, bytes);
        for (ElementMatcher<MethodDescription> method : List.of(PUT, PUT_ALL)) {
          if (redefinition.lacks(method)) {
            decline("org.slf4j.MDC has no " + method);
            return null;
          }
        }
        ClassFileLocator own = ClassFileLocator.ForClassLoader.ofSystemLoader();
        byte[] changed =
            redefinition.with(
                List.of(
                    Advice.to(MdcAdvices.Put.class, own).on(PUT),
                    Advice.to(MdcAdvices.PutAll.class, own).on(PUT_ALL)));
        found.invoke(null);
        return changed;
      } catch (Throwable t) {
        decline(t.toString());
        return null;
      }
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
