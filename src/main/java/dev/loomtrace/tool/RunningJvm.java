package dev.loomtrace.tool;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;

/**
 * A JVM that runs on this machine.
 *
 * @param pid id of its process
 */
record RunningJvm(long pid) {
  /** System property in which the agent says why it records nothing. */
  private static final String OBSTACLE = "loomtrace.obstacle";

  /** What the JDK says if the other JVM cannot open the agent's file. */
  private static final String NO_JAR = "Agent JAR not found";

  /**
   * Loads the agent into it, and waits until the agent has done what its options say.
   *
   * @throws UserDataException if it cannot be reached, is too old, refuses, or cannot be recorded
   */
  void loadAgent(String options) throws IOException {
    String agent = Installation.own().agent().toString();
    VirtualMachine vm = connect();
    try {
      String version = vm.getSystemProperties().getProperty("java.version");
      if (Runtime.Version.parse(version).feature() < JavaHome.FIRST_VERSION) {
        throw new IOException("it runs Java " + version + ", and virtual threads need 21 or later");
      }
      vm.loadAgent(agent, options);
      String obstacle = vm.getSystemProperties().getProperty(OBSTACLE);
      if (obstacle != null) {
        throw new UserDataException("process " + pid + " cannot be recorded: " + obstacle);
      }
    } catch (UserDataException e) {
      throw e;
    } catch (AgentLoadException | AgentInitializationException | IOException e) {
      throw new UserDataException(
          "process " + pid + " did not load the agent: " + reason(e, agent), e);
    } finally {
      vm.detach();
    }
  }

  // We can read it, and it is an agent: so the other process cannot.
  private static String reason(Exception e, String agent) {
    return e instanceof AgentLoadException && String.valueOf(e.getMessage()).startsWith(NO_JAR)
        ? "its user, or its container, cannot read "
            + agent
            + "; install Loomtrace where both can read it"
        : e.getMessage();
  }

  private VirtualMachine connect() throws IOException {
    try {
      return VirtualMachine.attach(String.valueOf(pid));
    } catch (AttachNotSupportedException e) {
      throw new UserDataException(
          "process " + pid + " is not a JVM that can be attached to: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UserDataException("process " + pid + " cannot be reached: " + e.getMessage(), e);
    } catch (NoClassDefFoundError e) {
      throw new UserDataException(
          System.getProperty("java.home")
              + " has no module jdk.attach; attaching needs a JDK: set JAVA_HOME to one",
          e);
    }
  }
}
