package dev.loomtrace.bridge;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;

/**
 * Entry point of {@code -javaagent:loomtrace-agent.jar[=option,…]}. Whatever goes wrong here, the
 * application goes on: it costs one line on the standard error and the recording of virtual
 * threads.
 */
public final class Agent {
  private Agent() {}

  /** Called by the JVM before the application's main method. */
  public static void premain(String options, Instrumentation instrumentation) {
    start(options, instrumentation);
  }

  /** Called by the JVM when the agent is attached to a running application. */
  public static void agentmain(String options, Instrumentation instrumentation) {
    start(options, instrumentation);
  }

  private static void start(String text, Instrumentation instrumentation) {
    try {
      AgentOptions options = AgentOptions.of(text);
      options.complaints().forEach(Agent::say);
      if (options.help()) {
        System.err.print(AgentOptions.HELP);
      }
      if (options.off() || Boolean.getBoolean("loomtrace.off")) {
        return;
      }
      String obstacle = Preflight.obstacle();
      if (obstacle != null) {
        say("not recording virtual threads: " + obstacle);
        return;
      }
      Installer.install(instrumentation);
      if (options.doctor().isPresent()) {
        Doctor.examine(options.doctor().get());
      }
    } catch (Throwable t) {
      say("not recording virtual threads: " + cause(t));
    }
  }

  private static String cause(Throwable t) {
    Throwable cause = t instanceof InvocationTargetException ? t.getCause() : t;
    return cause.getCause() == null ? cause.toString() : cause + ": " + cause.getCause();
  }

  private static void say(String line) {
    System.err.println("loomtrace: " + line);
  }
}
