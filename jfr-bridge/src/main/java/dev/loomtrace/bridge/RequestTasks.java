package dev.loomtrace.bridge;

import dev.loomtrace.bridge.boot.request.Server;
import dev.loomtrace.bridge.instrument.RequestWeaver;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.Set;

/** Has requests of servers become tasks, if the agent's options ask for it. */
final class RequestTasks {
  static final String PORT = "dev.loomtrace.bridge.boot.request.Requests";
  private static final String ENTRY = "dev.loomtrace.agent.AgentTasks";

  private RequestTasks() {}

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
    try {
      Class<?> port = Class.forName(PORT, true, null);
      if ((boolean) port.getMethod("isPrepared").invoke(null)) {
        return "this JVM names requests already, which stays as it is";
      }
      Object tasks = Class.forName(ENTRY, true, own.loader()).getMethod("tasks").invoke(null);
      if ((boolean) port.getMethod("prepare", Class.class).invoke(null, tasks)) {
        RequestWeaver.weave(instrumentation, servers);
      }
      return null;
    } catch (IOException e) {
      return e.getMessage();
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return e.toString();
    }
  }
}
