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
 * their whole names: another class costs its loading two looks into tables.
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
    Map<String, Server> strangers = new HashMap<>();
    for (Server server : servers) {
      add(points, server);
      if (!server.stranger().isEmpty()) {
        strangers.put(internal(server.stranger()), server);
      }
    }
    Class<?> port = Class.forName(Requests.class.getName(), true, null);
    if (servers.contains(Server.JDK)) {
      openJdkServer(instrumentation, port.getModule());
    }
    Transformer transformer =
        new Transformer(
            points,
            strangers,
            port,
            port.getMethod("found", int.class),
            port.getMethod("decline", int.class, String.class));
    instrumentation.addTransformer(transformer, true);
    // From here on they are instrumented when they are loaded.
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      String name = internal(type.getName());
      transformer.declineStranger(name);
      if (points.containsKey(name) && instrumentation.isModifiableClass(type)) {
        try {
          instrumentation.retransformClasses(type);
        } catch (Throwable t) {
          transformer.decline(points.get(name).get(0).server(), t.toString());
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
    for (Server.Begin begin : server.begins()) {
      Class<?> advice = advice(begin, server.needsResponse());
      add(points, begin.owner(), server, true, begin.method(), begin.arguments(), advice, 0);
    }
    for (int i = 0; i < server.calls().size(); i++) {
      Server.Call call = server.calls().get(i);
      add(points, call.owner(), server, false, call.method(), call.arguments(), advice(call), i);
    }
  }

  private static Class<?> advice(Server.Begin begin, boolean response) {
    return switch (begin.request()) {
      case THIS -> RequestAdvices.BeginOfThis.class;
      case FIRST -> response ? RequestAdvices.BeginWithResponse.class : RequestAdvices.Begin.class;
      case SECOND ->
          response
              ? RequestAdvices.BeginOfSecondWithResponse.class
              : RequestAdvices.BeginOfSecond.class;
    };
  }

  private static Class<?> advice(Server.Call call) {
    return switch (call.role()) {
      case AGAIN -> RequestAdvices.AgainOfThis.class;
      case SWITCHED_TO -> RequestAdvices.SwitchToFirst.class;
      case SWITCHED_BACK -> RequestAdvices.SwitchBack.class;
      case ANSWERED, BROKEN_OFF, STATUS, ROUTED ->
          call.place() == Server.Place.FIRST
              ? RequestAdvices.TellOfFirst.class
              : call.tells()
                  ? RequestAdvices.TellFirstOfThis.class
                  : RequestAdvices.TellOfThis.class;
    };
  }

  private static void add(
      Map<String, List<JoinPoint>> points,
      String owner,
      Server server,
      boolean begins,
      String method,
      int arguments,
      Class<?> advice,
      int call) {
    AsmVisitorWrapper change =
        Advice.withCustomMapping()
            .bind(RequestAdvices.OfServer.class, server.ordinal())
            .bind(RequestAdvices.OfCall.class, call)
            .to(advice, ClassFileLocator.ForClassLoader.ofSystemLoader())
            .on(matcher(method, arguments));
    points
        .computeIfAbsent(internal(owner), name -> new ArrayList<>())
        .add(new JoinPoint(server, begins, method, arguments, change));
  }

  private static ElementMatcher.Junction<MethodDescription> matcher(String method, int arguments) {
    ElementMatcher.Junction<MethodDescription> called = named(method);
    return arguments == Server.Begin.ANY ? called : called.and(takesArguments(arguments));
  }

  private static final class Transformer implements ClassFileTransformer {
    private final Map<String, List<JoinPoint>> points;
    private final Map<String, Server> strangers;
    private final Class<?> port;
    private final Method found;
    private final Method declined;

    Transformer(
        Map<String, List<JoinPoint>> points,
        Map<String, Server> strangers,
        Class<?> port,
        Method found,
        Method declined) {
      this.points = points;
      this.strangers = strangers;
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
        if (name != null) {
          declineStranger(name);
        }
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
      if (!Redefinition.sees(loader, port)) {
        decline(server, "the loader of " + name + " does not see the agent");
        return null;
      }
      Redefinition redefinition = new Redefinition(name, bytes);
      for (JoinPoint point : wanted) {
        if (redefinition.lacks(matcher(point.method(), point.arguments()))) {
          decline(
              server,
              name
                  + " has no "
                  + point.method()
                  + (point.arguments() == Server.Begin.ANY
                      ? ""
                      : " with " + point.arguments() + " arguments"));
          return null;
        }
      }
      byte[] changed = redefinition.with(wanted.stream().map(JoinPoint::change).toList());
      if (wanted.stream().anyMatch(JoinPoint::begins)) {
        found.invoke(null, server.ordinal());
      }
      return changed;
    }

    void declineStranger(String name) {
      Server server = strangers.get(name);
      if (server != null) {
        decline(server, "it has a class " + name.replace('/', '.'));
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
