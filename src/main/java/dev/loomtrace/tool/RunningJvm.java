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
  /**
   * Loads the agent into it, and waits until the agent has done what its options say.
   *
   * @throws UserDataException if it can not be reached, is too old, or refuses
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
    } catch (AgentLoadException | AgentInitializationException | IOException e) {
      throw new UserDataException(
          "process " + pid + " did not load the agent: " + e.getMessage(), e);
    } finally {
      vm.detach();
    }
  }

  private VirtualMachine connect() throws IOException {
    try {
      return VirtualMachine.attach(String.valueOf(pid));
    } catch (AttachNotSupportedException e) {
      throw new UserDataException(
          "process " + pid + " is no JVM to attach to: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UserDataException("process " + pid + " can not be reached: " + e.getMessage(), e);
    } catch (NoClassDefFoundError e) {
      throw new UserDataException(
          System.getProperty("java.home")
              + " has no module jdk.attach; attaching needs a JDK: set JAVA_HOME to one",
          e);
    }
  }
}
