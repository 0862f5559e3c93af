package dev.loomtrace.bridge.instrument;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.loomtrace.bridge.boot.request.Requests;
import dev.loomtrace.bridge.boot.request.Server;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * Instruments servers, those that are loaded and those that will be. Classes are recognised by
 * their whole names: another class costs its loading one look into a table.
 */
public final class RequestWeaver {
  private static final String JDK_SERVER = "jdk.httpserver";
  private static final String JDK_SERVER_ROOM = "sun.net.httpserver";

  /**
   * A method to instrument.
   *
   * @param begins whether requests begin there; else it tells that one is answered
   */
  private record JoinPoint(
      Server server, boolean begins, String method, int arguments, AsmVisitorWrapper change) {}

  private RequestWeaver() {}

  /**
   * Instruments these servers.
   *
   * @throws ReflectiveOperationException if the agent's part on the bootstrap path is incomplete;
   *     then nothing is instrumented
   */
  public static void weave(Instrumentation instrumentation, Set<Server> servers)
      throws ReflectiveOperationException {
    Map<String, List<JoinPoint>> points = new HashMap<>();
    for (Server server : servers) {
      add(points, server);
    }
    Class<?> port = Class.forName(Requests.class.getName(), true, null);
    if (servers.contains(Server.JDK)) {
      openJdkServer(instrumentation, port.getModule());
    }
    Transformer transformer =
        new Transformer(
            points,
            port,
            port.getMethod("found", int.class),
            port.getMethod("decline", int.class, String.class));
    instrumentation.addTransformer(transformer, true);
    // From here on they are instrumented when they are loaded.
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (points.containsKey(internal(type.getName())) && instrumentation.isModifiableClass(type)) {
        try {
          instrumentation.retransformClasses(type);
        } catch (Throwable t) {
          transformer.decline(points.get(internal(type.getName())).get(0).server(), t.toString());
        }
      }
    }
  }

  // What tells that its requests are answered is not public.
  private static void openJdkServer(Instrumentation instrumentation, Module to) {
    ModuleLayer.boot()
        .findModule(JDK_SERVER)
        .ifPresent(
            module ->
                instrumentation.redefineModule(
                    module,
                    Set.of(),
                    Map.of(),
                    Map.of(JDK_SERVER_ROOM, Set.of(to)),
                    Set.of(),
                    Map.of()));
  }

  private static String internal(String name) {
    return name.replace('.', '/');
  }

  private static void add(Map<String, List<JoinPoint>> points, Server server) {
    Server.Begin begin = server.begin();
    Class<?> advice =
        switch (begin.request()) {
          case THIS -> throw new IllegalStateException("no server begins a request so");
          case FIRST ->
              server.needsResponse()
                  ? RequestAdvices.BeginWithResponse.class
                  : RequestAdvices.Begin.class;
          case SECOND ->
              server.needsResponse()
                  ? RequestAdvices.BeginOfSecondWithResponse.class
                  : RequestAdvices.BeginOfSecond.class;
        };
    add(points, begin.owner(), server, true, begin.method(), begin.arguments(), advice, 0);
    for (int i = 0; i < server.ends().size(); i++) {
      Server.End end = server.ends().get(i);
      Class<?> of =
          end.place() == Server.Place.THIS
              ? RequestAdvices.EndOfThis.class
              : RequestAdvices.EndOfFirst.class;
      add(points, end.owner(), server, false, end.method(), end.arguments(), of, i);
    }
  }

  private static void add(
      Map<String, List<JoinPoint>> points,
      String owner,
      Server server,
      boolean begins,
      String method,
      int arguments,
      Class<?> advice,
      int end) {
    AsmVisitorWrapper change =
        Advice.withCustomMapping()
            .bind(RequestAdvices.OfServer.class, server.ordinal())
            .bind(RequestAdvices.OfEnd.class, end)
            .to(advice, ClassFileLocator.ForClassLoader.ofSystemLoader())
            .on(matcher(method, arguments));
    points
        .computeIfAbsent(internal(owner), name -> new ArrayList<>())
        .add(new JoinPoint(server, begins, method, arguments, change));
  }

  private static ElementMatcher.Junction<MethodDescription> matcher(String method, int arguments) {
    return named(method).and(takesArguments(arguments));
  }

  private static final class Transformer implements ClassFileTransformer {
    private final Map<String, List<JoinPoint>> points;
    private final Class<?> port;
    private final Method found;
    private final Method declined;

    Transformer(Map<String, List<JoinPoint>> points, Class<?> port, Method found, Method declined) {
      this.points = points;
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
      List<JoinPoint> wanted = name == null ? null : points.get(name);
      if (wanted == null) {
        return null;
      }
      try {
        return instrument(loader, name.replace('/', '.'), bytes, wanted);
      } catch (Throwable t) {
        decline(wanted.get(0).server(), t.toString());
        return null;
      }
    }

    private byte[] instrument(ClassLoader loader, String name, byte[] bytes, List<JoinPoint> wanted)
        throws ReflectiveOperationException {
      Server server = wanted.get(0).server();
      // A loader that does not ask the bootstrap loader, as in OSGi.
      if (!sees(loader)) {
        decline(server, "the loader of " + name + " does not see the agent");
        return null;
      }
      Redefinition redefinition = new Redefinition(name, bytes);
      for (JoinPoint point : wanted) {
        if (redefinition
            .type()
            .getDeclaredMethods()
            .filter(matcher(point.method(), point.arguments()))
            .isEmpty()) {
          decline(
              server,
              name + " has no " + point.method() + " with " + point.arguments() + " arguments");
          return null;
        }
      }
      byte[] changed = redefinition.with(wanted.stream().map(JoinPoint::change).toList());
      if (wanted.stream().anyMatch(JoinPoint::begins)) {
        found.invoke(null, server.ordinal());
      }
      return changed;
    }

    private boolean sees(ClassLoader loader) {
      try {
        return Class.forName(port.getName(), false, loader).equals(port);
      } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
        return false;
      }
    }

    void decline(Server server, String reason) {
      try {
        declined.invoke(null, server.ordinal(), reason);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
