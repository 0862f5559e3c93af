package dev.loomtrace.bridge;

import dev.loomtrace.bridge.boot.request.Server;
import dev.loomtrace.bridge.instrument.MdcWeaver;
import dev.loomtrace.bridge.instrument.RequestWeaver;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Has requests of servers become tasks, and values of applications' {@code org.slf4j.MDC}
 * attributes of tasks, if the agent's options ask for it.
 */
final class RequestTasks {
  static final String PORT = "dev.loomtrace.bridge.boot.request.Requests";
  static final String MDC_PORT = "dev.loomtrace.bridge.boot.request.MdcValues";
  private static final String ENTRY = "dev.loomtrace.agent.AgentTasks";

  private RequestTasks() {}

  /** What is done last, when all is ready. */
  private interface Weaving {
    void weave() throws ReflectiveOperationException;
  }

  /**
   * Instruments the servers, when the hooks are installed.
   *
   * @param own the agent's own copy of the library, for applications without one
   * @return why requests do not become tasks, as one line; null if they do, or nobody asked
   */
  static String start(Set<Server> servers, Instrumentation instrumentation, OwnEvents own) {
    if (servers.isEmpty()) {
      return null;
    }
    return start(
        () -> {
          Class<?> port = Class.forName(PORT, true, null);
          return (boolean) port.getMethod("prepare", Class.class).invoke(null, tasks(own));
        },
        () -> RequestWeaver.weave(instrumentation, servers));
  }

  /**
   * Instruments the classes {@code MDC}, when the hooks are installed.
   *
   * @param keys those that are recorded
   * @param own as above
   * @return why their values are not recorded, as one line; null if they are, or nobody asked
   */
  static String startMdc(Set<String> keys, Instrumentation instrumentation, OwnEvents own) {
    if (keys.isEmpty()) {
      return null;
    }
    return start(
        () -> {
          Class<?> port = Class.forName(MDC_PORT, true, null);
          return (boolean)
              port.getMethod("prepare", Class.class, Set.class).invoke(null, tasks(own), keys);
        },
        () -> MdcWeaver.weave(instrumentation));
  }

  private static String start(Callable<Boolean> preparation, Weaving weaving) {
    try {
      if (!preparation.call()) {
        return "this JVM has them already, which stays as it is";
      }
      weaving.weave();
      return null;
    } catch (IOException e) {
      return e.getMessage();
    } catch (Exception | LinkageError e) {
      return e.toString();
    }
  }

  private static Object tasks(OwnEvents own) throws IOException, ReflectiveOperationException {
    return Class.forName(ENTRY, true, own.loader()).getMethod("tasks").invoke(null);
  }
}
