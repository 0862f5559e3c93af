package dev.loomtrace.tool;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/** Loads the agent into a JVM that runs. */
@Command(
    name = "attach",
    description = {
      "Load the agent into a JVM that runs already.",
      "",
      "Virtual threads that live by then are recorded from their next wait on. It works for JVMs of",
      "the same user; those started with -XX:-EnableDynamicAgentLoading refuse."
    },
    footer = {"", "Example:", "  loomtrace attach 4711 && jcmd 4711 JFR.start filename=rec.jfr"})
final class AttachCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "PID", description = "Id of the JVM's process (jcmd lists them).")
  private long pid;

  AttachCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    String agent = Installation.own().agent().toString();
    VirtualMachine vm = connect();
    try {
      int version =
          Runtime.Version.parse(vm.getSystemProperties().getProperty("java.version")).feature();
      if (version < JavaHome.FIRST_VERSION) {
        throw new UserDataException(
            "process " + pid + " runs Java " + version + ", and virtual threads need 21 or later");
      }
      vm.loadAgent(agent);
    } catch (AgentLoadException | AgentInitializationException e) {
      throw new UserDataException("process " + pid + " refused the agent: " + e.getMessage(), e);
    } finally {
      vm.detach();
    }
    console.say("process " + pid + " has loaded the agent; to record, for example:");
    console.say("  jcmd " + pid + " JFR.start name=loomtrace");
    console.say("  jcmd " + pid + " JFR.dump name=loomtrace filename=rec.jfr");
    return ExitCode.OK;
  }

  private VirtualMachine connect() throws IOException {
    try {
      return VirtualMachine.attach(String.valueOf(pid));
    } catch (AttachNotSupportedException e) {
      throw new UserDataException(
          "process " + pid + " can not be attached to: " + e.getMessage(), e);
    } catch (NoClassDefFoundError e) {
      throw new UserDataException(
          System.getProperty("java.home")
              + " has no module jdk.attach: attaching needs a JDK, set JAVA_HOME to one",
          e);
    }
  }
}
