package dev.loomtrace.bridge;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;

/**
 * Entry point of {@code -javaagent:loomtrace-agent.jar[=option,…]}. Whatever goes wrong here, the
 * application goes on: it costs one line on the standard error and the recording of virtual
 * threads.
 */
public final class Agent {
  private static final String NOT_RECORDING = "not recording virtual threads: ";

  /** System property for why nothing is recorded, which there is only then. */
  private static final String OBSTACLE = "loomtrace.obstacle";

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
      String unread = null;
      if (options.config().isPresent()) {
        try {
          options = AgentOptions.of(text, RecorderOption.read(options.config().get()));
        } catch (IOException e) {
          unread = e.getMessage();
        }
      }
      options.complaints().forEach(Agent::say);
      if (options.help()) {
        System.err.print(AgentOptions.HELP);
      }
      if (options.off() || Boolean.getBoolean("loomtrace.off")) {
        publish("it is switched off in this JVM");
        report(options, "switched off in this JVM");
        return;
      }
      String obstacle;
      try {
        obstacle = Preflight.obstacle();
        if (obstacle == null) {
          Installer.install(instrumentation, !options.virtualOnly());
        }
      } catch (Throwable t) {
        obstacle = cause(t);
      }
      publish(obstacle);
      if (obstacle != null) {
        say(NOT_RECORDING + obstacle);
        report(options, NOT_RECORDING + obstacle);
        return;
      }
      OwnEvents own = new OwnEvents();
      String lack = RequestTasks.start(options.requests(), instrumentation, own);
      if (lack != null) {
        say("no requests: " + lack);
      }
      lack = RequestTasks.startMdc(options.mdc(), instrumentation, own);
      if (lack != null) {
        say("no values of org.slf4j.MDC: " + lack);
      }
      lack = unread == null ? Recorder.start(options.recorder(), instrumentation, own) : unread;
      if (lack != null) {
        say("no triggers: " + lack);
      }
      if (options.doctor().isPresent()) {
        Doctor.examine(options.doctor().get(), instrumentation);
      }
    } catch (Throwable t) {
      say(NOT_RECORDING + cause(t));
    }
  }

  // For who attached the agent, who may be another user, with whom no file is shared.
  private static void publish(String obstacle) {
    if (obstacle == null) {
      System.clearProperty(OBSTACLE);
    } else {
      System.setProperty(OBSTACLE, obstacle);
    }
  }

  // Who asked may be another process, which does not see this one's standard error.
  private static void report(AgentOptions options, String failure) throws IOException {
    if (options.doctor().isPresent()) {
      DoctorReport report = new DoctorReport();
      report.fail("agent", failure);
      report.write(options.doctor().get());
    }
  }

  private static String cause(Throwable t) {
    Throwable cause = t instanceof InvocationTargetException ? t.getCause() : t;
    return cause.getCause() == null ? cause.toString() : cause + ": " + cause.getCause();
  }

  private static void say(String line) {
    System.err.println("loomtrace: " + OneLine.visible(line));
  }
}
